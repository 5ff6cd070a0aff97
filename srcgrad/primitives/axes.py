"""An array and its axes -> parts along one axis, and several axes made one."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import results
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.formula import apply


def along(part: Any, axis: int) -> Any:
    """Subscript that takes a part along one axis, whatever the rank."""
    if axis >= 0:
        return (*(slice(None),) * axis, part)
    return (Ellipsis, part, *(slice(None),) * (-axis - 1))


def extent(a: Any, axis: int) -> Any:
    """Extent of an array along an axis: a number where known."""
    shape = results.shape_of(a)
    if isinstance(shape, tuple):
        known = shape[axis]
        if isinstance(known, int):
            return known
    return np.shape(a)[axis]


def elements(a: Any) -> Any:
    """Count of the elements of an array: a number where known."""
    known = results.total(results.shape_of(a))
    return np.size(a) if known is None else known


def rank_of(a: Any, name: str) -> int:
    """Rank of an array, which the rule of `name` has to know."""
    rank = results.known_rank(a)
    if rank is None:
        raise Unsupported(f"{name} needs an array of known rank: give its type")
    return rank


def literal_axis(axis: Any, name: str) -> int:
    """One axis, which the rule of `name` has to know."""
    if type(axis) is not int:
        raise Unsupported(f"{name} needs a literal axis")
    return axis


def as_one(a: Any, axis: Any, name: str) -> tuple[Any, int]:
    """Give the array whose one axis holds the elements of all `axis`, and that axis."""
    if axis is None:
        return (a if results.known_rank(a) == 1 else np.ravel(a)), 0
    if not isinstance(axis, tuple):
        return a, literal_axis(axis, name)
    rank = rank_of(a, name)
    first = tuple(range(len(axis)))
    moved = np.moveaxis(a, axis, first)
    rest = tuple(extent(moved, k) for k in range(len(axis), rank))
    return np.reshape(moved, (-1, *rest)), 0


def kept(value: Any, a: Any, axis: Any, keepdims: Any, name: str) -> Any:
    """Give back the axes that a reduction has taken away, of extent 1, if asked to."""
    if keepdims is False:
        return value
    if keepdims is not True:
        raise Unsupported(f"{name} needs a literal `keepdims`")
    if axis is None:
        return np.reshape(value, (1,) * rank_of(a, name))
    return np.expand_dims(value, axis)


def by_name(operation: str, *arguments: Any) -> Any:
    """Apply an operation symbolically, though all of its arguments may be literals."""
    return apply(operation, *arguments)
