"""Kernels at the ends of their range: as the library's functions, signs of zeros and all."""

from __future__ import annotations

import numpy as np
import pytest

from srcgrad.loops.kernels.text import KERNELS
from tests.loops.kernels.compiled import TWO, loop

pytest.importorskip("numba")
special = pytest.importorskip("scipy.special")
pytestmark = [
    pytest.mark.numba,
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
]

ORDINARY = (0, 1, 0.5, 2, 3, 6.1, 100, 1e-20, 1e-8, 2.0**20, 1e22, np.inf, np.nan)
NUMBERS = {
    "": np.array(
        (
            *(5e-324, 1e-310, 2.2250738585072014e-308, 1.7976931348623157e308),
            *(709.78, 709.79, 710.47, 710.48, 745.13, 745.14, 1023.9, 1024, 1074, 1075),
            *(2.0**53, 2.0**53 + 2),
            *ORDINARY,
        )
    ),
    "_single": np.array(
        (
            *(1e-45, 1e-40, 1.1754944e-38, 3.4028235e38),
            *(88.72, 88.73, 89.41, 89.42, 103.97, 103.98, 127.9, 128, 149, 150),
            *(2.0**24, 2.0**24 + 2),
            *ORDINARY,
        ),
        np.float32,
    ),
}


def library(name: str) -> np.ufunc:
    return getattr(special if name.startswith("scipy") else np, name.split(".")[-1])


@pytest.mark.parametrize("ending", NUMBERS)
@pytest.mark.parametrize("name", KERNELS)
def test_ends_of_the_range(name: str, ending: str) -> None:
    numbers = np.concatenate([NUMBERS[ending], -NUMBERS[ending]])
    arguments = (numbers,)
    if KERNELS[name] in TWO:
        arguments = tuple(x.ravel() for x in np.meshgrid(numbers, numbers))
    wide = np.float64 if name == "scipy.special.erf" else np.longdouble
    expected = library(name)(*(x.astype(wide) for x in arguments))
    expected = expected.astype(numbers.dtype)
    values = np.empty_like(arguments[0])
    loop(KERNELS[name] + ending)(*arguments, values)
    same = (values == expected) | (np.isnan(values) & np.isnan(expected))
    close = np.abs(values - expected) <= 2 * np.spacing(np.abs(expected))
    sign = np.isnan(expected) | (np.signbit(values) == np.signbit(expected))
    sign |= (KERNELS[name] == "logaddexp") & (values == 0)  # of a sum that cancels
    wrong = ~((same | close) & sign)
    assert np.array([*arguments, values, expected])[:, wrong].tolist() == [[]] * (
        len(arguments) + 2
    )


@pytest.mark.parametrize("name", ["sin_near", "cos_near"])
def test_beyond_the_bound_it_is_seen(name: str) -> None:
    numbers = np.array([2.0**20, -(2.0**20), 2.0**20 + 1, -1e300])
    values = np.empty_like(numbers)
    loop(name)(numbers, values)
    assert np.isnan(values).tolist() == [False, False, True, True]


def test_powers_of_two_are_exact() -> None:
    powers = np.arange(-1074.0, 1024.0)
    numbers, logarithms = np.empty_like(powers), np.empty_like(powers)
    loop("exp2")(powers, numbers)
    assert (numbers == np.ldexp(1.0, powers.astype(int))).all()
    loop("log2")(numbers, logarithms)
    assert (logarithms == powers).all()
