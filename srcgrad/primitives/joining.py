"""Arrays put together from several."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from srcgrad.ir.types import Dimension, ListOf, Numeric, Shape, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import along
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import linear
from srcgrad.primitives.formula import invoke, type_of
from srcgrad.primitives.results import known_rank, numeric, shape_of


def parts_of(arrays: Any) -> list[Numeric] | None:
    """Types of the arrays to be joined; None where their number is unknown."""
    if isinstance(arrays, (tuple, list)):
        return [numeric(part) for part in arrays]
    match type_of(arrays):
        case TupleOf(items):
            return [results.as_array(item) for item in items]
    return None


def dtype_of(arrays: Any) -> str | None:
    """Return the dtype of joined arrays."""
    parts = parts_of(arrays)
    if parts is not None:
        strong = [Numeric(part.dtype) for part in parts]
        return results.promote(*strong)
    match type_of(arrays):
        case ListOf(item):
            return results.as_array(item).dtype
        case Numeric(dtype):
            return dtype
    return None


def joined(shapes: list[Shape], axis: int) -> Shape:
    """Shape of arrays joined along an axis."""
    rank = 0
    for shape in shapes:
        if not isinstance(shape, tuple):
            return None
        rank = len(shape)
    dims: list[Dimension] = []
    for position in range(rank):
        column = [shape[position] for shape in shapes if isinstance(shape, tuple)]
        if position == axis % rank:
            sizes = [n for n in column if isinstance(n, int)]
            dims.append(sum(sizes) if len(sizes) == len(column) else None)
        else:
            known = [n for n in column if n is not None]
            dims.append(known[0] if known else None)
    return tuple(dims)


def concatenate_type(arrays: Any, axis: Any = 0) -> Numeric:
    """Type of joined arrays."""
    if axis is not None and type(axis) is not int:
        raise Unsupported("np.concatenate needs a literal axis")
    parts = parts_of(arrays)
    shape: Shape = None
    if axis is None:
        shape = (None,)
    elif parts:
        shape = joined([part.shape for part in parts], axis)
    elif isinstance(type_of(arrays), ListOf):
        inner = results.as_array(type_of(arrays)).shape
        if isinstance(inner, tuple):
            shape = tuple(
                None if i == axis % (len(inner) - 1) else n
                for i, n in enumerate(inner[1:])
            )
    return Numeric(dtype_of(arrays), shape, True)


def concatenate_back(c: Any, arrays: Any, axis: Any = 0) -> Any:
    """Cut the cotangent into the parts again."""
    if not isinstance(arrays, (tuple, list)):
        return invoke("helper.split_like", c, arrays, axis)
    if axis is None:
        pieces = cut(c, [np.size(part) for part in arrays], 0)
        return tuple(
            np.reshape(piece, np.shape(part))
            for piece, part in zip(pieces, arrays, strict=True)
        )
    return cut(c, [extent_along(part, axis) for part in arrays], axis)


def extent_along(part: Any, axis: int) -> Any:
    """Extent of an array along an axis: a number where known."""
    shape = shape_of(part)
    if isinstance(shape, tuple):
        extent = shape[axis]
        if isinstance(extent, int):
            return extent
    return np.shape(part)[axis]


def cut(c: Any, extents: list[Any], axis: int) -> tuple[Any, ...]:
    """Cut an array into pieces of these extents along an axis."""
    edges: list[Any] = [None]
    for number in range(1, len(extents)):
        before, after = extents[:number], extents[number:]
        if all(type(one) is int for one in after) and not all(
            type(one) is int for one in before
        ):
            edges.append(-sum(after))  # counted from the end, where that is known
        else:
            start, last = edges[-1], extents[number - 1]
            edges.append(last if start is None else start + last)
    edges.append(None)
    return tuple(c[along(slice(*pair), axis)] for pair in pairwise(edges))


def stack_type(arrays: Any, axis: Any = 0) -> Numeric:
    """Type of stacked arrays."""
    if type(axis) is not int:
        raise Unsupported("np.stack needs a literal axis")
    parts = parts_of(arrays)
    count: Dimension = None if parts is None else len(parts)
    if parts:
        shape = joined([prefixed(part.shape) for part in parts], 0)
    else:
        shape = results.as_array(type_of(arrays)).shape
    if isinstance(shape, tuple):
        inner = list(shape[1:])
        inner.insert(axis % len(shape), count)
        shape = tuple(inner)
    return Numeric(dtype_of(arrays), shape, True)


def prefixed(shape: Shape) -> Shape:
    """Shape with an axis of extent 1 before."""
    return results.prefix(1, shape)


def stack_back(c: Any, arrays: Any, axis: Any = 0) -> Any:
    """Take the layers of the cotangent."""
    if not isinstance(arrays, (tuple, list)):
        return c if axis == 0 else np.moveaxis(c, axis, 0)
    return tuple(c[along(number, axis)] for number in range(len(arrays)))


def raised(shape: Shape, rank: int, after: bool = False) -> Shape:
    """Shape of an array raised to a rank: a vector as a row, or as a column."""
    if shape == frozenset():
        shape = ()
    if not isinstance(shape, tuple):
        return None
    if after and len(shape) == 1:
        return (*shape, 1)
    return (1,) * (rank - len(shape)) + shape


def vstack_type(tup: Any) -> Numeric:
    """Type of rows put below each other."""
    parts = parts_of(tup)
    shape = joined([raised(p.shape, 2) for p in parts], 0) if parts else None
    return Numeric(dtype_of(tup), shape, True)


def hstack_type(tup: Any) -> Numeric:
    """Type of arrays put beside each other."""
    parts = parts_of(tup)
    shape: Shape = None
    if parts:
        shapes = [raised(p.shape, 1) for p in parts]
        flat = isinstance(shapes[0], tuple) and len(shapes[0]) == 1
        shape = joined(shapes, 0 if flat else 1)
    return Numeric(dtype_of(tup), shape, True)


def column_stack_type(tup: Any) -> Numeric:
    """Type of columns put beside each other."""
    parts = parts_of(tup)
    shape = (
        joined([raised(p.shape, 2, after=True) for p in parts], 1) if parts else None
    )
    return Numeric(dtype_of(tup), shape, True)


def pieces_of(c: Any, tup: Any, axis: int, raised: str) -> Any:
    """Cut the cotangent where the ranks of the parts are known at run time only."""
    pieces = invoke("helper.split_like", c, tup, axis, raised)
    if isinstance(tup, (tuple, list)):
        return tuple(pieces[number] for number in range(len(tup)))
    return pieces


def vstack_back(c: Any, tup: Any) -> Any:
    """Take the rows of the cotangent."""
    ranks = ranks_of(tup)
    if ranks is None:
        return pieces_of(c, tup, 0, "v")
    if all(rank == 1 for rank in ranks):
        return tuple(c[number] for number in range(len(tup)))
    extents = [
        extent_along(part, 0) if rank and rank > 1 else 1
        for part, rank in zip(tup, ranks, strict=True)
    ]
    return reshaped(cut(c, extents, 0), tup, ranks, 2)


def hstack_back(c: Any, tup: Any) -> Any:
    """Cut the cotangent into the parts again."""
    ranks = ranks_of(tup)
    if ranks is None:
        return pieces_of(c, tup, 1, "h")
    extents = [
        extent_along(part, min(rank - 1, 1)) if rank else 1
        for part, rank in zip(tup, ranks, strict=True)
    ]
    axis = 1 if max(ranks) > 1 else 0
    return reshaped(cut(c, extents, axis), tup, ranks, 1)


def column_stack_back(c: Any, tup: Any) -> Any:
    """Take the columns of the cotangent."""
    ranks = ranks_of(tup)
    if ranks is None:
        return pieces_of(c, tup, 1, "c")
    if all(rank == 1 for rank in ranks):
        return tuple(c[:, number] for number in range(len(tup)))
    extents = [
        extent_along(part, 1) if rank and rank > 1 else 1
        for part, rank in zip(tup, ranks, strict=True)
    ]
    return reshaped(cut(c, extents, 1), tup, ranks, 2)


def ranks_of(tup: Any) -> list[int] | None:
    """Ranks of the arrays of a display, None if any is unknown."""
    if not isinstance(tup, (tuple, list)):
        return None
    ranks = [known_rank(part) for part in tup]
    known = [rank for rank in ranks if rank is not None]
    return known if len(known) == len(ranks) else None


def reshaped(pieces: Any, tup: Any, ranks: list[int], rank: int) -> tuple[Any, ...]:
    """Give each piece the shape of its array, where that was raised."""
    return tuple(
        np.reshape(piece, np.shape(part)) if own < rank else piece
        for piece, part, own in zip(pieces, tup, ranks, strict=True)
    )


def append_type(arr: Any, values: Any, axis: Any = None) -> Type:
    """Type of `np.append`."""
    return concatenate_type((arr, values), axis)


def append_back(c: Any, arr: Any, values: Any, axis: Any = None) -> tuple[Any, ...]:
    """Cut the cotangent in two."""
    if axis is None:
        before = np.size(arr)
        parts = c[:before], c[before:]
        return tuple(
            part if known_rank(whole) == 1 else np.reshape(part, np.shape(whole))
            for part, whole in zip(parts, (arr, values), strict=True)
        )
    return tuple(concatenate_back(c, (arr, values), axis))


def display(*shapes: tuple[int, ...]) -> tuple[Any, ...]:
    """Draw arrays of these shapes, for `case`."""
    return tuple(domains.draw(*shape) for shape in shapes)


JOINING = (
    linear(
        np.concatenate,
        concatenate_back,
        "arrays, axis=0",
        result=concatenate_type,
        joins=True,
        domain=(
            domains.case(display((2,), (3,), (4,))),
            domains.case(display((2, 3), (4, 3))),
            domains.case(display((2, 3), (2, 1), (2, 2)), 1),
            domains.case(display((2, 3), (2, 4)), -1),
            domains.case(display((2, 3, 2), (2, 4, 2)), -2),
            domains.case(display((2, 3), (4,)), None),
        ),
    ),
    linear(
        np.stack,
        stack_back,
        "arrays, axis=0",
        result=stack_type,
        joins=True,
        domain=(
            domains.case(display((3,), (3,))),
            domains.case(display((3,), (3,)), 1),
            domains.case(display((2, 3), (2, 3)), -1),
        ),
    ),
    linear(
        np.vstack,
        vstack_back,
        "tup",
        result=vstack_type,
        joins=True,
        domain=(
            domains.case(display((3,), (3,))),
            domains.case(display((3,), (2, 3))),
            domains.case(display((4, 3), (2, 3))),
        ),
    ),
    linear(
        np.hstack,
        hstack_back,
        "tup",
        result=hstack_type,
        joins=True,
        domain=(
            domains.case(display((3,), (2,))),
            domains.case(display((3,), ())),
            domains.case(display((3, 2), (3, 4), (3, 1))),
        ),
    ),
    linear(
        np.column_stack,
        column_stack_back,
        "tup",
        result=column_stack_type,
        joins=True,
        domain=(
            domains.case(display((3,), (3,))),
            domains.case(display((3,), (3, 2))),
        ),
    ),
    linear(
        np.append,
        append_back,
        "arr, values, axis=None",
        result=append_type,
        positions=(0, 1),
        domain=(
            domains.case(domains.draw(3), domains.draw(2)),
            domains.case(domains.draw(3), domains.draw()),
            domains.case(domains.draw(2, 3), domains.draw(1, 3), 0),
        ),
    ),
)
