"""Reductions: sums, means."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Dimension, Numeric, Shape
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import extent
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import linear
from srcgrad.primitives.formula import Formula, invoke

AXES = "a, axis=None, *, keepdims=False"


def reduced(shape: Shape, axis: Any, keepdims: Any) -> Shape:
    """Shape that is left of a reduction."""
    if axis is None and keepdims is False:
        return ()
    if not isinstance(shape, tuple):
        if shape == frozenset():
            return shape
        named = results.is_literal((axis, keepdims)) or (
            keepdims is True and results.is_named(axis)
        )
        if shape is None or not named:
            return None
        return frozenset({results.left_of(shape, axis, keepdims)})
    if isinstance(axis, Formula) or isinstance(keepdims, Formula):
        return None
    rank = len(shape)
    if axis is None:
        gone = set(range(rank))
    else:
        several = axis if isinstance(axis, tuple) else (axis,)
        if any(isinstance(one, Formula) for one in several):
            if keepdims:
                return (None,) * rank
            return (None,) * (rank - len(several))
        for one in several:
            if not -rank <= one < rank:
                raise Unsupported(
                    f"axis {one} is out of range for an array of rank {rank}"
                )
        gone = {one % rank for one in several}
    kept: list[Dimension] = []
    for position, size in enumerate(shape):
        if position not in gone:
            kept.append(size)
        elif keepdims:
            kept.append(1)
    return tuple(kept)


def reduction(dtype: str | None, a: Any, axis: Any, keepdims: Any) -> Numeric:
    """Type of a reduction with a dtype."""
    return results.array(dtype, reduced(results.numeric(a).shape, axis, keepdims))


def sum_type(a: Any, axis: Any = None, keepdims: Any = False) -> Numeric:
    """Type of a sum: small integers and booleans are added as int64."""
    dtype = results.numeric(a).dtype
    if dtype is not None and dtype.startswith(("int", "bool")):
        dtype = "int64"
    elif dtype is not None and dtype.startswith("uint"):
        dtype = "uint64"
    return reduction(dtype, a, axis, keepdims)


def mean_type(a: Any, axis: Any = None, keepdims: Any = False) -> Numeric:
    """Type of a mean: integers give float64."""
    dtype = results.numeric(a).dtype
    if dtype is not None and not dtype.startswith(("float", "complex")):
        dtype = "float64"
    return reduction(dtype, a, axis, keepdims)


def spread(c: Any, a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """Give each summed element the cotangent of its sum."""
    if keepdims is not True and not results.is_literal((axis, keepdims)):
        return invoke("helper.expand", c, a, axis, keepdims)
    if results.known_rank(a) == 0:
        return c
    if axis is not None and not keepdims:
        c = np.expand_dims(c, axis)
    return np.broadcast_to(c, np.shape(a))


def share(c: Any, a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """Give each element its part of the cotangent of its mean."""
    if results.known_rank(a) == 0:
        return c
    if not results.is_literal(axis):
        # one axis, several or none: what is left of the elements tells how many went in
        return spread(c * (np.size(c) / np.size(a)), a, axis, keepdims)
    return spread(c / count(a, axis), a, axis, keepdims)


def count(a: Any, axis: Any) -> Any:
    """How many elements go into each result, along a literal axis."""
    if not results.is_literal(axis):
        raise Unsupported("a mean without some elements needs a literal axis")
    shape = results.shape_of(a)
    if axis is None:
        if isinstance(shape, tuple) and all(isinstance(n, int) for n in shape):
            return int(np.prod(shape))  # type: ignore[arg-type]
        return np.size(a)
    if isinstance(axis, tuple):
        return product([extent(a, one) for one in axis])
    return extent(a, axis)


def product(factors: list[Any]) -> Any:
    """Multiply numbers and Formulas."""
    total = factors[0]
    for factor in factors[1:]:
        total = total * factor
    return total


SUM_CASES = (
    domains.case(domains.draw(3)),
    domains.case(domains.draw(3, 4)),
    domains.case(domains.draw(3, 4), 0),
    domains.case(domains.draw(3, 4), -1, True),
    domains.case(domains.draw(3, 4, 2), (0, 2)),
    domains.case(domains.draw(3, 4, 2), None, True),
    domains.case(domains.draw()),
)

REDUCTIONS = (
    linear(
        np.sum,
        spread,
        AXES,
        result=sum_type,
        cost=4,
        methods=("sum",),
        domain=SUM_CASES,
    ),
    linear(
        np.mean,
        share,
        AXES,
        result=mean_type,
        cost=4,
        methods=("mean",),
        domain=SUM_CASES,
    ),
)
