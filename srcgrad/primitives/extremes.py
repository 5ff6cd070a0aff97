"""Extremes and order: maxima, positions of maxima, sorting, and picking by position.

All maxima go through `np.take_along_axis`, whose transpose puts a cotangent back where
it was taken from; so a tie goes to the element that `np.argmax` picks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import UNKNOWN, Numeric, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.forms import linear, tangent, zero
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.reductions import AXES, reduction
from srcgrad.primitives.results import known_rank

TIE = "a tie goes to the element that np.argmax picks"


def extreme_type(a: Any, axis: Any = None, keepdims: Any = False) -> Numeric:
    """Type of a maximum."""
    if isinstance(axis, tuple) and known_rank(a) is None and len(axis) > 1:
        if any(one < 0 for one in axis) != all(one < 0 for one in axis):
            raise Unsupported("axes of both signs need an array of known rank")
    return reduction(results.numeric(a).dtype, a, axis, keepdims)


def extreme_tangent(position: Any) -> Any:
    """Tangent of a maximum or a minimum: that of the element at the position."""

    def formula(a: Any, axis: Any, keepdims: Any, out: Any, da: Any) -> Any:
        if not results.is_literal((axis, keepdims)):
            # one axis, several or none: the first of equals in row-major order
            least = position is np.argmin
            first = invoke("helper.first_extreme", a, axis, least)
            return np.sum(np.where(first, da, 0.0), axis=axis, keepdims=keepdims)
        if axis is None:
            if known_rank(a) == 0:
                return da
            if known_rank(a) == 1 and not keepdims:
                return da[position(a)]
            taken = np.ravel(da)[position(a)]
            return np.reshape(taken, np.shape(out)) if keepdims else taken
        axes = axis if isinstance(axis, tuple) else (axis,)
        # the last axis first: then the first of equals in row-major order wins
        for one in sorted(axes, reverse=True):
            index = position(a, axis=one, keepdims=True)
            a = np.take_along_axis(a, index, one)
            da = np.take_along_axis(da, index, one)
        return da if keepdims else np.squeeze(da, axis)

    return formula


def position_type(a: Any, axis: Any = None, keepdims: Any = False) -> Numeric:
    """Type of `np.argmax`."""
    return reduction("int64", a, axis, keepdims)


def spread_type(a: Any, axis: Any = None, keepdims: Any = False) -> Numeric:
    """Type of `np.ptp`."""
    return extreme_type(a, axis, keepdims)


def spread_tangent(a: Any, axis: Any, keepdims: Any, out: Any, da: Any) -> Any:
    """Tangent of the maximum less that of the minimum."""
    high = extreme_tangent(np.argmax)(a, axis, keepdims, out, da)
    return high - extreme_tangent(np.argmin)(a, axis, keepdims, out, da)


def along_type(arr: Any, indices: Any, axis: Any = -1) -> Numeric:
    """Type of what is taken along an axis."""
    if type(axis) is not int:
        raise Unsupported("np.take_along_axis needs a literal axis")
    where = results.numeric(indices).shape
    known = results.numeric(arr).shape
    shape: Any = where if isinstance(where, tuple) else None
    if isinstance(known, frozenset) and known:
        # the place of an extreme: one element along the axis
        left = frozenset({results.left_of(known, axis, True)})
        shape = where if where == left else None
    if isinstance(known, tuple) and shape:
        shape = tuple(
            n if i == axis % len(known) else (n if n == m else None)
            for i, (n, m) in enumerate(zip(shape, known, strict=True))
        )
    return Numeric(results.numeric(arr).dtype, shape, True)


def take_type(a: Any, indices: Any, axis: Any = None) -> Numeric:
    """Type of `np.take`."""
    known, where = results.numeric(a), results.numeric(indices).shape
    if axis is None:
        return results.array(known.dtype, where)
    if not isinstance(known.shape, tuple) or not isinstance(where, tuple):
        return Numeric(known.dtype)
    if type(axis) is not int:
        return results.array(known.dtype, (None,) * (len(known.shape) - 1 + len(where)))
    at = axis % len(known.shape)
    return results.array(
        known.dtype, (*known.shape[:at], *where, *known.shape[at + 1 :])
    )


def order_type(a: Any, axis: Any = -1, kind: Any = None) -> Numeric:
    """Type of `np.argsort`."""
    shape = results.numeric(a).shape if axis is not None else (None,)
    return Numeric("int64", shape, True)


def sort_type(a: Any, axis: Any = -1, kind: Any = None) -> Numeric:
    """Type of `np.sort`."""
    shape = results.numeric(a).shape if axis is not None else (None,)
    return Numeric(results.numeric(a).dtype, shape, True)


def sort_tangent(a: Any, axis: Any, da: Any) -> Any:
    """Tangent of a sorted array: in the order of the values."""
    if axis is None:
        return np.ravel(da)[np.argsort(a, axis=None)]
    return np.take_along_axis(da, np.argsort(a, axis=axis), axis)


def search_type(a: Any, v: Any, side: Any = "left") -> Type:
    """Type of `np.searchsorted`."""
    return results.array("int64", results.numeric(v).shape)


def places_type(a: Any) -> Type:
    """Type of `np.flatnonzero`."""
    return Numeric("int64", (None,), True)


def positions_type(a: Any) -> Type:
    """Type of `np.nonzero`: an array of positions for each axis."""
    one = Numeric("int64", (None,), True)
    rank = known_rank(a)
    return UNKNOWN if rank is None else TupleOf((one,) * rank)


def unique_type(
    ar: Any,
    return_index: Any = False,
    return_inverse: Any = False,
    return_counts: Any = False,
) -> Type:
    """Type of `np.unique`: the values, and the positions that are asked for."""
    asked = (return_index, return_inverse, return_counts)
    if not results.is_literal(asked):
        raise Unsupported("np.unique needs literal options")
    values = Numeric(results.numeric(ar).dtype, (None,), True)
    places = Numeric("int64", (None,), True)
    inverse = Numeric("int64", None, True)
    kinds = (places, inverse, places)
    others = tuple(kind for kind, one in zip(kinds, asked, strict=True) if one)
    return TupleOf((values, *others)) if others else values


def unique_tangent(
    ar: Any,
    return_index: Any,
    return_inverse: Any,
    return_counts: Any,
    dar: Any,
) -> Any:
    """Tangent of the unique values: that of the first element with each value."""
    first: Any = np.unique(ar, True)[1]
    values = np.ravel(dar)[first]
    others = sum((return_index, return_inverse, return_counts))
    return (values, *(0.0,) * others) if others else values


EXTREME_CASES = (
    domains.case(domains.draw(4)),
    domains.case(domains.draw(3, 4)),
    domains.case(domains.draw(3, 4), 0),
    domains.case(domains.draw(3, 4), -1, True),
    domains.case(domains.draw(3, 4), None, True),
    domains.case(domains.draw(2, 3, 2, 3), (1, 3)),
    domains.case(domains.draw(2, 3, 4), (0, 1), True),
    domains.case(domains.draw()),
)
POSITION_CASES = (
    domains.case(domains.draw(4)),
    domains.case(domains.draw(3, 4)),
    domains.case(domains.draw(3, 4), 0),
    domains.case(domains.draw(3, 4), -1, True),
)


def extreme(function: Any, position: Any, names: tuple[str, ...]) -> Primitive:
    """Form of a maximum or a minimum."""
    return tangent(
        function,
        extreme_tangent(position),
        AXES,
        key=names[0],
        names=tuple(f"numpy.{name}" for name in names),
        methods=(names[0],),
        result=extreme_type,
        choice=TIE,
        domain=EXTREME_CASES,
    )


EXTREMES = (
    extreme(np.max, np.argmax, ("max", "amax")),
    extreme(np.min, np.argmin, ("min", "amin")),
    tangent(
        np.ptp,
        spread_tangent,
        AXES,
        result=spread_type,
        choice=TIE,
        domain=EXTREME_CASES[:5],
    ),
    *(
        zero(
            function,
            "a, axis=None, *, keepdims=False",
            result=position_type,
            methods=(function.__name__,),
            domain=POSITION_CASES,
        )
        for function in (np.argmax, np.argmin)
    ),
    linear(
        np.take_along_axis,
        lambda c, arr, indices, axis=-1: invoke(
            "helper.put_along", c, arr, indices, axis
        ),
        "arr, indices, axis=-1",
        result=along_type,
        domain=(
            domains.case(domains.draw(3, 4), domains.index(4, 3, 2), 1),
            domains.case(domains.draw(3, 4), domains.index(3, 1, 4), 0),
            domains.case(domains.draw(4), domains.index(4, 6)),
        ),
    ),
    linear(
        np.take,
        lambda c, a, indices, axis=None: invoke(
            "helper.put_taken", c, a, indices, axis
        ),
        "a, indices, axis=None",
        result=take_type,
        methods=("take",),
        domain=(
            domains.case(domains.draw(4), domains.index(4, 6)),
            domains.case(domains.draw(3, 4), domains.index(12, 5)),
            domains.case(domains.draw(3, 4), domains.index(4, 2, 3), 1),
            domains.case(domains.draw(3, 4), domains.index(3, 2), -2),
        ),
    ),
    tangent(
        np.sort,
        sort_tangent,
        "a, axis=-1, kind=None",
        cost=20,
        result=sort_type,
        choice="equal elements in the order that np.argsort gives them",
        domain=(
            domains.case(domains.draw(5)),
            domains.case(domains.draw(3, 4), 0),
            domains.case(domains.draw(3, 4), None),
        ),
    ),
    zero(
        np.argsort,
        "a, axis=-1, kind=None",
        cost=20,
        result=order_type,
        methods=("argsort",),
        domain=(domains.case(domains.draw(5)), domains.case(domains.draw(3, 4), 0)),
    ),
    zero(
        np.searchsorted,
        "a, v, side='left'",
        result=search_type,
        domain=(
            domains.case(domains.draw(5), domains.draw()),
            domains.case(domains.draw(5), domains.draw(2, 3), "right"),
        ),
    ),
    zero(
        np.flatnonzero,
        "a",
        result=places_type,
        domain=(domains.case(domains.mask(5)), domains.case(domains.mask(2, 3))),
    ),
    zero(
        np.argwhere,
        "a",
        result=lambda a: Numeric("int64", (None, known_rank(a)), True),
        domain=(domains.case(domains.mask(5)), domains.case(domains.mask(2, 3))),
    ),
    zero(
        np.nonzero,
        "a",
        result=positions_type,
        domain=(domains.case(domains.mask(5)), domains.case(domains.mask(2, 3))),
    ),
    tangent(
        np.unique,
        unique_tangent,
        "ar, return_index=False, return_inverse=False, return_counts=False",
        result=unique_type,
        choice="that of the first of equal elements",
        domain=(
            domains.case(domains.draw(5)),
            domains.case(domains.draw(2, 3)),
        ),
    ),
)
