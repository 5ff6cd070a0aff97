"""Derivatives of live functions."""

from __future__ import annotations

import linecache
import traceback
from typing import Any

import numpy as np
import pytest

import srcgrad


def loss(w: Any, b: Any, x: Any, k: float = 1.0) -> Any:
    """Square of what a line misses."""
    return np.sum((w * x + b) ** 2) * k


def shifted(x: Any, y: Any) -> Any:
    return np.tanh(x) * y, x + y


def first_item(x: Any) -> Any:
    return x[0] * x[1]


W, B, X = np.array([0.5, -1.0]), 0.25, np.array([2.0, 3.0])


def test_the_first_parameter_is_the_default() -> None:
    assert np.allclose(srcgrad.grad(loss)(W, B, X), 2.0 * (W * X + B) * X)


@pytest.mark.parametrize("wrt", [("w", "b"), (0, 1), ["w", 1]])
def test_names_and_positions(wrt: Any) -> None:
    value, (w_bar, b_bar) = srcgrad.value_and_grad(loss, wrt=wrt)(W, B, X, k=0.5)
    assert np.isclose(value, loss(W, B, X, 0.5))
    assert np.allclose(w_bar, (W * X + B) * X)
    assert np.isclose(b_bar, np.sum(W * X + B)) and isinstance(b_bar, float)


def test_one_name_gives_the_gradient_itself() -> None:
    alone = srcgrad.grad(loss, wrt="b")(W, B, X)
    (packed,) = (srcgrad.grad(loss, wrt=("b",))(W, B, X),)
    assert np.isclose(alone, np.sum(2.0 * (W * X + B))) and np.isclose(packed, alone)


def test_values_that_are_arrays_are_pulled_back() -> None:
    x, y = np.array([0.1, 0.2]), np.array([1.0, 2.0])
    value, pull = srcgrad.vjp(shifted, wrt=("x", "y"))(x, y)
    assert np.allclose(value[0], np.tanh(x) * y)
    seeds = np.array([1.0, -1.0]), np.array([2.0, 0.5])
    x_bar, y_bar = pull(seeds)
    assert np.allclose(x_bar, seeds[0] * y / np.cosh(x) ** 2 + seeds[1])
    assert np.allclose(y_bar, seeds[0] * np.tanh(x) + seeds[1])


def test_tangents_agree_with_cotangents() -> None:
    x, y = np.array([0.1, 0.2]), np.array([1.0, 2.0])
    along = np.array([0.3, -0.7])
    _, moved = srcgrad.jvp(shifted)(x, y, x_dot=along)
    _, pull = srcgrad.vjp(shifted)(x, y)
    seeds = np.array([1.0, -1.0]), np.array([2.0, 0.5])
    forward = sum(np.sum(s * m) for s, m in zip(seeds, moved, strict=True))
    assert np.isclose(forward, np.sum(pull(seeds) * along))


def test_a_gradient_keeps_the_dtype_of_its_argument() -> None:
    gradient = srcgrad.grad(loss)(W.astype(np.float32), np.float32(B), X.astype("f4"))
    assert gradient.dtype == np.float32


def test_other_types_are_compiled_anew() -> None:
    slope = srcgrad.grad(loss)
    assert slope(W, B, X).shape == (2,)
    assert np.isclose(slope(2.0, B, 3.0), 2.0 * 6.25 * 3.0)
    assert slope(np.ones((2, 2)), B, np.ones((2, 2))).shape == (2, 2)


def test_the_source_is_the_text_that_runs() -> None:
    both = srcgrad.value_and_grad(loss)
    both(W, B, X)
    assert "def loss_backward(" in both.source
    names: dict[str, Any] = {}
    exec(compile(both.source, "<emitted>", "exec", dont_inherit=True), names)
    assert np.allclose(names["loss_grad"](W, B, X), both(W, B, X)[1])


def test_tracebacks_show_the_emitted_lines() -> None:
    with pytest.raises(IndexError) as caught:
        srcgrad.grad(first_item)(np.array([1.0]))
    frames = traceback.extract_tb(caught.value.__traceback__)
    assert frames[-1].line == "value = x[0] * x[1]"
    assert linecache.getline(frames[-1].filename, frames[-1].lineno or 0)


def test_an_array_has_no_gradient() -> None:
    with pytest.raises(TypeError, match="vjp"):
        srcgrad.grad(shifted)(W, X)


@pytest.mark.parametrize("wrt", ["z", 9, ("w", "z")])
def test_what_is_no_parameter_is_refused(wrt: Any) -> None:
    with pytest.raises((srcgrad.CompileError, IndexError, TypeError)) as caught:
        srcgrad.grad(loss, wrt=wrt)(W, B, X)
    assert "loss" in str(caught.value) or "9" in str(caught.value)


def test_a_function_without_source_is_refused() -> None:
    names: dict[str, Any] = {}
    exec("def typed(x):\n    return x * x\n", names)
    with pytest.raises(srcgrad.CompileError, match="source"):
        srcgrad.grad(names["typed"])


@pytest.mark.numba
def test_what_numba_has_compiled() -> None:
    numba = pytest.importorskip("numba", reason="Numba compiles the source")
    compiled = numba.njit(first_item)
    assert np.allclose(srcgrad.grad(compiled)(np.array([2.0, 3.0])), [3.0, 2.0])


def test_what_loops_cannot_be_given_is_plain_numpy() -> None:
    """A dictionary, and an argument of which nothing can be said: with a warning."""
    pytest.importorskip("numba", reason="Numba compiles")

    def of_a_dictionary(params: Any, x: Any) -> Any:
        return np.sum(params["w"] * x)

    def of_a_generator(x: Any, generator: Any) -> Any:
        return np.sum(x * generator.normal(size=3))

    w, x = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    with pytest.warns(UserWarning, match="not compiled: `params`, a dictionary"):
        slope = srcgrad.grad(of_a_dictionary, backend="numba")({"w": w}, x)
    np.testing.assert_array_equal(slope["w"], x)
    drawn = np.random.default_rng(0).normal(size=3)
    with pytest.warns(UserWarning, match="not compiled: .*`generator`"):
        slope = srcgrad.grad(of_a_generator, backend="numba")(
            np.ones(3), np.random.default_rng(0)
        )
    np.testing.assert_array_equal(slope, drawn)
