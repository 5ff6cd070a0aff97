"""Operators: arithmetic, comparisons, logic."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.forms import elementwise, zero


def power_partials(x: Any, y: Any, out: Any) -> tuple[Any, Any]:
    """Give the partials of `x**y`; an exponent of 0 and a base of 0 give 0."""
    base: Any
    if not isinstance(y, (int, float)):
        base = y * x ** (y - 1 + (y == 0))
    elif y == 0:
        base = None
    elif y == 1:
        base = 1
    elif y == 2:
        base = 2 * x if type(y) is int else 2.0 * x
    elif y == 0.5:
        base = 0.5 / out
    elif y == -1:
        base = -(x**-2)
    else:
        base = y * x ** (y - 1)
    if isinstance(x, (int, float)):
        # a Python number, so that single precision stays what it is
        return base, out * math.log(x) if x > 0 else None if x == 0 else out * math.nan
    return base, out * np.log(x + (x == 0))


def compare(function: Any, spelling: str) -> Primitive:
    """Form of a comparison."""
    return zero(
        function,
        "x, y",
        result=results.boolean,
        spelling=spelling,
        names=names(function),
    )


def names(function: Any) -> tuple[str, ...]:
    """Names in a source of a ufunc that has an operator."""
    return (f"numpy.{function.__name__}",)


ARITHMETIC = (
    elementwise(
        np.add,
        lambda x, y: (1, 1),
        "x, y",
        result=results.operator,
        cost=1,
        spelling="+",
    ),
    elementwise(
        np.subtract,
        lambda x, y: (1, -1),
        "x, y",
        result=results.operator,
        cost=1,
        spelling="-",
    ),
    elementwise(
        np.multiply,
        lambda x, y: (y, x),
        "x, y",
        result=results.operator,
        cost=1,
        spelling="*",
    ),
    elementwise(
        np.divide,
        lambda x, y, out: (1.0 / y, -out / y),
        "x, y",
        result=results.division,
        cost=1,
        spelling="/",
        names=("numpy.divide", "numpy.true_divide"),
        domain=(domains.real, domains.positive),
    ),
    elementwise(
        np.power,
        power_partials,
        "x, y",
        result=results.power,
        spelling="**",
        domain=(domains.positive, domains.real),
        choice="0 for the base where the exponent is 0; 0 for the exponent at base 0",
    ),
    elementwise(
        np.negative, lambda x: -1, result=results.operator, cost=1, spelling="-"
    ),
    elementwise(
        np.positive, lambda x: 1, result=results.operator, cost=1, spelling="+"
    ),
    zero(
        np.floor_divide,
        "x, y",
        result=results.operator,
        spelling="//",
        domain=(domains.real, domains.positive),
    ),
    elementwise(
        np.mod,
        lambda x, y: (1, -(x // y)),
        "x, y",
        key="mod",
        result=results.operator,
        cost=1,
        spelling="%",
        names=("numpy.mod", "numpy.remainder"),
        domain=(domains.real, domains.positive),
        choice="1 for the dividend at the jumps too",
    ),
    compare(np.less, "<"),
    compare(np.less_equal, "<="),
    compare(np.greater, ">"),
    compare(np.greater_equal, ">="),
    compare(np.equal, "=="),
    compare(np.not_equal, "!="),
    *(
        zero(
            function,
            "x, y",
            result=results.operator,
            spelling=spelling,
            domain=(domain, domain),
        )
        for function, spelling, domain in (
            (np.bitwise_and, "&", domains.booleans),
            (np.bitwise_or, "|", domains.booleans),
            (np.bitwise_xor, "^", domains.booleans),
            (np.left_shift, "<<", domains.integers),
            (np.right_shift, ">>", domains.integers),
        )
    ),
    zero(np.invert, result=results.operator, spelling="~", domain=(domains.booleans,)),
    zero(np.logical_and, "x, y", result=results.boolean),
    zero(np.logical_or, "x, y", result=results.boolean),
    zero(np.logical_xor, "x, y", result=results.boolean),
    zero(np.logical_not, result=results.boolean),
    zero(
        operator.not_,
        key="not",
        names=(),
        spelling="not",
        result=results.flag,
        domain=(domains.scalar(domains.real),),
    ),
)
