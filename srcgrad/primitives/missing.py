"""Reductions and scans that leave NaN out: sums, means, products, extremes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains
from srcgrad.primitives.conjugation import may_be_complex, real_dtype, real_product
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.extremes import (
    TIE,
    extreme_tangent,
    extreme_type,
    position_type,
)
from srcgrad.primitives.forms import defined, tangent, zero
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.quantiles import with_gaps
from srcgrad.primitives.reductions import AXES, mean_type

LEFT_OUT = "0 to the elements that are NaN"


def filled(a: Any, value: float) -> Any:
    """Put a number where there is none."""
    return np.where(np.isnan(a), value, a)


def counted(a: Any, axis: Any, keepdims: Any) -> Any:
    """How many elements are numbers."""
    found = np.sum(np.logical_not(np.isnan(a)), axis=axis, keepdims=keepdims)
    return invoke("astype", found, (np.real(a) if may_be_complex(a) else a).dtype)


def mean(a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """Mean of the numbers."""
    total = np.sum(filled(a, 0.0), axis=axis, keepdims=keepdims)
    return total / counted(a, axis, keepdims)


def centred(a: Any, axis: Any) -> Any:
    """Distance of each number from their mean, 0 for what is none."""
    return np.where(np.isnan(a), 0.0, a - mean(a, axis, True))


def variance_type(
    a: Any, axis: Any = None, ddof: Any = 0, keepdims: Any = False
) -> Numeric:
    """Type of a variance: that of a mean, and real."""
    found = mean_type(a, axis, keepdims)
    return replace(found, dtype=real_dtype(found.dtype))


def variance_tangent(a: Any, axis: Any, ddof: Any, keepdims: Any, da: Any) -> Any:
    """Tangent of a variance; the mean's own tangent drops out."""
    total = np.sum(
        real_product(centred(a, axis), filled_like(a, da)), axis=axis, keepdims=keepdims
    )
    return 2.0 * total / (counted(a, axis, keepdims) - ddof)


def deviation_tangent(
    a: Any, axis: Any, ddof: Any, keepdims: Any, out: Any, da: Any
) -> Any:
    """Tangent of a standard deviation."""
    total = np.sum(
        real_product(centred(a, axis), filled_like(a, da)), axis=axis, keepdims=keepdims
    )
    return total / ((counted(a, axis, keepdims) - ddof) * (out + (out == 0)))


def filled_like(a: Any, da: Any) -> Any:
    """Take the tangents of the numbers only."""
    return np.where(np.isnan(a), 0.0, da)


CASES = (
    domains.case(with_gaps(4)),
    domains.case(with_gaps(3, 4)),
    domains.case(with_gaps(3, 4), 1),
    domains.case(domains.draw(3, 4), 0),
    domains.case(with_gaps(3, 4), -1, True),
    domains.case(with_gaps(3, 4, 2), (0, 1)),
)
SCANS = (
    domains.case(with_gaps(4)),
    domains.case(with_gaps(2, 3)),
    domains.case(with_gaps(2, 3), 0),
    domains.case(with_gaps(2, 3), -1),
)


def reduction(function: Any, definition: Any) -> Primitive:
    """Form of a reduction of what is not NaN."""
    return defined(function, definition, AXES, choice=LEFT_OUT, domain=CASES)


def spread(function: Any, formula: Any) -> Primitive:
    """Form of a variance or a deviation of what is not NaN."""
    return tangent(
        function,
        formula,
        "a, axis=None, *, ddof=0, keepdims=False",
        result=variance_type,
        choice=f"{LEFT_OUT}; 0 where all the others are equal",
        domain=(
            domains.case(with_gaps(5)),
            domains.case(with_gaps(3, 4), 1),
            domains.case(with_gaps(3, 4), -1, 1),
            domains.case(with_gaps(3, 4), None, 1, True),
        ),
    )


MISSING = (
    reduction(
        np.nansum,
        lambda a, axis=None, keepdims=False: np.sum(
            filled(a, 0.0), axis=axis, keepdims=keepdims
        ),
    ),
    reduction(
        np.nanprod,
        lambda a, axis=None, keepdims=False: np.prod(
            filled(a, 1.0), axis=axis, keepdims=keepdims
        ),
    ),
    reduction(np.nanmean, mean),
    spread(np.nanvar, variance_tangent),
    spread(np.nanstd, deviation_tangent),
    *(
        tangent(
            function,
            extreme_tangent(position),
            AXES,
            result=extreme_type,
            choice=TIE,
            domain=(*CASES[:5], domains.case(domains.draw(2, 3, 4), (0, 1))),
        )
        for function, position in (
            (np.nanmax, np.nanargmax),
            (np.nanmin, np.nanargmin),
        )
    ),
    *(
        zero(
            function,
            AXES,
            result=position_type,
            domain=CASES[:5],
        )
        for function in (np.nanargmax, np.nanargmin)
    ),
    defined(
        np.nancumsum,
        lambda a, axis=None: np.cumsum(filled(a, 0.0), axis=axis),
        "a, axis=None",
        choice=LEFT_OUT,
        domain=SCANS,
    ),
    defined(
        np.nancumprod,
        lambda a, axis=None: np.cumprod(filled(a, 1.0), axis=axis),
        "a, axis=None",
        choice=LEFT_OUT,
        domain=SCANS,
    ),
)
