"""Functions that are copied into the emitted file where the rank is unknown.

They import nothing but NumPy, and each stands on its own: `primitives/support.py` has
their rules.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def unbroadcast(cotangent: Any, primal: Any) -> Any:
    """Sum `cotangent` over the axes that `primal` was broadcast along, in its dtype."""
    shape = np.shape(primal)
    if np.shape(cotangent) != shape:
        extra = np.ndim(cotangent) - len(shape)
        if extra > 0:
            cotangent = np.sum(cotangent, axis=tuple(range(extra)))
        stretched = [axis for axis, extent in enumerate(shape) if extent == 1]
        if stretched and cotangent.shape != shape:
            cotangent = np.sum(cotangent, axis=tuple(stretched), keepdims=True)
    dtype = np.result_type(primal)
    if dtype.kind in "fc" and np.result_type(cotangent) != dtype:
        if dtype.kind == "f":
            cotangent = np.real(cotangent)
        cotangent = np.asarray(cotangent, dtype)[()]
    return cotangent


def expand(cotangent: Any, primal: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """Spread `cotangent` of a sum of `primal` over the axes that were summed."""
    if axis is not None and not keepdims:
        cotangent = np.expand_dims(cotangent, axis)
    return np.broadcast_to(cotangent, np.shape(primal))


def kept_where(mask: Any, values: Any) -> Any:
    """Return `values` where `mask` holds, 0 elsewhere: a number, if both are."""
    return np.where(mask, values, 0.0)[()]


def matmul_left(cotangent: Any, left: Any, right: Any) -> Any:
    """Return the cotangent of `left` in `left @ right`, for any ranks."""
    if np.ndim(right) == 1:
        term = np.expand_dims(cotangent, -1) * right
    elif np.ndim(left) == 1:
        term = (right @ np.expand_dims(cotangent, -1))[..., 0]
    elif np.ndim(right) == 2 and np.ndim(left) > 2:
        term = np.tensordot(cotangent, right, (-1, 1))
    else:
        term = cotangent @ np.swapaxes(right, -1, -2)
    if term.shape != left.shape:
        term = np.sum(term, axis=tuple(range(term.ndim - left.ndim)))
        stretched = [axis for axis, extent in enumerate(left.shape) if extent == 1]
        if term.shape != left.shape:
            term = np.sum(term, axis=tuple(stretched), keepdims=True)
    return term


def matmul_right(cotangent: Any, left: Any, right: Any) -> Any:
    """Return the cotangent of `right` in `left @ right`, for any ranks."""
    if np.ndim(left) == 1 and np.ndim(right) == 1:
        term = cotangent * left
    elif np.ndim(left) == 1:
        term = np.expand_dims(left, -1) * np.expand_dims(cotangent, -2)
    elif np.ndim(right) == 1:
        turned = left.T if np.ndim(left) == 2 else np.swapaxes(left, -1, -2)
        term = (turned @ np.expand_dims(cotangent, -1))[..., 0]
    elif np.ndim(right) == 2 and np.ndim(left) > 2:
        stack = tuple(range(np.ndim(left) - 1))
        term = np.tensordot(left, cotangent, (stack, stack))
    else:
        term = np.swapaxes(left, -1, -2) @ cotangent
    if term.shape != right.shape:
        term = np.sum(term, axis=tuple(range(term.ndim - right.ndim)))
        stretched = [axis for axis, extent in enumerate(right.shape) if extent == 1]
        if term.shape != right.shape:
            term = np.sum(term, axis=tuple(stretched), keepdims=True)
    return term


def product_like(left: Any, right: Any) -> Any:
    """Return something of the shape and dtype of `left @ right`, for any ranks."""
    above, below = np.shape(left), np.shape(right)
    shape = above[:-1]
    if len(below) > 2:
        shape = np.broadcast_shapes(above[:-2], below[:-2]) + above[-2:-1]
    if len(below) > 1:
        shape += below[-1:]
    return np.empty(shape, np.result_type(left, right))[()]


def dot_left(cotangent: Any, left: Any, right: Any) -> Any:
    """Return the cotangent of `left` in `np.dot(left, right)`, for any ranks."""
    if np.ndim(left) == 0:
        return np.sum(cotangent * right)
    if np.ndim(right) == 0:
        return cotangent * right
    free = np.ndim(left) - 1
    axes = [k for k in range(np.ndim(right)) if k != max(np.ndim(right) - 2, 0)]
    return np.tensordot(cotangent, right, (range(free, np.ndim(cotangent)), axes))


def dot_right(cotangent: Any, left: Any, right: Any) -> Any:
    """Return the cotangent of `right` in `np.dot(left, right)`, for any ranks."""
    if np.ndim(right) == 0:
        return np.sum(cotangent * left)
    if np.ndim(left) == 0:
        return cotangent * left
    free = range(np.ndim(left) - 1)
    term = np.tensordot(left, cotangent, (free, free))
    return term if np.ndim(right) == 1 else np.moveaxis(term, 0, -2)


def inner_left(cotangent: Any, left: Any, right: Any) -> Any:
    """Return the cotangent of `left` in `np.inner(left, right)`, for any ranks."""
    if np.ndim(left) == 0:
        return np.sum(cotangent * right)
    if np.ndim(right) == 0:
        return cotangent * right
    free = np.ndim(left) - 1
    axes = (range(free, np.ndim(cotangent)), range(np.ndim(right) - 1))
    return np.tensordot(cotangent, right, axes)


def inner_right(cotangent: Any, left: Any, right: Any) -> Any:
    """Return the cotangent of `right` in `np.inner(left, right)`, for any ranks."""
    if np.ndim(right) == 0:
        return np.sum(cotangent * left)
    if np.ndim(left) == 0:
        return cotangent * left
    free = range(np.ndim(left) - 1)
    return np.tensordot(cotangent, left, (free, free))


def stop_gradient(value: Any) -> Any:
    """Return `value`, which a derivative takes to be constant."""
    return value
