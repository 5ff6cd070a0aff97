"""Kernels against numbers of more digits: at most 2 ulp, nowhere more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.loops.kernels.compiled import loop

mpmath = pytest.importorskip("mpmath")
pytest.importorskip("numba")
pytestmark = pytest.mark.numba

COUNT = 1000
Sample = Callable[[np.random.Generator], tuple[np.ndarray, ...]]


def between(*ranges: tuple[float, float]) -> Sample:
    """Evenly spread numbers: one array for each range."""
    return lambda rng: tuple(rng.uniform(low, high, COUNT) for low, high in ranges)


def small(low: float, high: float) -> Sample:
    """Positive numbers of evenly spread exponents, to the base 10."""
    return lambda rng: (10.0 ** rng.uniform(low, high, COUNT),)


def near_turns(limit: float) -> Sample:
    """The numbers nearest to multiples of pi / 2, which leave the smallest remainders."""

    def sample(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        with mpmath.workprec(200):
            whole = rng.integers(1, int(limit * 0.6366), COUNT)
            return (np.array([float(int(k) * mpmath.pi / 2) for k in whole]),)

    return sample


def expit(x: Any) -> Any:
    return 1 / (1 + mpmath.exp(-x))


def logaddexp(x: Any, y: Any) -> Any:
    return mpmath.log(mpmath.exp(x) + mpmath.exp(y))


CONTRACTED = [True, pytest.param(False, marks=pytest.mark.slow)]
SIGNED = (between((-1, 1)), between((-20, 20)), small(-300, 0))
POSITIVE = (between((0.5, 2)), between((0.99, 1.01)), small(-320, 308))
REFERENCES: dict[str, tuple[Any, float, tuple[Sample, ...]]] = {
    "exp": (mpmath.exp, 1.1, (between((-745, 709)), *SIGNED)),
    "exp2": (lambda x: mpmath.mpf(2) ** x, 1.1, (between((-1074, 1023)), *SIGNED)),
    "expm1": (mpmath.expm1, 1.5, (between((-60, 709)), *SIGNED)),
    "expit": (expit, 2.0, (between((-745, 60)), between((-4, 4)), *SIGNED)),
    "tanh": (mpmath.tanh, 1.6, SIGNED),
    "sinh": (mpmath.sinh, 1.7, (between((-710, 710)), between((-3, 3)), *SIGNED)),
    "cosh": (mpmath.cosh, 1.5, (between((-710, 710)), between((-3, 3)), *SIGNED)),
    "log": (mpmath.log, 1.0, POSITIVE),
    "log2": (lambda x: mpmath.log(x, 2), 1.0, POSITIVE),
    "log10": (mpmath.log10, 1.0, POSITIVE),
    "log1p": (mpmath.log1p, 1.0, (between((-0.999, 1)), *POSITIVE)),
    "arctan": (mpmath.atan, 1.2, (between((-3, 3)), *SIGNED, *POSITIVE)),
    "erf": (mpmath.erf, 1.5, (between((0.9, 1.2)), between((-6, 6)), *SIGNED)),
    "sin": (
        mpmath.sin,
        1.0,
        (near_turns(1e6), between((-1e6, 1e6)), small(6, 300), *SIGNED),
    ),
    "cos": (
        mpmath.cos,
        1.0,
        (near_turns(1e6), between((-1e6, 1e6)), small(6, 300), *SIGNED),
    ),
    "power": (
        lambda x, y: x**y,
        1.5,
        (
            between((0, 10), (-300, 300)),
            between((0.7, 1.42), (-2000, 2000)),
            between((0.999, 1.001), (-70_000, 70_000)),
            between((0.99, 1.01), (-1, 1)),
        ),
    ),
    "logaddexp": (
        logaddexp,
        2.0,
        (between((-700, 700), (-700, 700)), between((1, 9), (1, 9))),
    ),
}


def errors(name: str, arguments: tuple[np.ndarray, ...], contract: bool) -> np.ndarray:
    """Differences from the reference, in units of the reference's last place."""
    reference = REFERENCES[name.removesuffix("_single")][0]
    values = np.empty_like(arguments[0])
    loop(name, contract)(*arguments, values)
    result = []
    with mpmath.workprec(150):
        for *numbers, value in zip(*arguments, values, strict=True):
            exact = reference(*(mpmath.mpf(float(number)) for number in numbers))
            rounded = value.dtype.type(float(exact))
            if np.isfinite(rounded):
                unit = mpmath.mpf(float(np.spacing(abs(rounded))))
                result.append(float(abs(mpmath.mpf(float(value)) - exact) / unit))
    assert len(result) > COUNT // 10
    return np.array(result)


@pytest.mark.parametrize("name", REFERENCES)
@pytest.mark.parametrize("contract", CONTRACTED)
def test_64_bits(name: str, contract: bool) -> None:
    """Whether or not the machine joins products and sums."""
    _, limit, samples = REFERENCES[name]
    rng = np.random.default_rng(3)
    for sample in samples:
        assert errors(name, sample(rng), contract).max() <= limit


@pytest.mark.filterwarnings("ignore:overflow encountered in cast:RuntimeWarning")
@pytest.mark.parametrize("name", REFERENCES)
def test_32_bits(name: str) -> None:
    rng = np.random.default_rng(4)
    for sample in REFERENCES[name][2]:
        arguments = tuple(x.astype(np.float32) for x in sample(rng))
        if all(np.isfinite(x).all() and (x != 0).all() for x in arguments):
            assert errors(f"{name}_single", arguments, True).max() <= 0.6
