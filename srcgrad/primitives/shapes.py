"""Shapes: what asks for one, and what gives an array another one."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import (
    INTEGER,
    Dimension,
    Numeric,
    Passive,
    Shape,
    ShapeOf,
    Type,
)
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import along
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import linear, zero
from srcgrad.primitives.results import known_rank, numeric


def of_shape(x: Any, shape: Shape) -> Numeric:
    """Type of an ndarray with the dtype of another."""
    mutable = True if not isinstance(shape, frozenset) or not shape else None
    known = numeric(x)
    return Numeric(known.dtype, shape, mutable, sparse=known.sparse)


def reshape_type(a: Any, shape: Any) -> Numeric:
    """Type of a reshaped array: -1 is what is left over."""
    known = results.extents(shape)
    if isinstance(known, tuple) and -1 in known:
        old = numeric(a).shape
        elements, rest = (
            results.total(old),
            results.total(tuple(n for n in known if n != -1)),
        )
        left: Dimension = None
        if len(known) == 1 and isinstance(old, frozenset) and old:
            left = f"size({results.name_of(old)})"
        elif isinstance(old, tuple) and len(old) == 1 and len(known) == 1:
            left = old[0]
        elif elements is not None and rest:
            left = elements // rest
        known = tuple(left if n == -1 else n for n in known)
    return of_shape(a, known)


def transpose_type(a: Any, axes: Any = None) -> Numeric:
    """Type of a transposed array."""
    shape = numeric(a).shape
    if isinstance(axes, tuple) and results.is_literal(axes):
        if isinstance(shape, tuple):
            if len(axes) != len(shape):
                raise Unsupported(
                    f"axes {axes} do not fit an array of rank {len(shape)}"
                )
            return of_shape(a, tuple(shape[axis] for axis in axes))
        return of_shape(a, (None,) * len(axes))
    if isinstance(shape, tuple):
        return of_shape(a, shape[::-1] if axes is None else (None,) * len(shape))
    if axes is None and shape:
        names = "*".join(sorted(shape))
        return of_shape(
            a, frozenset({names[:-2] if names[-2:] == ".T" else f"{names}.T"})
        )
    return of_shape(a, None)


def transpose_back(c: Any, a: Any, axes: Any = None) -> Any:
    """Undo a permutation of axes."""
    if axes is None:
        return c.T if known_rank(a) != 1 else c
    if results.is_literal(axes):
        return np.transpose(c, tuple(int(i) for i in np.argsort(axes)))
    return np.transpose(c, np.argsort(axes))


def swapaxes_type(a: Any, axis1: Any, axis2: Any) -> Numeric:
    """Type with two axes exchanged."""
    shape = numeric(a).shape
    if not isinstance(shape, tuple):
        return of_shape(a, None)
    if not results.is_literal((axis1, axis2)):
        return of_shape(a, (None,) * len(shape))
    swapped = list(shape)
    swapped[axis1], swapped[axis2] = swapped[axis2], swapped[axis1]
    return of_shape(a, tuple(swapped))


def ravel_type(a: Any) -> Numeric:
    """Type of all elements in a row."""
    return reshape_type(a, -1)


def expand_dims_type(a: Any, axis: Any) -> Numeric:
    """Type with new axes of extent 1."""
    shape = numeric(a).shape
    if shape == frozenset():
        shape = ()
    if not isinstance(shape, tuple) or not results.is_literal(axis):
        if isinstance(shape, frozenset) and len(shape) == 1:
            # undoes the reduction that the shape is left of
            (name,) = shape
            before, slash, reduced = name.rpartition("/")
            which = axis if isinstance(axis, tuple) else (axis,)
            if slash and reduced == ",".join(map(str, which)):
                return Numeric(
                    numeric(a).dtype, frozenset({f"{before}~{reduced}"}), True
                )
        return Numeric(numeric(a).dtype, None, True)
    axes = axis if isinstance(axis, tuple) else (axis,)
    rank = len(shape) + len(axes)
    new = {one % rank for one in axes}
    rest = iter(shape)
    return of_shape(a, tuple(1 if i in new else next(rest) for i in range(rank)))


def expand_dims_back(c: Any, a: Any, axis: Any) -> Any:
    """Take the new axes away."""
    return c[along(0, axis)] if type(axis) is int else np.reshape(c, np.shape(a))


def broadcast_type(x: Any, shape: Any) -> Numeric:
    """Type of an array spread over a shape."""
    known = results.extents(shape)
    return Numeric(numeric(x).dtype, known, True)


def shape_type(x: Any) -> Type:
    """Type of `x.shape`."""
    return ShapeOf(numeric(x).shape)


def result_dtype(a: Any, b: Any = None) -> Type:
    """Type of `np.result_type(a)`, or of `np.result_type(a, 1.0)`."""
    return dtype_type(a) if b is None else Passive("dtype")


def dtype_type(a: Any) -> Type:
    """Type of `a.dtype`, which says the dtype where it is known."""
    known = numeric(a).dtype
    return Passive(f"dtype {known}" if known else "dtype")


def size_type(x: Any, axis: Any = None) -> Type:
    """Type of a number of elements."""
    return INTEGER


SHAPES = (
    zero(
        np.shape,
        "a",
        key="np.shape",
        names=("numpy.shape",),
        spelling="np.shape",
        result=shape_type,
        cost=0,
    ),
    zero(
        np.size,
        "a, axis=None",
        key="np.size",
        names=("numpy.size",),
        spelling="np.size",
        result=size_type,
        cost=0,
        domain=(domains.real,),
    ),
    zero(
        np.ndim,
        "a",
        key="np.ndim",
        names=("numpy.ndim",),
        spelling="np.ndim",
        result=size_type,
        cost=0,
    ),
    zero(
        np.result_type,
        "a, b=None",
        key="result_type",
        result=result_dtype,
        cost=0,
    ),
    zero(
        np.shape,
        "a",
        key="shape",
        names=("ndarray.shape",),
        spelling=".shape",
        result=shape_type,
        cost=0,
    ),
    zero(
        np.size,
        "a",
        key="size",
        names=("ndarray.size",),
        spelling=".size",
        result=size_type,
        cost=0,
    ),
    zero(
        np.ndim,
        "a",
        key="ndim",
        names=("ndarray.ndim",),
        spelling=".ndim",
        result=size_type,
        cost=0,
    ),
    zero(
        np.result_type,
        "a",
        key="dtype",
        names=("ndarray.dtype",),
        spelling=".dtype",
        result=dtype_type,
        cost=0,
    ),
    zero(
        len,
        "a",
        names=("builtins.len",),
        spelling="len",
        result=size_type,
        cost=0,
        domain=(domains.vector(domains.real),),
    ),
    linear(
        np.reshape,
        lambda c, a, shape: np.reshape(c, np.shape(a)),
        "a, shape",
        result=reshape_type,
        methods=("reshape",),
        view=True,
        cost=0,
        domain=(
            domains.case(domains.draw(2, 6), (3, 4)),
            domains.case(domains.draw(2, 6), -1),
            domains.case(domains.draw(2, 6), (2, -1, 2)),
        ),
    ),
    linear(
        np.transpose,
        transpose_back,
        "a, axes=None",
        result=transpose_type,
        names=("numpy.transpose", "ndarray.T"),
        methods=("transpose",),
        view=True,
        cost=0,
        domain=(
            domains.case(domains.draw(3)),
            domains.case(domains.draw(2, 3)),
            domains.case(domains.draw(2, 3, 4)),
            domains.case(domains.draw(2, 3, 4), (1, 2, 0)),
        ),
    ),
    linear(
        np.expand_dims,
        expand_dims_back,
        "a, axis",
        result=expand_dims_type,
        view=True,
        cost=0,
        domain=(
            domains.case(domains.draw(3), 0),
            domains.case(domains.draw(3, 2), -1),
            domains.case(domains.draw(3, 2), (0, 2)),
        ),
    ),
    linear(
        np.broadcast_to,
        lambda c, array, shape: c,
        "array, shape",
        result=broadcast_type,
        broadcasts=True,
        view=True,
        cost=0,
        domain=(
            domains.case(domains.draw(3), (2, 3)),
            domains.case(domains.draw(2, 1), (2, 3)),
        ),
    ),
    linear(
        np.swapaxes,
        lambda c, a, axis1, axis2: np.swapaxes(c, axis1, axis2),
        "a, axis1, axis2",
        result=swapaxes_type,
        methods=("swapaxes",),
        view=True,
        cost=0,
        domain=(
            domains.case(domains.draw(2, 3), 0, 1),
            domains.case(domains.draw(2, 3, 4), -1, -2),
        ),
    ),
    linear(
        np.ravel,
        lambda c, a: np.reshape(c, np.shape(a)),
        "a",
        result=ravel_type,
        methods=("ravel",),
        view=True,
        cost=0,
        domain=(domains.case(domains.draw(2, 3)), domains.case(domains.draw(3))),
    ),
    linear(
        np.copy,
        lambda c, a: c,
        "a",
        result=lambda a: of_shape(a, numeric(a).shape),
        names=("numpy.copy",),
        methods=("copy",),
        domain=(domains.case(domains.draw(3)), domains.case(domains.draw(3, 2))),
    ),
)
