"""Exponentials, logarithms, roots, trigonometric and hyperbolic functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains
from srcgrad.primitives.conjugation import may_be_complex
from srcgrad.primitives.forms import elementwise

LN2 = 0.6931471805599453
LN10 = 2.302585092994046


def root_above_one(x: Any) -> Any:
    """Root of `x**2 - 1`, on the branch that the hyperbolic cosine's inverse has."""
    if may_be_complex(x):
        return np.sqrt(x - 1.0) * np.sqrt(x + 1.0)
    return np.sqrt(x * x - 1.0)


EXPONENTIALS = (
    elementwise(np.exp, lambda x, out: out),
    elementwise(np.exp2, lambda x, out: LN2 * out),
    elementwise(np.expm1, lambda x, out: out + 1.0),
    elementwise(np.log, lambda x: 1.0 / x, domain=(domains.positive,)),
    elementwise(np.log2, lambda x: 1.0 / (LN2 * x), domain=(domains.positive,)),
    elementwise(np.log10, lambda x: 1.0 / (LN10 * x), domain=(domains.positive,)),
    elementwise(np.log1p, lambda x: 1.0 / (1.0 + x), domain=(domains.positive,)),
    elementwise(np.sqrt, lambda x, out: 0.5 / out, domain=(domains.positive,)),
    elementwise(
        np.cbrt, lambda x, out: 1.0 / (3.0 * out * out), domain=(domains.positive,)
    ),
    elementwise(np.square, lambda x: 2.0 * x, cost=1),
    elementwise(np.sin, lambda x: np.cos(x)),
    elementwise(np.cos, lambda x: -np.sin(x)),
    elementwise(np.tan, lambda x, out: 1.0 + out * out, domain=(domains.unit,)),
    elementwise(
        np.arcsin, lambda x: 1.0 / np.sqrt(1.0 - x * x), domain=(domains.unit,)
    ),
    elementwise(
        np.arccos, lambda x: -1.0 / np.sqrt(1.0 - x * x), domain=(domains.unit,)
    ),
    elementwise(np.arctan, lambda x: 1.0 / (1.0 + x * x)),
    elementwise(np.sinh, lambda x: np.cosh(x)),
    elementwise(np.cosh, lambda x: np.sinh(x)),
    elementwise(np.tanh, lambda x, out: 1.0 - out * out),
    elementwise(np.arcsinh, lambda x: 1.0 / np.sqrt(1.0 + x * x)),
    elementwise(
        np.arccosh,
        lambda x: 1.0 / root_above_one(x),
        domain=(domains.above_one,),
    ),
    elementwise(np.arctanh, lambda x: 1.0 / (1.0 - x * x), domain=(domains.unit,)),
)
