"""Elements put elsewhere: turned, repeated, padded, taken from a diagonal."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import LONGEST, PLACED, Dimension, Numeric, Shape
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import linear
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.indexing import worded
from srcgrad.primitives.results import known_rank, numeric
from srcgrad.primitives.shapes import of_shape, ravel_type


def unchanged(a: Any, *_: Any, **__: Any) -> Numeric:
    """Type of the same elements in another order."""
    return of_shape(a, numeric(a).shape)


def back_to_shape(c: Any, a: Any, *_: Any, **__: Any) -> Any:
    """Transpose of what only changes the shape."""
    return np.reshape(c, np.shape(a))


def squeeze_type(a: Any, axis: Any = None) -> Numeric:
    """Type without axes of extent 1; of rank 0, still an ndarray if `a` is one."""
    known = numeric(a)
    shape: Shape = None
    if isinstance(known.shape, tuple) and results.is_literal(axis):
        if axis is None:
            if all(isinstance(extent, int) for extent in known.shape):
                shape = tuple(extent for extent in known.shape if extent != 1)
        else:
            axes = axis if isinstance(axis, tuple) else (axis,)
            gone = {one % len(known.shape) for one in axes}
            shape = tuple(n for i, n in enumerate(known.shape) if i not in gone)
    return Numeric(known.dtype, shape, known.mutable)


def squeeze_back(c: Any, a: Any, axis: Any = None) -> Any:
    """Put the axes of extent 1 back."""
    if axis is not None and results.is_literal(axis):
        return np.expand_dims(c, axis)
    return np.reshape(c, np.shape(a))


def moveaxis_type(a: Any, source: Any, destination: Any) -> Numeric:
    """Type with axes moved."""
    shape = numeric(a).shape
    if not isinstance(shape, tuple) or not results.is_literal((source, destination)):
        return of_shape(a, None)
    positions = list(range(len(shape)))
    sources = [s % len(shape) for s in _several(source)]
    kept = [p for p in positions if p not in sources]
    for target, moved in sorted(
        zip((d % len(shape) for d in _several(destination)), sources, strict=True)
    ):
        kept.insert(target, moved)
    return of_shape(a, tuple(shape[p] for p in kept))


def _several(axis: Any) -> tuple[int, ...]:
    return tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)


def opposite(shift: Any) -> Any:
    """Negate a shift, or each of several."""
    if isinstance(shift, tuple | list):
        return tuple(-one for one in shift)
    return -shift


def tile_type(A: Any, reps: Any) -> Numeric:
    """Type of an array repeated as a whole."""
    shape = numeric(A).shape
    if not isinstance(shape, tuple):
        return of_shape(A, None)
    if isinstance(reps, tuple):
        times: tuple[Any, ...] = reps
    elif known_rank(reps) == 0:
        times = (reps,)
    else:
        return of_shape(A, None)
    rank = max(len(shape), len(times))
    shape = (1,) * (rank - len(shape)) + shape
    times = (1,) * (rank - len(times)) + times
    return of_shape(A, tuple(_times(n, t) for n, t in zip(shape, times, strict=True)))


def _times(extent: Dimension, times: Any) -> Dimension:
    if type(times) is not int:
        return None
    if times == 1:
        return extent
    return extent * times if isinstance(extent, int) else None


def tile_back(c: Any, A: Any, reps: Any) -> Any:
    """Add up the copies."""
    if known_rank(A) == 1 and known_rank(reps) == 0:
        return np.sum(np.reshape(c, (reps, -1)), axis=0)
    if (
        known_rank(A) == 1
        and isinstance(reps, tuple)
        and len(reps) == 2
        and reps[1] == 1
    ):
        return np.sum(c, axis=0)
    return invoke("helper.untile", c, A, reps)


def repeat_type(a: Any, repeats: Any, axis: Any = None) -> Numeric:
    """Type of an array with each element repeated."""
    shape = numeric(a).shape
    if axis is None:
        extent = shape[0] if isinstance(shape, tuple) and len(shape) == 1 else None
        flat = results.total(shape)
        return of_shape(a, (_times(extent if flat is None else flat, repeats),))
    if not isinstance(shape, tuple) or type(axis) is not int:
        return of_shape(a, None)
    dims = list(shape)
    dims[axis] = _times(dims[axis], repeats)
    return of_shape(a, tuple(dims))


def repeat_back(c: Any, a: Any, repeats: Any, axis: Any = None) -> Any:
    """Add up what each element was repeated to."""
    if known_rank(repeats) == 0 and (axis is None or known_rank(a) == 1):
        summed = np.sum(np.reshape(c, (-1, repeats)), axis=1)
        return summed if known_rank(a) == 1 else np.reshape(summed, np.shape(a))
    return invoke("helper.unrepeat", c, a, repeats, axis)


def diagonal_extent(shape: Shape, offset: Any) -> Dimension:
    """Extent of a diagonal of a matrix, where it is known."""
    if not isinstance(shape, tuple) or type(offset) is not int:
        return None
    rows, columns = shape
    if isinstance(rows, int) and isinstance(columns, int):
        return max(0, min(rows + min(offset, 0), columns - max(offset, 0)))
    return rows if rows == columns and offset == 0 else None


def diag_type(v: Any, k: Any = 0) -> Numeric:
    """Type of a diagonal matrix, or of the diagonal of one."""
    shape = numeric(v).shape
    if not isinstance(shape, tuple):
        return of_shape(v, None)
    if len(shape) == 1:
        extent = shape[0]
        if isinstance(extent, int) and type(k) is int:
            extent += abs(k)
        elif k != 0 or type(k) is not int:
            extent = None
        return of_shape(v, (extent, extent))
    return diagonal_type(v, k)


def diag_back(c: Any, v: Any, k: Any = 0) -> Any:
    """Take the diagonal of the cotangent, or put it on the diagonal."""
    if known_rank(v) == 1:
        return np.diagonal(c, k)
    return invoke("helper.undiagonal", c, v, k)


def diagonal_type(a: Any, offset: Any = 0) -> Numeric:
    """Type of the diagonal of a matrix."""
    shape = numeric(a).shape
    if not isinstance(shape, tuple):
        return of_shape(a, None)
    if len(shape) != 2:
        raise Unsupported("a diagonal is supported of matrices, not of stacks")
    return of_shape(a, (diagonal_extent(shape, offset),))


def trace_type(a: Any, offset: Any = 0) -> Numeric:
    """Type of the trace of a matrix."""
    known = numeric(a)
    dtype = known.dtype
    if dtype is not None and dtype.startswith(("int", "bool")):
        dtype = "int64"
    if isinstance(known.shape, tuple) and len(known.shape) != 2:
        raise Unsupported("np.trace is supported of matrices, not of stacks")
    return Numeric(dtype, () if isinstance(known.shape, tuple) else None)


def atleast_type(rank: int) -> Any:
    """Type of an array of at least this rank."""

    def result(a: Any) -> Numeric:
        shape = numeric(a).shape
        if shape == frozenset():
            shape = ()
        if not isinstance(shape, tuple):
            return of_shape(a, None)
        return of_shape(a, (1,) * (rank - len(shape)) + shape)

    return result


def pad_type(array: Any, pad_width: Any) -> Numeric:
    """Type of an array with zeros around."""
    shape = numeric(array).shape
    if not isinstance(shape, tuple):
        return of_shape(array, None)
    widths: Any = pad_widths(pad_width, len(shape))
    if widths is None and isinstance(pad_width, tuple) and len(pad_width) == len(shape):
        pairs = [isinstance(one, tuple) and len(one) == 2 for one in pad_width]
        widths = pad_width if all(pairs) else None
    if widths is None:
        return of_shape(array, (None,) * len(shape))
    ends = zip(shape, widths, strict=True)
    return of_shape(array, tuple(_pad_extent(n, *around) for n, around in ends))


def _pad_extent(extent: Dimension, before: Any, after: Any) -> Dimension:
    """Extent with a margin at both ends."""
    if extent is None:
        return None
    if results.is_literal((before, after)):
        wider: int = before + after
        if isinstance(extent, int):
            return extent + wider
        return f"({extent}+{wider})" if wider else extent
    words = worded(before), worded(after)
    if None in words or isinstance(extent, int):
        return None
    name = f"({extent}{PLACED} + {words[0]} + {words[1]})"
    return name if len(name) < LONGEST else None


def pad_widths(pad_width: Any, rank: int) -> tuple[tuple[int, int], ...] | None:
    """Read the widths of a pad, before and after each axis, where literal."""
    if not results.is_literal(pad_width):
        return None
    if isinstance(pad_width, (tuple, list)) and len(pad_width) not in (1, 2, rank):
        raise Unsupported(f"the widths {pad_width} do not fit an array of rank {rank}")
    spread = np.broadcast_to(pad_width, (rank, 2)).tolist()
    return tuple((int(before), int(after)) for before, after in spread)


def pad_back(c: Any, array: Any, pad_width: Any) -> Any:
    """Cut the margins off."""
    rank = known_rank(array)
    widths = None if rank is None else pad_widths(pad_width, rank)
    if widths is None:
        return invoke("helper.unpad", c, array, pad_width)
    return c[tuple(slice(before or None, -after or None) for before, after in widths)]


def cases(*arguments: tuple[Any, ...]) -> tuple[domains.Case, ...]:
    """Make cases: the shape of an array, then the other arguments."""
    return tuple(
        domains.case(domains.draw(*shape), *rest) for shape, *rest in arguments
    )


VIEW: dict[str, Any] = {"view": True, "cost": 0}

REARRANGING = (
    linear(
        np.squeeze,
        squeeze_back,
        "a, axis=None",
        result=squeeze_type,
        methods=("squeeze",),
        domain=cases(((3, 1, 2),), ((3, 1, 2), 1), ((1, 3, 1), (0, 2))),
        **VIEW,
    ),
    linear(
        lambda a: np.copy(a).reshape(-1),
        back_to_shape,
        "a",
        key="flatten",
        names=(),
        methods=("flatten",),
        spelling=".flatten()",
        result=ravel_type,
        domain=cases(((3, 2),), ((3,),)),
    ),
    linear(
        np.moveaxis,
        lambda c, a, source, destination: np.moveaxis(c, destination, source),
        "a, source, destination",
        result=moveaxis_type,
        domain=cases(
            ((2, 3, 4), 0, -1), ((2, 3, 4), 2, 0), ((2, 3, 4, 5), (0, 1), (3, 1))
        ),
        **VIEW,
    ),
    linear(
        np.roll,
        lambda c, a, shift, axis=None: np.roll(c, opposite(shift), axis=axis),
        "a, shift, axis=None",
        result=unchanged,
        domain=cases(((4,), 1), ((2, 3), 2), ((2, 3), -1, 1), ((2, 3), (1, 2), (0, 1))),
    ),
    linear(
        np.flip,
        lambda c, m, axis=None: np.flip(c, axis),
        "m, axis=None",
        result=unchanged,
        domain=cases(((4,),), ((2, 3), 1), ((2, 3), (0, 1))),
        **VIEW,
    ),
    linear(
        np.fliplr,
        lambda c, m: np.fliplr(c),
        "m",
        result=unchanged,
        domain=cases(((2, 3),)),
        **VIEW,
    ),
    linear(
        np.flipud,
        lambda c, m: np.flipud(c),
        "m",
        result=unchanged,
        domain=cases(((2, 3),)),
        **VIEW,
    ),
    linear(
        np.tile,
        tile_back,
        "A, reps",
        result=tile_type,
        domain=cases(
            ((3,), 2),
            ((3,), (2, 1)),
            ((3,), (2, 2)),
            ((2, 3), 2),
            ((2, 3), (2, 1)),
            ((2, 1), (2, 2, 3)),
        ),
    ),
    linear(
        np.repeat,
        repeat_back,
        "a, repeats, axis=None",
        result=repeat_type,
        methods=("repeat",),
        domain=(
            *cases(((3,), 2), ((2, 3), 2), ((2, 3), 2, 0), ((2, 3), 3, -1)),
            domains.case(domains.draw(3), domains.index(4, 3)),
            domains.case(domains.draw(2, 3), domains.index(4, 3), 1),
        ),
    ),
    linear(
        np.tril,
        lambda c, m, k=0: np.tril(c, k),
        "m, k=0",
        result=unchanged,
        domain=cases(((3, 3),), ((3, 4), -1), ((2, 3, 3), 1)),
    ),
    linear(
        np.triu,
        lambda c, m, k=0: np.triu(c, k),
        "m, k=0",
        result=unchanged,
        domain=cases(((3, 3),), ((3, 4), -1), ((2, 3, 3), 1)),
    ),
    linear(
        np.diag,
        diag_back,
        "v, k=0",
        result=diag_type,
        domain=cases(((3,),), ((3,), -1), ((3, 3),), ((3, 4), 1)),
    ),
    linear(
        np.diagonal,
        lambda c, a, offset=0: invoke("helper.undiagonal", c, a, offset),
        "a, offset=0",
        result=diagonal_type,
        methods=("diagonal",),
        domain=cases(((3, 3),), ((4, 3),), ((3, 4), 1), ((3, 4), -1)),
        **VIEW,
    ),
    linear(
        np.trace,
        lambda c, a, offset=0: invoke("helper.untrace", c, a, offset),
        "a, offset=0",
        result=trace_type,
        methods=("trace",),
        domain=cases(((3, 3),), ((3, 4), 1)),
    ),
    *(
        linear(
            function,
            back_to_shape,
            "a",
            result=atleast_type(rank),
            domain=cases(((),), ((3,),), ((2, 3),)),
            **VIEW,
        )
        for function, rank in ((np.atleast_1d, 1), (np.atleast_2d, 2))
    ),
    linear(
        np.pad,
        pad_back,
        "array, pad_width",
        names=(),
        result=pad_type,
        domain=cases(
            ((3,), 2), ((2, 3), 1), ((2, 3), ((1, 0), (0, 2))), ((3,), (1, 2))
        ),
    ),
)
