"""Helpers that put the cotangent of a part back to where it was taken from.

As in `helpers.py`, each is copied into the emitted file on its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def put_along(cotangent: Any, primal: Any, indices: Any, axis: Any = -1) -> Any:
    """Add `cotangent` where `np.take_along_axis` took `primal` from."""
    result = np.zeros(np.shape(primal), np.result_type(cotangent))
    grid = np.indices(result.shape, sparse=True)
    axis = axis % result.ndim
    places = (*grid[:axis], indices, *grid[axis + 1 :])
    if indices.shape[axis] == 1:
        # one of each line, so that none comes twice
        result[places] = cotangent
    else:
        np.add.at(result, places, cotangent)
    return result


def put_taken(cotangent: Any, primal: Any, indices: Any, axis: Any = None) -> Any:
    """Add `cotangent` where `np.take` took `primal` from."""
    result = np.zeros(np.shape(primal), np.result_type(cotangent))
    if axis is None:
        flat = result.reshape(-1)
        np.add.at(flat, indices, cotangent)
    else:
        axes = range(axis % result.ndim, axis % result.ndim + np.ndim(indices))
        moved = np.moveaxis(cotangent, tuple(axes), tuple(range(np.ndim(indices))))
        np.add.at(np.moveaxis(result, axis, 0), indices, moved)
    return result


def undiagonal(cotangent: Any, primal: Any, offset: Any = 0) -> Any:
    """Put `cotangent` on the diagonal of zeros; of a vector's matrix, take it."""
    if np.ndim(primal) == 1:
        return np.diagonal(cotangent, offset)
    rows, columns = np.shape(primal)
    result = np.zeros((rows, columns), np.result_type(cotangent))
    row = np.arange(max(-offset, 0), min(rows, columns - offset))
    result[row, row + offset] = cotangent
    return result


def untrace(cotangent: Any, primal: Any, offset: Any = 0) -> Any:
    """Put the number `cotangent` everywhere on the diagonal of zeros."""
    rows, columns = np.shape(primal)
    return cotangent * np.eye(rows, columns, offset, np.result_type(cotangent))


def undiff(cotangent: Any, axis: Any = -1) -> Any:
    """Return the cotangent of differences of neighbours to both neighbours."""
    rows = np.moveaxis(cotangent, axis, 0)
    result = np.zeros((rows.shape[0] + 1, *rows.shape[1:]), cotangent.dtype)
    result[1:] += rows
    result[:-1] -= rows
    return np.moveaxis(result, 0, axis)


def untile(cotangent: Any, primal: Any, reps: Any) -> Any:
    """Add up the copies that `np.tile` made of `primal`."""
    rank = np.ndim(cotangent)
    extents = (1,) * (rank - np.ndim(primal)) + np.shape(primal)
    split = [n for extent in extents for n in (1, extent)]
    for k in range(rank):
        split[2 * k] = np.shape(cotangent)[k] // max(extents[k], 1)
    summed = np.sum(np.reshape(cotangent, split), axis=tuple(range(0, 2 * rank, 2)))
    return np.reshape(summed, np.shape(primal))


def unrepeat(cotangent: Any, primal: Any, repeats: Any, axis: Any = None) -> Any:
    """Add up what `np.repeat` made of each element of `primal`."""
    if axis is None:
        result = np.zeros(np.size(primal), np.result_type(cotangent))
        np.add.at(result, np.repeat(np.arange(result.size), repeats), cotangent)
        return np.reshape(result, np.shape(primal))
    result = np.zeros(np.shape(primal), np.result_type(cotangent))
    rows = np.repeat(np.arange(result.shape[axis]), repeats)
    np.add.at(np.moveaxis(result, axis, 0), rows, np.moveaxis(cotangent, axis, 0))
    return result


def unpad(cotangent: Any, primal: Any, pad_width: Any) -> Any:
    """Cut off the margins that `np.pad` put around `primal`."""
    widths = np.broadcast_to(pad_width, (np.ndim(primal), 2))
    inside = zip(widths[:, 0], np.shape(primal), strict=True)
    return cotangent[tuple(slice(start, start + n) for start, n in inside)]


def split_like(cotangent: Any, arrays: Any, axis: Any = 0, raised: Any = "") -> Any:
    """Cut `cotangent` into pieces of the shapes of `arrays`, which were joined."""
    pieces = []
    start = 0
    for part in arrays:
        if axis is None:
            width = np.size(part)
        elif raised == "v":
            width = np.atleast_2d(part).shape[0]
        elif raised == "h":
            width = (
                np.shape(part)[-1 if np.ndim(part) == 1 else 1] if np.ndim(part) else 1
            )
        elif raised == "c":
            width = 1 if np.ndim(part) < 2 else np.shape(part)[1]
        else:
            width = np.shape(part)[axis]
        along = 0 if axis is None or np.ndim(cotangent) == 1 else axis
        rows = np.moveaxis(cotangent, along, 0)[start : start + width]
        pieces.append(np.reshape(np.moveaxis(rows, 0, along), np.shape(part)))
        start += width
    return pieces


def product_of_others(a: Any, axis: Any = None) -> Any:
    """Product over `axis` of all elements but the one at each place."""
    if axis is None:
        return np.reshape(product_of_others(np.ravel(a), 0), np.shape(a))
    axes = (axis,) if isinstance(axis, int) else axis
    first = tuple(range(len(axes)))
    moved = np.moveaxis(a, axes, first)
    rows = np.reshape(moved, (-1, *moved.shape[len(axes) :]))
    before = np.ones_like(rows)
    after = np.ones_like(rows)
    np.cumprod(rows[:-1], axis=0, out=before[1:])
    np.cumprod(rows[:0:-1], axis=0, out=after[:-1][::-1])
    return np.moveaxis(np.reshape(before * after, moved.shape), first, axes)


def recurrence(terms: Any, factors: Any, axis: Any = -1) -> Any:
    """Return `u` with `u[i] = factors[i] * u[i - 1] + terms[i]` along an axis."""
    rows = np.moveaxis(factors, axis, 0)
    found = np.moveaxis(terms, axis, 0).astype(np.result_type(terms, factors))
    product = np.cumprod(rows, axis=0)
    if np.all(np.isfinite(product) & (product != 0)):
        found = product * np.cumsum(found / product, axis=0)
    else:
        for i in range(1, len(found)):
            found[i] += rows[i] * found[i - 1]
    return np.moveaxis(found, 0, axis)


def first_extreme(values: Any, axis: Any = None, least: Any = False) -> Any:
    """Return where `values` has the first of its largest elements along its axes."""
    rank = np.ndim(values)
    axes = range(rank) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    gone = sorted(one % rank for one in axes)
    order = [k for k in range(rank) if k not in gone] + gone
    turned = np.transpose(values, order)
    rows = turned.reshape(*turned.shape[: rank - len(gone)], -1)
    found = np.argmin(rows, axis=-1) if least else np.argmax(rows, axis=-1)
    mask = np.arange(rows.shape[-1]) == np.expand_dims(found, -1)
    return np.transpose(mask.reshape(turned.shape), np.argsort(order))
