"""Bessel functions of SciPy: the order is held, the slope is of the neighbouring orders."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.foreign import special
from srcgrad.primitives.special_forms import of_real, special_function

positive = domains.positive
orders = domains.between(1.2, 2.7)


def of_order(function: Any, slope: Any, order: Any = orders) -> Primitive:
    """Form of a Bessel function whose order comes first."""
    return special_function(
        function,
        lambda v, z, out: (None, slope(v, z, out)),
        "v, z",
        held=(0,),
        domain=(order, positive),
    )


def cylindrical(bessel: Any) -> Any:
    """Slope of a function of the first or the second kind."""
    return lambda v, z, out: 0.5 * (bessel(v - 1, z) - bessel(v + 1, z))


def scaled_slope(v: Any, z: Any, out: Any) -> Any:
    """Slope of a function that is scaled by the exponential of the real part."""
    of_real("ive", z)
    return 0.5 * (special.ive(v - 1, z) + special.ive(v + 1, z)) - np.sign(z) * out


BESSEL = (
    special_function(special.j0, lambda x: -special.j1(x)),
    special_function(special.j1, lambda x: 0.5 * (special.j0(x) - special.jv(2, x))),
    special_function(special.y0, lambda x: -special.y1(x), domain=(positive,)),
    special_function(
        special.y1,
        lambda x: 0.5 * (special.y0(x) - special.yv(2, x)),
        domain=(positive,),
    ),
    special_function(special.i0, lambda x: special.i1(x)),
    special_function(special.i1, lambda x: 0.5 * (special.i0(x) + special.iv(2, x))),
    special_function(
        special.i0e,
        lambda x, out: special.i1e(x) - np.sign(x) * out,
        choice="0 at 0, where it has a kink",
    ),
    special_function(
        special.i1e,
        lambda x, out: 0.5 * (special.i0e(x) + special.ive(2, x)) - np.sign(x) * out,
    ),
    special_function(special.k0, lambda x: -special.k1(x), domain=(positive,)),
    special_function(
        special.k1,
        lambda x: -0.5 * (special.k0(x) + special.kv(2, x)),
        domain=(positive,),
    ),
    special_function(
        special.k0e, lambda x, out: out - special.k1e(x), domain=(positive,)
    ),
    special_function(
        special.k1e,
        lambda x, out: out - 0.5 * (special.k0e(x) + special.kve(2, x)),
        domain=(positive,),
    ),
    of_order(special.jv, cylindrical(special.jv)),
    of_order(special.jn, cylindrical(special.jv)),
    of_order(special.yv, cylindrical(special.yv)),
    of_order(special.yn, cylindrical(special.yv), domains.integers),
    of_order(
        special.iv,
        lambda v, z, out: 0.5 * (special.iv(v - 1, z) + special.iv(v + 1, z)),
    ),
    of_order(
        special.kv,
        lambda v, z, out: -0.5 * (special.kv(v - 1, z) + special.kv(v + 1, z)),
    ),
    of_order(
        special.kn,
        lambda v, z, out: -0.5 * (special.kv(v - 1, z) + special.kv(v + 1, z)),
        domains.integers,
    ),
    of_order(
        special.ive,
        scaled_slope,
    ),
    of_order(
        special.kve,
        lambda v, z, out: out - 0.5 * (special.kve(v - 1, z) + special.kve(v + 1, z)),
    ),
)
