"""Axes turned and moved, arrays spread over grids, windows that slide along."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, ShapeOf
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import by_name, elements, extent, literal_axis, rank_of
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import defined, linear, tangent, zero
from srcgrad.primitives.rearranging import back_to_shape
from srcgrad.primitives.results import known_rank


def turned(m: Any, k: Any = 1, axes: Any = (0, 1)) -> Any:
    """Turn a plane of an array by quarters."""
    if type(k) is not int or not results.is_literal(axes):
        raise Unsupported("np.rot90 needs literal `k` and `axes`")
    first, second = axes
    match k % 4:
        case 1:
            return np.swapaxes(np.flip(m, second), first, second)
        case 2:
            return np.flip(m, (first, second))
        case 3:
            return np.flip(np.swapaxes(m, first, second), second)
    return m


def rolled(a: Any, axis: Any, start: Any = 0) -> Any:
    """Move an axis before another one."""
    axis, start = literal_axis(axis, "np.rollaxis"), literal_axis(start, "np.rollaxis")
    if axis < 0 or start < 0:
        rank = rank_of(a, "np.rollaxis")
        axis, start = axis % rank, start if start >= 0 else start + rank
    return np.moveaxis(a, axis, start - 1 if axis < start else start)


def given(*values: Any) -> tuple[Any, ...]:
    """Leave out the arguments that are not there."""
    return tuple(value for value in values if value is not None)


def grid(
    x: Any,
    y: Any = None,
    z: Any = None,
    w: Any = None,
    indexing: Any = "xy",
    sparse: Any = False,
    copy: Any = True,
) -> Any:
    """Coordinates of the points of a grid, one array for each axis."""
    vectors = given(x, y, z, w)
    rank = len(vectors)
    places = list(range(rank))
    if indexing == "xy" and rank > 1:
        places[:2] = 1, 0
    elif indexing not in ("xy", "ij"):
        raise Unsupported("`indexing` of np.meshgrid must be 'xy' or 'ij'")
    extents: list[Any] = [1] * rank
    for vector, place in zip(vectors, places, strict=True):
        extents[place] = elements(vector)
    found = []
    for vector, place in zip(vectors, places, strict=True):
        shape = tuple(-1 if k == place else 1 for k in range(rank))
        spread = np.reshape(vector, shape)
        found.append(spread if sparse else np.broadcast_to(spread, tuple(extents)))
    return tuple(found)


def opened(a: Any, b: Any = None, c: Any = None, d: Any = None) -> Any:
    """Give each vector an axis of its own."""
    vectors = given(a, b, c, d)
    return tuple(
        np.reshape(vector, tuple(-1 if k == place else 1 for k in range(len(vectors))))
        for place, vector in enumerate(vectors)
    )


def spread_alike(a: Any, b: Any = None, c: Any = None, d: Any = None) -> Any:
    """Spread arrays over their common shape."""
    arrays = given(a, b, c, d)
    shape = by_name("broadcast_shapes", *(np.shape(one) for one in arrays))
    return tuple(np.broadcast_to(one, shape) for one in arrays)


def windows(x: Any, window_shape: Any, axis: Any = None) -> Any:
    """Views of a window that slides along axes: each window as axes at the end."""
    rank = rank_of(x, "sliding_window_view")
    sizes = window_shape if isinstance(window_shape, tuple) else (window_shape,)
    if axis is None:
        axes = tuple(range(rank))
    else:
        axes = axis if isinstance(axis, tuple) else (axis,)
    if len(sizes) != len(axes) or not results.is_literal(axes):
        raise Unsupported("sliding_window_view needs a size for each literal axis")
    for size, one in zip(sizes, axes, strict=True):
        at = one % rank
        starts = by_name("arange", extent(x, at) - size + 1)
        inside = by_name("arange", size)
        taken = np.take(x, np.reshape(starts, (-1, 1)) + inside, axis=at)
        x = np.moveaxis(taken, at + 1, -1)
    return x


def solid_type(a: Any) -> Numeric:
    """Type of an array of rank 3 at least."""
    shape = results.numeric(a).shape
    if shape == frozenset():
        shape = ()
    dtype = results.numeric(a).dtype
    if not isinstance(shape, tuple):
        return Numeric(dtype, None, mutable=True)
    match shape:
        case ():
            shape = (1, 1, 1)
        case (n,):
            shape = (1, n, 1)
        case (n, m):
            shape = (n, m, 1)
    return Numeric(dtype, shape, mutable=True)


def common_type(*shapes: Any) -> ShapeOf:
    """Type of the common shape of shapes."""
    return ShapeOf(results.broadcast(*(results.extents(one) for one in shapes)))


def varying(function: Any) -> Any:
    """Call a function of any number of arrays with those that are there."""

    def called(a: Any, b: Any = None, c: Any = None, d: Any = None, **rest: Any) -> Any:
        return function(*given(a, b, c, d), **rest)

    called.__name__ = function.__name__
    return called


TURNING = (
    defined(
        np.rot90,
        turned,
        "m, k=1, axes=(0, 1)",
        view=True,
        domain=(
            domains.case(domains.draw(2, 3)),
            domains.case(domains.draw(2, 3), 2),
            domains.case(domains.draw(2, 3), -1),
            domains.case(domains.draw(2, 3, 4), 1, (2, 0)),
            domains.case(domains.draw(2, 3, 4), 3, (1, 2)),
        ),
    ),
    defined(
        np.rollaxis,
        rolled,
        "a, axis, start=0",
        view=True,
        domain=(
            domains.case(domains.draw(2, 3, 4), 2),
            domains.case(domains.draw(2, 3, 4), 0, 3),
            domains.case(domains.draw(2, 3, 4), -1, 1),
        ),
        shown={"axis": 1},
    ),
    defined(
        varying(np.meshgrid),
        grid,
        "x, y=None, z=None, w=None, /, *, indexing='xy', sparse=False, copy=True",
        positions=(0, 1, 2, 3),
        domain=(
            domains.case(domains.draw(3), domains.draw(2)),
            domains.case(domains.draw(3), domains.draw(2), None, None, "ij"),
            domains.case(domains.draw(3), domains.draw(2), domains.draw(4)),
            domains.case(domains.draw(3), domains.draw(2), None, None, "xy", True),
        ),
    ),
    defined(
        varying(np.ix_),
        opened,
        "a, b=None, c=None, d=None, /",
        key="ix_",
        positions=(0, 1, 2, 3),
        domain=(
            domains.case(domains.draw(3)),
            domains.case(domains.draw(3), domains.draw(2)),
        ),
    ),
    defined(
        varying(np.broadcast_arrays),
        spread_alike,
        "a, b=None, c=None, d=None, /",
        positions=(0, 1, 2, 3),
        view=True,
        domain=(
            domains.case(domains.draw(3), domains.draw(2, 1)),
            domains.case(domains.draw(2, 3), domains.draw(), domains.draw(3)),
        ),
    ),
    zero(
        varying(np.broadcast_shapes),
        "a, b=None, c=None, d=None, /",
        result=common_type,
        domain=(domains.case((3,), (2, 1)),),
    ),
    linear(
        np.atleast_3d,
        back_to_shape,
        "a",
        result=solid_type,
        view=True,
        domain=(
            domains.case(domains.draw()),
            domains.case(domains.draw(2)),
            domains.case(domains.draw(2, 3)),
            domains.case(domains.draw(2, 3, 2)),
        ),
    ),
    defined(
        np.diagflat,
        lambda v, k=0: np.diag(v if known_rank(v) == 1 else np.ravel(v), k),
        "v, k=0",
        domain=(
            domains.case(domains.draw(3)),
            domains.case(domains.draw(2, 2), 1),
        ),
    ),
    defined(
        np.lib.stride_tricks.sliding_window_view,
        windows,
        "x, window_shape, axis=None",
        key="lib.stride_tricks.sliding_window_view",
        view=True,
        domain=(
            domains.case(domains.draw(5), 3),
            domains.case(domains.draw(4, 5), 2, 1),
            domains.case(domains.draw(4, 5), (2, 3)),
            domains.case(domains.draw(4, 5), 2, 0),
        ),
        shown={"window_shape": 3, "axis": 0},
    ),
    tangent(
        np.unwrap,
        lambda p, dp: dp,
        "p",
        result=lambda p: results.floating(p),
        domain=(domains.case(domains.draw(4)), domains.case(domains.draw(2, 3))),
        choice="1, at the jumps too",
    ),
)
