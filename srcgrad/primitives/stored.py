"""Functions that are copied into the emitted file where it stores into arrays."""

from __future__ import annotations

from typing import Any

import numpy as np


def zero_cotangent(primal: Any) -> Any:
    """Return zeros of the shape of `primal`: a number, an array, or a nest of them."""
    if isinstance(primal, (list, tuple)):
        return [zero_cotangent(item) for item in primal]
    if isinstance(primal, dict):
        zeros = {}
        for key, item in primal.items():
            zeros[key] = zero_cotangent(item)
        return zeros
    if isinstance(primal, str):
        return None
    return np.zeros(np.shape(primal), np.result_type(primal, 1.0))[()]


def nest_copy(nest: Any) -> Any:
    """Return a copy of a nest: of every list, dictionary and array in it."""
    if isinstance(nest, (list, tuple)):
        return [nest_copy(item) for item in nest]
    if isinstance(nest, dict):
        copies = {}
        for key, item in nest.items():
            copies[key] = nest_copy(item)
        return copies
    return nest.copy() if isinstance(nest, np.ndarray) else nest


def alike(cotangent: Any, primal: Any) -> Any:
    """Return a cotangent in the structure of its primal: a tuple for each tuple."""
    if hasattr(primal, "_fields"):
        return primal._make(map(alike, cotangent, primal))
    if isinstance(primal, tuple):
        return tuple(map(alike, cotangent, primal))
    if isinstance(primal, list):
        return list(map(alike, cotangent, primal))
    if isinstance(primal, dict):
        parts = {}
        for key, item in cotangent.items():
            parts[key] = alike(item, primal[key])
        return parts
    return cotangent


def list_copy(items: Any) -> Any:
    """Return a list of copies of items, which may be those of an array."""
    return [nest_copy(item) for item in items]


def folded(cotangent: Any, primal: Any) -> Any:
    """Return the cotangent of a list that was repeated: the sum over its copies."""
    total = zero_cotangent(primal)
    for position, item in enumerate(cotangent):
        place = position % len(primal)
        total[place] = summed(total[place], item)
    return total


def unfolded(part: Any, whole: Any) -> Any:
    """Return copies of the items of `part` as many as make up the length of `whole`."""
    return [nest_copy(part[k % len(part)]) for k in range(len(whole))]


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
    """Return the sum of two cotangents, item by item where they are nests; 0.0 is any."""
    if isinstance(left, dict) and isinstance(right, dict):
        sums = {}
        for key, item in left.items():
            sums[key] = summed(item, right[key])
        return sums
    if not isinstance(right, (list, tuple, dict)):
        return left + right if not isinstance(left, (list, tuple, dict)) else left
    if not isinstance(left, (list, tuple, dict)):
        return right
    total = []
    for one, two in zip(left, right, strict=True):
        total.append(summed(one, two))
    return total
