"""Banded matrices by their bands, and exchanges of rows: what is copied into a file.

Row `upper + i - j` of the bands holds the element `(i, j)`, at column `j`.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def row_order(piv: Any) -> Any:
    """Order of the rows that a sequence of exchanges makes."""
    order = np.arange(np.size(piv))
    for row in range(np.size(piv)):
        other = order[piv[row]]
        order[piv[row]] = order[row]
        order[row] = other
    return order


def banded_product(bands: Any, x: Any, lower: Any, upper: Any) -> Any:
    """Product of a banded matrix and a vector, or each column of a matrix."""
    size = x.shape[0]
    total = np.zeros(x.shape, np.result_type(bands, x))
    for row in range(lower + upper + 1):
        down = row - upper
        first, last = max(0, -down), size - max(0, down)
        terms = bands[row, first:last] * x[first:last].T
        total[first + down : last + down] += terms.T
    return total


def banded_transpose(bands: Any, lower: Any, upper: Any) -> Any:
    """Bands of the transposed matrix, of which `lower` are above the diagonal."""
    size = bands.shape[1]
    found = np.zeros_like(bands)
    for row in range(lower + upper + 1):
        down = row - lower
        first, last = max(0, -down), size - max(0, down)
        found[row, first:last] = bands[lower + upper - row, first + down : last + down]
    return found


def banded_bar(solved: Any, x: Any, bands: Any, lower: Any, upper: Any) -> Any:
    """Cotangent of the bands of a system with the solution `x`."""
    size = bands.shape[1]
    left, right = np.reshape(solved, (size, -1)), np.reshape(x, (size, -1))
    found = np.zeros_like(bands)
    for row in range(lower + upper + 1):
        down = row - upper
        first, last = max(0, -down), size - max(0, down)
        terms = left[first + down : last + down] * right[first:last]
        found[row, first:last] = -np.sum(terms, axis=1)
    return found
