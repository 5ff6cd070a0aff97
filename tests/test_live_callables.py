"""Derivatives of methods, of objects that are called, of closures, against differences."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

import srcgrad
from tests import live_callables as given

X = np.array([[0.3, -0.2], [0.1, 0.5], [0.7, 0.4]])
Y = np.array([0.1, 0.2, -0.3])


def net(cls: type = given.Net) -> Any:
    return cls(np.array([0.4, -0.6]), 0.1)


def slope(function: Any, value: Any) -> Any:
    """Central differences of a function of one array or number."""
    value = np.asarray(value, float)
    found = np.zeros(value.shape)
    for place in np.ndindex(value.shape):
        step = np.zeros(value.shape)
        step[place] = 1e-5
        found[place] = (function(value + step) - function(value - step)) / 2e-5
    return found


def with_w(model: Any, w: Any) -> Any:
    other = copy.deepcopy(model)
    other.w = w
    return other


@pytest.mark.parametrize("cls", [given.Net, given.Scaled])
def test_methods_with_respect_to_their_object(cls: type) -> None:
    model = net(cls)
    expected = slope(lambda w: with_w(model, w).loss(X, Y), model.w)
    found = srcgrad.grad(cls.loss, "self")(model, X, Y)  # type: ignore[attr-defined]
    np.testing.assert_allclose(found.w, expected, rtol=1e-7)
    part = srcgrad.grad(model.loss, "self.w")(X, Y)
    np.testing.assert_allclose(part, expected, rtol=1e-7)
    by_base = srcgrad.grad(given.Net.loss, "self.w")
    if cls is given.Net:
        np.testing.assert_allclose(by_base(model, X, Y), expected, rtol=1e-7)
    else:
        # the file says what `Scaled` is
        np.testing.assert_allclose(by_base(model, X, Y), expected, rtol=1e-7)


def test_a_bound_method_has_its_object_already() -> None:
    model = net()
    value, x_bar = srcgrad.value_and_grad(model.loss)(X, Y)
    assert value == model.loss(X, Y)
    np.testing.assert_allclose(x_bar, slope(lambda x: model.loss(x, Y), X), rtol=1e-6)
    static = srcgrad.grad(given.Net.penalty)(model.w)
    np.testing.assert_allclose(static, 2 * model.w)


def test_an_object_that_is_called() -> None:
    model = net()
    found = srcgrad.grad(model)(X)
    np.testing.assert_allclose(found, slope(model, X), rtol=1e-6)


def test_a_function_named_as_a_method_is() -> None:
    model = net()
    found = srcgrad.grad(given.net_loss, "net.w")(model, X, Y)
    expected = slope(lambda w: given.net_loss(with_w(model, w), X, Y), model.w)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_attributes_in_slots() -> None:
    found = srcgrad.grad(given.Slotted.value, ("self.a", "x"))
    np.testing.assert_allclose(found(given.Slotted(2.0, 3.0), 0.5), (0.25, 5.0))


def test_partials_and_lambdas() -> None:
    data, w = np.array([1.0, 2.0]), np.array([0.3, 0.4])
    found = srcgrad.grad(given.third)(w, data)
    np.testing.assert_allclose(found, 3 * w**2 * data**3)
    np.testing.assert_allclose(srcgrad.grad(given.halved)(w), 1.5 * w**2)
    for function, expected in zip(
        given.pair(1.5), (3.0 * 0.3, 1.5 * np.cos(0.3)), strict=True
    ):
        np.testing.assert_allclose(srcgrad.grad(function)(0.3), expected)


def test_closures_over_live_values() -> None:
    data = np.array([0.2, 0.5, 0.9, 1.3])
    model = given.Net(np.array([0.7]), 0.2)
    loss = given.misfit(data, model)
    gradient = srcgrad.grad(loss)
    np.testing.assert_allclose(gradient(0.8), slope(loss, 0.8), rtol=1e-6)
    assert "# the closure's own comment" in gradient.source
