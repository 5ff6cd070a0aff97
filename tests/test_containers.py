"""Containers as arguments: their gradients are right, and have their structure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

import srcgrad


class Layer(NamedTuple):
    w: np.ndarray
    b: np.ndarray


def pairs(params: Any, x: Any) -> Any:
    count = len(params)
    for i, (w, b) in enumerate(params):
        x = x @ w + b
        if i < count - 1:
            x = np.tanh(x)
    return np.sum(x**2)


def last_apart(params: Any, x: Any) -> Any:
    for w, b in params[:-1]:
        x = np.tanh(x @ w + b)
    w, b = params[-1]
    return np.sum((x @ w + b) ** 2)


def all_but_the_last(params: Any, x: Any) -> Any:
    for w, b in params[:-1]:
        x = np.tanh(x @ w + b)
    return np.sum(x**2)


def by_number(params: Any, x: Any) -> Any:
    for i in range(len(params)):
        x = np.tanh(x @ params[i][0] + params[i][1])
    return np.sum(x)


def layers(params: Any, x: Any) -> Any:
    for layer in params:
        x = np.tanh(x @ layer.w + layer.b)
    return np.sum(x**2)


def kept_steps(params: Any, x: Any) -> Any:
    acts = [x]
    for w, b in params:
        acts.append(np.tanh(acts[-1] @ w + b))
    total = np.sum(acts[-1])
    for (w, b), a in zip(reversed(params), acts, strict=False):
        total = total + np.sum(a @ w * b)
    return total


def made_of_rows(params: Any, x: Any) -> Any:
    for layer in params:
        x = np.tanh(x @ layer["w"] + layer["b"])
    return np.sum(x**2)


DRAW = np.random.default_rng(3)
PAIRS = [(DRAW.normal(size=(3, 3)), DRAW.normal(size=3)) for _ in range(3)]
X = DRAW.normal(size=3)
CASES: tuple[tuple[Callable[..., Any], Any], ...] = (
    (pairs, PAIRS),
    (last_apart, PAIRS),
    (all_but_the_last, PAIRS),
    (by_number, PAIRS),
    (kept_steps, PAIRS),
    (layers, [Layer(w, b) for w, b in PAIRS]),
    (made_of_rows, [{"w": w, "b": b} for w, b in PAIRS]),
)


def leaves(nest: Any) -> Iterator[np.ndarray]:
    if isinstance(nest, (list, tuple)):
        for item in nest:
            yield from leaves(item)
    elif isinstance(nest, dict):
        for key in sorted(nest):
            yield from leaves(nest[key])
    else:
        yield nest


def form(nest: Any) -> Any:
    if isinstance(nest, (list, tuple)):
        return type(nest), [form(item) for item in nest]
    if isinstance(nest, dict):
        return {key: form(item) for key, item in nest.items()}
    return np.shape(nest)


@pytest.mark.parametrize("function, params", CASES, ids=[f.__name__ for f, _ in CASES])
def test_gradient(function: Callable[..., Any], params: Any) -> None:
    before = [leaf.copy() for leaf in leaves(params)]
    value, (params_bar, x_bar) = srcgrad.value_and_grad(function, wrt=("params", "x"))(
        params, X
    )
    assert value == pytest.approx(function(params, X), rel=1e-12)
    assert form(params_bar) == form(params)
    step = 1e-6
    slopes = [*leaves(params_bar), x_bar]
    for model, slope in zip([*leaves(params), X], slopes, strict=True):
        for place in np.ndindex(model.shape):
            old = model[place]
            model[place] = old + step
            above = function(params, X)
            model[place] = old - step
            below = function(params, X)
            model[place] = old
            assert slope[place] == pytest.approx((above - below) / (2 * step), abs=1e-7)
    for leaf, kept in zip(leaves(params), before, strict=True):
        assert np.array_equal(leaf, kept)


def handed_out(xs: Any, k: Any) -> Any:
    ys = [x * k for x in xs]
    return ys, ys[0] ** 2


def test_seeds_are_not_written_to() -> None:
    seeds = [np.ones(2), np.ones(2)], np.ones(2)
    xs = [np.full(2, 2.0), np.full(2, 3.0)]
    _, back = srcgrad.vjp(handed_out, wrt=("xs", "k"))(xs, 2.0)
    xs_bar, k_bar = back(seeds)
    assert all(np.array_equal(seed, np.ones(2)) for seed in (*seeds[0], seeds[1]))
    # of xs[0] * k: 1 from the list, and 2 * 4 from the square
    assert np.allclose(xs_bar[0], 18.0) and np.allclose(xs_bar[1], 2.0)
    assert k_bar == pytest.approx(2 * 9.0 * 2.0 + 2 * 3.0)
