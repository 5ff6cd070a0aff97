"""Logistic functions, entropies, losses and transforms to powers, of SciPy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from srcgrad.primitives import domains
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.foreign import special
from srcgrad.primitives.forms import defined
from srcgrad.primitives.special_forms import complex_values, special_function

LN10 = math.log(10.0)
positive = domains.positive
proper = domains.between(0.1, 0.9)


def unless_zero(x: Any, divisor: Any) -> Any:
    """Divisor of x: 1 where x is 0, so that 0 comes of it."""
    if isinstance(x, int | float):
        return divisor if x else 1.0
    return np.where(x == 0, 1.0, divisor)


def product_partials(x: Any, y: Any) -> tuple[Any, Any]:
    """Give the partials of `x * log(y)`: 0 for y where x is 0."""
    return np.log(y), x / unless_zero(x, y)


def shifted_partials(x: Any, y: Any) -> tuple[Any, Any]:
    """Give the partials of `x * log(1 + y)`: 0 for y where x is 0."""
    return np.log1p(y), x / unless_zero(x, 1.0 + y)


def relative_partials(x: Any, y: Any) -> tuple[Any, Any]:
    """Give the partials of `x * log(x / y)`: 0 for y where x is 0."""
    return np.log(x / y) + 1.0, -x / unless_zero(x, y)


def divergence_partials(x: Any, y: Any) -> tuple[Any, Any]:
    """Give the partials of `x * log(x / y) - x + y`."""
    return np.log(x / y), 1.0 - x / unless_zero(x, y)


def mean_exponential_partial(x: Any, out: Any) -> Any:
    """Give the partial of `expm1(x) / x`: near 0, by its series."""
    near = np.abs(x) < 1e-3
    series = 0.5 + x * (1.0 / 3.0 + x * (0.125 + x / 30.0))
    return np.where(near, series, (np.exp(x) - out) / np.where(near, 1.0, x))


def huber_partials(delta: Any, r: Any) -> tuple[Any, Any]:
    """Give the partials of Huber's loss: that of a square at its bound."""
    return np.maximum(np.abs(r) - delta, 0.0), np.clip(r, -delta, delta)


def smooth_huber_partials(delta: Any, r: Any) -> tuple[Any, Any]:
    """Give the partials of the pseudo-Huber loss."""
    ratio = r / delta
    root = np.sqrt(1.0 + ratio * ratio)
    return 2.0 * delta * (root - 1.0) - r * r / (delta * root), r / root


def power_transform_partials(x: Any, lmbda: Any, out: Any) -> tuple[Any, Any]:
    """Give the partials of the Box-Cox transform; at the power 0 it is a logarithm."""
    near = np.abs(lmbda) < 1e-5
    log = np.log(x)
    series = log * log * (0.5 + lmbda * log / 3.0)
    far = (x**lmbda * log - out) / np.where(near, 1.0, lmbda)
    return x ** (lmbda - 1.0), np.where(near, series, far)


def same_as(function: Any, known: Any, domain: Any = domains.real) -> Primitive:
    """Form of a function that NumPy has as well."""
    return defined(function, lambda x: known(x), "x", domain=(domain,))


LOGISTIC = (
    special_function(special.expit, lambda x, out: out * (1.0 - out)),
    special_function(special.logit, lambda x: 1.0 / (x * (1.0 - x)), domain=(proper,)),
    special_function(special.log_expit, lambda x: special.expit(-x)),
    special_function(
        special.xlogy,
        product_partials,
        "x, y",
        choice="0 for y where x is 0",
        domain=(domains.real, positive),
    ),
    special_function(
        special.xlog1py,
        shifted_partials,
        "x, y",
        choice="0 for y where x is 0",
        domain=(domains.real, positive),
    ),
    special_function(special.entr, lambda x: -1.0 - np.log(x), domain=(positive,)),
    special_function(
        special.rel_entr,
        relative_partials,
        "x, y",
        choice="0 for y where x is 0",
        domain=(positive, positive),
    ),
    special_function(
        special.kl_div,
        divergence_partials,
        "x, y",
        choice="1 for y where x is 0",
        domain=(positive, positive),
    ),
    special_function(
        special.huber,
        huber_partials,
        "delta, r",
        choice="that of the square at the bound",
        domain=(domains.between(0.6, 0.9), domains.real),
    ),
    special_function(
        special.pseudo_huber,
        smooth_huber_partials,
        "delta, r",
        domain=(positive, domains.real),
    ),
    special_function(
        special.boxcox,
        power_transform_partials,
        "x, lmbda",
        domain=(positive, domains.real),
    ),
    special_function(
        special.lambertw,
        lambda z, k=0, tol=1e-8, out=None: 1.0 / (np.exp(out) * (1.0 + out)),
        "z, k=0, tol=1e-08",
        held=(1, 2),
        result=complex_values,
        choice="not finite at the branch point -1/e",
        domain=(positive,),
    ),
    special_function(special.wrightomega, lambda z, out: out / (1.0 + out), "z"),
    special_function(special.exp10, lambda x, out: LN10 * out),
    special_function(special.exprel, mean_exponential_partial),
    special_function(special.cosm1, lambda x: -np.sin(x)),
    same_as(special.expm1, np.expm1),
    same_as(special.exp2, np.exp2),
    same_as(special.cbrt, np.cbrt),
    same_as(special.log1p, np.log1p, positive),
    same_as(special.sinc, np.sinc),
)
