"""Error functions, normal probabilities, and integrals of their kind, of SciPy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from srcgrad.primitives import domains
from srcgrad.primitives.foreign import special
from srcgrad.primitives.special_forms import complex_values, special_function

SLOPE = 2.0 / math.sqrt(math.pi)
ROOT = math.sqrt(2.0 * math.pi)
HALF = math.sqrt(0.5)
positive, unit = domains.positive, domains.unit


def scaled_partial(x: Any, out: Any) -> Any:
    """Give the partial of `erfcx`: of large x, by its series, where terms cancel."""
    far = x > 50.0
    square = 1.0 / np.where(far, x * x, 1.0)
    series = 1.0 - square * (1.5 - square * (3.75 - 13.125 * square))
    return np.where(far, -0.5 * SLOPE * square * series, 2.0 * x * out - SLOPE)


def log_normal_partial(x: Any) -> Any:
    """Give the partial of `log_ndtr`, the inverse Mills ratio; above 25 it is below 1e-136."""
    return 2.0 / ROOT / special.erfcx(-HALF * np.minimum(x, 25.0))


def dilogarithm_partial(z: Any) -> Any:
    """Give the partial of `spence`: near 1, by its series."""
    far = np.abs(z - 1.0) > 1e-4
    apart = np.where(far, 1.0 - z, 1.0)
    series = -1.0 + (z - 1.0) * (0.5 - (z - 1.0) / 3.0)
    return np.where(far, np.log(np.where(far, z, 1.0)) / apart, series)


def integral_partial(n: Any, x: Any, out: Any) -> Any:
    """Give the partial of `expn`: there is none of order -1, so 0 is a case apart."""
    lower = special.expn(np.maximum(n - 1, 0), x)
    return -np.where(n == 0, (1.0 + 1.0 / x) * out, lower)


ERROR_FUNCTIONS = (
    special_function(special.erf, lambda x: SLOPE * np.exp(-(x * x))),
    special_function(special.erfc, lambda x: -SLOPE * np.exp(-(x * x))),
    special_function(special.erfcx, scaled_partial, domain=(domains.real,)),
    special_function(special.erfi, lambda x: SLOPE * np.exp(x * x)),
    special_function(special.dawsn, lambda x, out: 1.0 - 2.0 * x * out),
    special_function(
        special.erfinv, lambda y, out: np.exp(out * out) / SLOPE, "y", domain=(unit,)
    ),
    special_function(
        special.erfcinv,
        lambda y, out: -np.exp(out * out) / SLOPE,
        "y",
        domain=(domains.between(0.2, 1.8),),
    ),
    special_function(special.ndtr, lambda x: np.exp(-0.5 * (x * x)) / ROOT),
    special_function(special.log_ndtr, log_normal_partial),
    special_function(
        special.ndtri,
        lambda y, out: ROOT * np.exp(0.5 * out * out),
        "y",
        domain=(domains.between(0.1, 0.9),),
    ),
    special_function(
        special.wofz,
        lambda z, out: SLOPE * 1j - 2.0 * z * out,
        "z",
        result=complex_values,
    ),
    special_function(special.expi, lambda x: np.exp(x) / x, domain=(positive,)),
    special_function(special.exp1, lambda x: -np.exp(-x) / x, domain=(positive,)),
    special_function(
        special.expn,
        lambda n, x, out: (None, integral_partial(n, x, out)),
        "n, x",
        held=(0,),
        domain=(domains.integers, positive),
    ),
    special_function(special.spence, dilogarithm_partial, "z", domain=(positive,)),
)
