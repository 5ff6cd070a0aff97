"""Images -> smaller images: the largest of each window, or its mean."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from srcgrad.nn.convolution import pair


def max_pool2d(
    x: NDArray,
    size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> NDArray:
    """Return the largest element of each window; of equals the first one counts.

    x : (batch, channels, height, width). `stride` is `size` unless it is given.
    """
    rows, columns = pair(size)
    down, right = pair(size if stride is None else stride)
    above, beside = pair(padding)
    height, width = x.shape[2:]
    tall = down * ((height + 2 * above - rows) // down) + 1
    broad = right * ((width + 2 * beside - columns) // right) + 1
    # the batch last: then rows of neighbours, over which NumPy loops, are long
    x = x.transpose(1, 2, 3, 0)
    if above > 0 or beside > 0:
        around = ((0, 0), (above, above), (beside, beside), (0, 0))
        x = np.pad(x, around, constant_values=-np.inf)
    best = x[:, :tall:down, :broad:right]
    for k in range(1, rows * columns):
        i, j = k // columns, k % columns
        best = np.maximum(best, x[:, i : i + tall : down, j : j + broad : right])
    return best.transpose(3, 0, 1, 2)


def avg_pool2d(
    x: NDArray,
    size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> NDArray:
    """Return the mean of each window; zeros of the padding count.

    x : (batch, channels, height, width). `stride` is `size` unless it is given.
    """
    return np.mean(windows(x, size, stride, padding, 0.0), axis=0)


def windows(
    x: NDArray,
    size: int | tuple[int, int],
    stride: int | tuple[int, int] | None,
    padding: int | tuple[int, int],
    fill: float,
) -> NDArray:
    """Return the elements of each window along the first axis, row by row."""
    rows, columns = pair(size)
    down, right = pair(size if stride is None else stride)
    above, beside = pair(padding)
    count, channels, height, width = x.shape
    high = (height + 2 * above - rows) // down + 1
    wide = (width + 2 * beside - columns) // right + 1
    # the batch last: then rows of neighbours, over which NumPy loops, are long
    x = x.transpose(1, 2, 3, 0)
    if above > 0 or beside > 0:
        around = ((0, 0), (above, above), (beside, beside), (0, 0))
        x = np.pad(x, around, constant_values=fill)
    found = np.empty((rows, columns, channels, high, wide, count), x.dtype)
    for i in range(rows):
        for j in range(columns):
            found[i, j] = x[
                :,
                i : i + down * (high - 1) + 1 : down,
                j : j + right * (wide - 1) + 1 : right,
            ]
    found = found.reshape(rows * columns, channels, high, wide, count)
    return found.transpose(0, 4, 1, 2, 3)
