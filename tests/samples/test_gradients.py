"""Each committed derivative against central differences of its sample."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
random = np.random.default_rng(7)

LINEAR = (
    random.normal(size=3),
    0.3,
    random.normal(size=(5, 3)),
    random.normal(size=5),
    0.2,
)
LOGISTIC = (*LINEAR[:3], np.array([0, 1, 1, 0, 1]), 0.2)
DIGITS = (
    random.normal(size=(6, 4)),
    random.normal(size=4),
    random.normal(size=(4, 10)),
    random.normal(size=10),
    random.normal(size=(7, 6)),
    random.integers(0, 10, size=7),
)
HARES, LYNXES = np.array([31.0, 44.0, 70.0]), np.array([4.0, 7.0, 9.0])
PREDATOR_PREY = (30.0, 4.0, 0.5, 0.025, 0.025, 0.75, HARES, LYNXES)
HEAT = (random.normal(size=9), random.normal(size=9), 0.3, 5)
ROUND = (random.normal(size=(2, 3)), np.array([3.4, 0.98, 0.017]))
COMET = np.array([40.5, 0.587, 0.967])
AFTER = (101.0, COMET, ROUND[0], ROUND[1], random.normal(size=(2, 3)))
BEFORE = (11.0, *AFTER[1:])

CASES = [
    pytest.param("linear_regression", "loss", LINEAR, (0, 1), id="plane"),
    pytest.param("logistic_regression", "loss", LOGISTIC, (0, 1), id="classes"),
    pytest.param("digits", "loss", DIGITS, (0, 1, 2, 3), id="digits"),
    pytest.param("predator_prey", "misfit", PREDATOR_PREY, tuple(range(6)), id="prey"),
    pytest.param("heat", "misfit", HEAT, (0,), id="heat"),
    pytest.param("heat", "misfit", (*HEAT[:3], 0), (0,), id="heat-no-steps"),
    pytest.param("stopping", "separation", AFTER, (0, 1), id="comet-leaving"),
    pytest.param("stopping", "separation", BEFORE, (0, 1), id="comet-coming"),
]


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"loaded_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def central(f: Callable[..., Any], arguments: tuple[Any, ...], index: int) -> Any:
    """Return the derivative of `f` by one argument, of that argument's shape."""
    point = np.asarray(arguments[index], dtype=float)
    slopes = np.empty(point.size)
    for k in range(point.size):
        values = []
        step = 1e-6 * max(1.0, abs(point.flat[k]))
        for sign in (1.0, -1.0):
            moved = point.copy()
            moved.flat[k] += sign * step
            given = moved if point.ndim else float(moved)
            values.append(f(*arguments[:index], given, *arguments[index + 1 :]))
        slopes[k] = (values[0] - values[1]) / (2.0 * step)
    return slopes.reshape(point.shape)


def copied(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)


@pytest.mark.parametrize(("name", "function", "arguments", "wrt"), CASES)
def test_a_derivative_agrees_with_differences(
    name: str, function: str, arguments: tuple[Any, ...], wrt: tuple[int, ...]
) -> None:
    f = getattr(load(SAMPLES / f"{name}.py"), function)
    derivative = load(SAMPLES / "derived" / f"{name}_grad.py")
    given = copied(arguments)
    value, bars = getattr(derivative, f"{function}_value_and_grad")(*given)
    assert np.isclose(value, f(*copied(arguments)), rtol=1e-14)
    for index, bar in zip(wrt, bars if len(wrt) > 1 else (bars,), strict=True):
        expected = central(f, arguments, index)
        assert np.shape(bar) == np.shape(expected)
        assert np.allclose(bar, expected, rtol=1e-6, atol=1e-7)
    for before, after in zip(arguments, given, strict=True):
        assert np.array_equal(before, after), "an argument was written to"


@pytest.mark.parametrize(("name", "function", "arguments", "wrt"), CASES)
def test_the_seed_scales_the_gradient(
    name: str, function: str, arguments: tuple[Any, ...], wrt: tuple[int, ...]
) -> None:
    derivative = load(SAMPLES / "derived" / f"{name}_grad.py")
    _, saved = getattr(derivative, f"{function}_forward")(*copied(arguments))
    backward = getattr(derivative, f"{function}_backward")
    once = backward(saved)
    _, saved = getattr(derivative, f"{function}_forward")(*copied(arguments))
    thrice = backward(saved, 3.0)
    pairs = [(once, thrice)] if len(wrt) == 1 else zip(once, thrice, strict=True)
    for bar, scaled in pairs:
        assert np.allclose(3.0 * bar, scaled, rtol=1e-12, atol=1e-300)
