"""Queries, keys and values -> what the queries attend to. Vaswani et al. (2017)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from srcgrad.nn.activations import softmax


def attention(
    query: NDArray, key: NDArray, value: NDArray, mask: NDArray | None = None
) -> NDArray:
    """Return `softmax(query @ key.T / sqrt(size)) @ value`.

    query : (..., n, size). key : (..., m, size). value : (..., m, width). mask :
    booleans that broadcast to (..., n, m), True where a query may look; each query must
    be allowed to look at something.
    """
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    return softmax(scores) @ value


def multi_head_attention(
    x: NDArray,
    weight_input: NDArray,
    bias_input: NDArray,
    weight_output: NDArray,
    bias_output: NDArray,
    heads: int,
    mask: NDArray | None = None,
) -> NDArray:
    """Return the attention of a sequence to itself, by several heads side by side.

    x : (batch, length, size). weight_input : (3 * size, size), for queries, keys and
    values in turn. weight_output : (size, size). mask : as for `attention`.
    """
    batch, length, size = x.shape
    parts = x @ weight_input.T + bias_input
    # (3, batch, heads, length, size // heads)
    parts = parts.reshape(batch, length, 3, heads, size // heads)
    parts = parts.transpose(2, 0, 3, 1, 4)
    found = attention(parts[0], parts[1], parts[2], mask)
    joined = found.transpose(0, 2, 1, 3).reshape(batch, length, size)
    return joined @ weight_output.T + bias_output
