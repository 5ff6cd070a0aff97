"""Kinks, steps, remainders and distances, elementwise."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.arithmetic import power_partials
from srcgrad.primitives.forms import elementwise, zero

HALF_TURN = 180.0 / math.pi
TIE = "a tie goes to the first"


def clip_partials(a: Any, a_min: Any = None, a_max: Any = None) -> tuple[Any, Any, Any]:
    """Give the partials of `np.clip`: at a bound, that of the value is 1."""
    if a_min is None and a_max is None:
        return 1, None, None
    if a_min is None:
        return a <= a_max, None, a > a_max
    if a_max is None:
        return a >= a_min, a < a_min, None
    inside = (a >= a_min) & (a <= a_max)
    return inside, (a < a_min) & (a_min <= a_max), np.maximum(a, a_min) > a_max


def angle_partials(y: Any, x: Any) -> tuple[Any, Any]:
    """Give the partials of `np.arctan2`; the angle of the origin is 0 all around it."""
    square = x * x + y * y
    square = square + (square == 0)
    return x / square, -y / square


def sinc_partial(x: Any, out: Any) -> Any:
    """Give the partial of `np.sinc`: near 0, that of two terms of its series."""
    near = np.abs(x) < 1e-3
    scaled = math.pi * x
    series = scaled * scaled / 10.0 - 1.0
    inside = (math.pi / 3.0) * scaled * series
    return np.where(near, inside, (np.cos(scaled) - out) / np.where(near, 1.0, x))


def float_power_type(x: Any, y: Any) -> Numeric:
    """Type of `np.float_power`: at least double precision."""
    plain = results.same(x, y)
    complex_ = plain.dtype is not None and plain.dtype.startswith("complex")
    return results.array("complex128" if complex_ else "float64", plain.shape)


def rounded(x: Any, decimals: Any = 0) -> Numeric:
    """Type of a rounded number: that of the number."""
    return results.same(x)


def scaled_type(x1: Any, x2: Any) -> Numeric:
    """Type of `np.ldexp`: in the precision of what is scaled."""
    shape = results.broadcast(results.numeric(x1).shape, results.numeric(x2).shape)
    return results.array(results.floating(x1).dtype, shape)


ELEMENTARY = (
    elementwise(
        np.abs,
        lambda x: np.sign(x),
        key="abs",
        names=("numpy.abs", "numpy.absolute"),
        result=results.same,
        cost=1,
        choice="0 at 0",
    ),
    elementwise(np.fabs, lambda x: np.sign(x), cost=1, choice="0 at 0"),
    elementwise(
        np.clip,
        clip_partials,
        "a, a_min=None, a_max=None",
        methods=("clip",),
        result=results.same,
        cost=1,
        choice="1 to the value at a bound",
        domain=(domains.real, domains.between(-0.9, -0.4), domains.between(0.5, 0.9)),
    ),
    elementwise(
        np.maximum,
        lambda x, y: (x >= y, x < y),
        "x, y",
        result=results.same,
        cost=1,
        choice=TIE,
    ),
    elementwise(
        np.minimum,
        lambda x, y: (x <= y, x > y),
        "x, y",
        result=results.same,
        cost=1,
        choice=TIE,
    ),
    elementwise(
        np.fmax,
        lambda x, y: (np.isnan(y) | (x >= y), np.isnan(x) | (x < y)),
        "x, y",
        result=results.same,
        cost=1,
        choice=TIE,
    ),
    elementwise(
        np.fmin,
        lambda x, y: (np.isnan(y) | (x <= y), np.isnan(x) | (x > y)),
        "x, y",
        result=results.same,
        cost=1,
        choice=TIE,
    ),
    elementwise(
        np.copysign,
        lambda x, y: (np.sign(x) * np.copysign(1.0, y), None),
        "x, y",
        cost=1,
        choice="0 at 0",
    ),
    elementwise(
        np.fmod,
        lambda x, y: (1, -np.trunc(x / y)),
        "x, y",
        result=results.same,
        domain=(domains.real, domains.positive),
        choice="1 for the dividend at the jumps too",
    ),
    elementwise(
        np.arctan2,
        angle_partials,
        "y, x",
        choice="0 at the origin",
        domain=(domains.positive, domains.real),
    ),
    elementwise(
        np.hypot,
        lambda x, y, out: (x / (out + (out == 0)), y / (out + (out == 0))),
        "x, y",
        domain=(domains.positive, domains.real),
        choice="0 at the origin",
    ),
    elementwise(
        np.logaddexp, lambda x, y, out: (np.exp(x - out), np.exp(y - out)), "x, y"
    ),
    elementwise(
        np.logaddexp2, lambda x, y, out: (np.exp2(x - out), np.exp2(y - out)), "x, y"
    ),
    elementwise(
        np.float_power,
        power_partials,
        "x, y",
        result=float_power_type,
        domain=(domains.positive, domains.real),
        choice="0 for the base where the exponent is 0; 0 for the exponent at base 0",
    ),
    elementwise(
        np.reciprocal,
        lambda x, out: -out * out,
        result=results.same,
        cost=1,
        domain=(domains.positive,),
    ),
    elementwise(
        np.sinc,
        sinc_partial,
        choice="near 0 by its series, as the difference cancels",
    ),
    elementwise(np.deg2rad, lambda x: 1.0 / HALF_TURN, cost=1),
    elementwise(np.radians, lambda x: 1.0 / HALF_TURN, cost=1),
    elementwise(np.rad2deg, lambda x: HALF_TURN, cost=1),
    elementwise(np.degrees, lambda x: HALF_TURN, cost=1),
    elementwise(
        np.nan_to_num,
        lambda x, nan=0.0, posinf=None, neginf=None: (np.isfinite(x),),
        "x, *, nan=0.0, posinf=None, neginf=None",
        result=lambda x, nan=0.0, posinf=None, neginf=None: results.same(x),
        cost=1,
        domain=(domains.real,),
        choice="0 where a number was put in",
    ),
    zero(np.sign, result=results.same),
    zero(np.floor, result=results.same),
    zero(np.ceil, result=results.same),
    zero(np.trunc, result=results.same),
    zero(np.rint, result=results.floating),
    zero(
        np.round,
        "a, decimals=0",
        names=("numpy.round", "numpy.around"),
        methods=("round",),
        result=rounded,
        domain=(domains.real,),
    ),
    zero(np.heaviside, "x1, x2", result=results.floating),
    elementwise(
        np.ldexp,
        lambda x1, x2: (np.ldexp(np.ones_like(x1), x2), None),
        "x1, x2",
        held=(1,),
        result=scaled_type,
        domain=(domains.real, domains.integers),
    ),
    elementwise(
        np.nextafter,
        lambda x1, x2: (1, None),
        "x1, x2",
        cost=1,
    ),
    zero(np.spacing, result=results.floating),
    zero(np.isnan, result=results.boolean),
    zero(np.isfinite, result=results.boolean),
    zero(np.isinf, result=results.boolean),
    zero(np.signbit, result=results.boolean),
)
