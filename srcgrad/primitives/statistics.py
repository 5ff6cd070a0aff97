"""Products, variances, means with weights, and tests of all elements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import real_dtype, real_product
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import tangent, zero
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.reductions import (
    AXES,
    SUM_CASES,
    mean_type,
    reduction,
    sum_type,
)


def variance_type(
    a: Any, axis: Any = None, ddof: Any = 0, keepdims: Any = False
) -> Numeric:
    """Type of a variance: that of a mean, and real."""
    found = mean_type(a, axis, keepdims)
    return replace(found, dtype=real_dtype(found.dtype))


def variance_tangent(
    a: Any, axis: Any, ddof: Any, keepdims: Any, out: Any, da: Any
) -> Any:
    """Tangent of a variance; the mean's own tangent drops out."""
    centred = a - np.mean(a, axis=axis, keepdims=True)
    if type(ddof) is int and ddof == 0:
        return 2.0 * np.mean(real_product(centred, da), axis=axis, keepdims=keepdims)
    count = np.size(a) / np.size(out) - ddof
    return 2.0 * np.sum(real_product(centred, da), axis=axis, keepdims=keepdims) / count


def deviation_tangent(
    a: Any, axis: Any, ddof: Any, keepdims: Any, out: Any, da: Any
) -> Any:
    """Tangent of a standard deviation."""
    centred = a - np.mean(a, axis=axis, keepdims=True)
    scale = out + (out == 0)
    if type(ddof) is int and ddof == 0:
        return np.mean(real_product(centred, da), axis=axis, keepdims=keepdims) / scale
    count = np.size(a) / np.size(out) - ddof
    return np.sum(real_product(centred, da), axis=axis, keepdims=keepdims) / (
        count * scale
    )


def average_type(a: Any, axis: Any = None, weights: Any = None) -> Numeric:
    """Type of a mean with weights."""
    if weights is None:
        return mean_type(a, axis)
    ranks = results.known_rank(a), results.known_rank(weights)
    if None in ranks or ranks[0] != ranks[1]:
        raise Unsupported("np.average needs weights that are known to have a's rank")
    found = mean_type(a, axis)
    both = results.float_dtype(results.promote(found, results.numeric(weights)))
    return Numeric(both, found.shape, found.mutable)


def average_tangent(
    a: Any, axis: Any, weights: Any, out: Any, da: Any, dweights: Any
) -> Any:
    """Tangent of a mean with weights."""
    if weights is None:
        return np.mean(da, axis=axis)
    if da is not None:
        return np.sum(da * weights, axis=axis) / np.sum(weights, axis=axis)
    mean = out if axis is None else np.expand_dims(out, axis)
    return np.sum((a - mean) * dweights, axis=axis) / np.sum(weights, axis=axis)


def truth_type(a: Any, axis: Any = None, keepdims: Any = False) -> Type:
    """Type of `np.any` and `np.all`."""
    return reduction("bool", a, axis, keepdims)


def tally_type(a: Any, axis: Any = None, keepdims: Any = False) -> Type:
    """Type of `np.count_nonzero`."""
    return reduction("int64", a, axis, keepdims)


SPREADS = (
    domains.case(domains.draw(4)),
    domains.case(domains.draw(3, 4), 0),
    domains.case(domains.draw(3, 4), -1, 1),
    domains.case(domains.draw(3, 4, 2), (0, 2), 0, True),
    domains.case(domains.draw(3, 4), None, 1, True),
)

STATISTICS = (
    tangent(
        np.prod,
        lambda a, axis, keepdims, da: np.sum(
            invoke("helper.product_of_others", a, axis) * da,
            axis=axis,
            keepdims=keepdims,
        ),
        AXES,
        result=sum_type,
        methods=("prod",),
        domain=SUM_CASES,
    ),
    tangent(
        np.var,
        variance_tangent,
        "a, axis=None, *, ddof=0, keepdims=False",
        result=variance_type,
        methods=("var",),
        domain=SPREADS,
    ),
    tangent(
        np.std,
        deviation_tangent,
        "a, axis=None, *, ddof=0, keepdims=False",
        result=variance_type,
        methods=("std",),
        choice="0 where all elements are equal",
        domain=SPREADS,
    ),
    tangent(
        np.average,
        average_tangent,
        "a, axis=None, weights=None",
        positions=(0, 2),
        result=average_type,
        domain=(
            domains.case(domains.draw(3, 4), 1),
            domains.case(domains.draw(4), None, domains.draw(4)),
            domains.case(domains.draw(3, 4), 1, domains.draw(3, 4)),
        ),
    ),
    zero(np.any, AXES, result=truth_type, methods=("any",), domain=SUM_CASES),
    zero(np.all, AXES, result=truth_type, methods=("all",), domain=SUM_CASES),
    zero(np.count_nonzero, AXES, result=tally_type, domain=SUM_CASES),
    zero(
        np.isclose,
        "a, b, rtol=1e-05, atol=1e-08, equal_nan=False",
        result=lambda a, b, *_: results.boolean(a, b),
        domain=(domains.normal((3,), (3,)), domains.normal((2, 3), ())),
    ),
    zero(
        np.allclose,
        "a, b, rtol=1e-05, atol=1e-08, equal_nan=False",
        result=results.flag,
        domain=(domains.normal((3,), (3,)),),
    ),
    zero(
        np.array_equal,
        "a1, a2",
        result=results.flag,
        domain=(domains.normal((3,), (3,)),),
    ),
    zero(
        np.isscalar,
        "element",
        result=results.flag,
        domain=(domains.normal((3,)),),
    ),
)
