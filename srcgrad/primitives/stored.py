"""Functions that are copied into the emitted file where it stores into arrays."""

from __future__ import annotations

from typing import Any

import numpy as np


def zero_cotangent(primal: Any) -> Any:
    """Return zeros of the shape of `primal`: a number, an array, or a list of them."""
    if isinstance(primal, (list, tuple)):
        return [zero_cotangent(item) for item in primal]
    return np.zeros(np.shape(primal), np.result_type(primal, 1.0))[()]


def last_stored(cotangent: Any, index: Any) -> Any:
    """Return `cotangent[index]`, zero where a later repetition was stored over it."""
    taken = cotangent[index]
    order = np.arange(np.size(taken)).reshape(np.shape(taken))
    last = np.zeros(np.shape(cotangent), int)
    last[index] = order
    return np.where(last[index] == order, taken, 0.0)


def stored_at(values: Any, whole: Any, index: Any) -> Any:
    """Return zeros of the shape of `whole` with `values` stored at `index`."""
    result = np.zeros(np.shape(whole), np.result_type(values))
    result[index] = values
    return result


def summed(left: Any, right: Any) -> Any:
    """Return the sum of two cotangents, item by item where they are lists; 0.0 is any."""
    if not isinstance(right, (list, tuple)):
        return left + right if not isinstance(left, (list, tuple)) else left
    if not isinstance(left, (list, tuple)):
        return right
    total = []
    for one, two in zip(left, right, strict=True):
        total.append(summed(one, two))
    return total
