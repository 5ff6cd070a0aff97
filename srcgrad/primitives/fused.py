"""Compositions whose own chain rule overflows -> the rule that is put in its place.

    np.log(1 + np.exp(x))    d / dx = 1 / (1 + np.exp(-x)), which is 1 at 800

The value stays what the source computes, which is infinite there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.expressions import Apply, Constant, Expression
from srcgrad.primitives import domains
from srcgrad.primitives.forms import elementwise


def softplus(x: Any) -> Any:
    """Logarithm of 1 and an exponential."""
    return np.logaddexp(0.0, x)


def fused(expression: Apply) -> Apply | None:
    """Return the operation that an expression is, with its operand, None if it is none."""
    match expression:
        case Apply("log", (Apply("add", (one, Apply("exp", (x,)))),)) if _is_one(one):
            return Apply("fused.softplus", (x,))
        case Apply("log", (Apply("add", (Apply("exp", (x,)), one)),)) if _is_one(one):
            return Apply("fused.softplus", (x,))
        case Apply("log1p", (Apply("exp", (x,)),)):
            return Apply("fused.softplus", (x,))
    return None


def _is_one(expression: Expression) -> bool:
    return isinstance(expression, Constant) and expression.value == 1


FUSED = (
    elementwise(
        softplus,
        lambda x: 1.0 / (1.0 + np.exp(-x)),
        key="fused.softplus",
        names=(),
        spelling="np.log1p",
        domain=(domains.real,),
    ),
)
