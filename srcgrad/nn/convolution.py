"""Images and kernels -> images: convolutions, by one matrix product for each group.

The patches under the kernel are laid out as columns, so that the work is in a matrix
product (Chellapilla, Puri and Simard, 2006). The adjoint of the layout adds the columns
back to the image, by slices.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def conv2d(
    x: NDArray,
    weight: NDArray,
    bias: NDArray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    groups: int = 1,
) -> NDArray:
    """Return the cross-correlation of images with kernels.

    x : (batch, channels, height, width). weight : (filters, channels // groups, rows,
    columns). bias : (filters,). The value is (batch, filters, ...). Each of `stride`,
    `padding` and `dilation` is one integer, or one for each axis.
    """
    down, right = pair(stride)
    above, beside = pair(padding)
    apart, aside = pair(dilation)
    count, channels, height, width = x.shape
    filters, depth, rows, columns = weight.shape
    high = (height + 2 * above - apart * (rows - 1) - 1) // down + 1
    wide = (width + 2 * beside - aside * (columns - 1) - 1) // right + 1
    # the batch last: then rows of neighbours, over which NumPy loops, are long
    x = x.transpose(1, 2, 3, 0)
    if above > 0 or beside > 0:
        x = np.pad(x, ((0, 0), (above, above), (beside, beside), (0, 0)))
    patches = np.empty((channels, rows, columns, high, wide, count), x.dtype)
    for i in range(rows):
        for j in range(columns):
            top, left = i * apart, j * aside
            patches[:, i, j] = x[
                :,
                top : top + down * (high - 1) + 1 : down,
                left : left + right * (wide - 1) + 1 : right,
            ]
    size = depth * rows * columns
    kernels = weight.reshape(groups, filters // groups, size)
    out = kernels @ patches.reshape(groups, size, high * wide * count)
    out = out.reshape(filters, high, wide, count).transpose(3, 0, 1, 2)
    if bias is not None:
        out = out + bias[:, None, None]
    return out


def conv1d(
    x: NDArray,
    weight: NDArray,
    bias: NDArray | None = None,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> NDArray:
    """Return the cross-correlation of signals with kernels.

    x : (batch, channels, length). weight : (filters, channels // groups, taps). bias :
    (filters,).
    """
    out = conv2d(
        x[:, :, None, :],
        weight[:, :, None, :],
        bias,
        (1, stride),
        (0, padding),
        (1, dilation),
        groups,
    )
    return out[:, :, 0, :]


def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """Return one integer for each of two axes."""
    both = np.broadcast_to(value, 2)
    return int(both[0]), int(both[1])
