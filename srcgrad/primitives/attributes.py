"""Functions that are copied into the emitted file where objects are held by lists.

The cotangent of an object has its attributes: a SimpleNamespace.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from srcgrad.primitives.stored import nest_copy, summed, zero_cotangent


def zero_parts(primal: Any) -> Any:
    """Return zeros in the structure of `primal`: of an object, for its attributes."""
    if hasattr(primal, "__dict__"):
        zeros = SimpleNamespace()
        for key, part in vars(primal).items():
            setattr(zeros, key, zero_parts(part))
        return zeros
    if isinstance(primal, (list, tuple)):
        return [zero_parts(item) for item in primal]
    return zero_cotangent(primal)


def summed_parts(left: Any, right: Any) -> Any:
    """Return the sum of two cotangents of nests of objects."""
    if hasattr(left, "__dict__") and hasattr(right, "__dict__"):
        total = SimpleNamespace()
        for key, part in vars(left).items():
            setattr(total, key, summed_parts(part, getattr(right, key)))
        return total
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        pairs = zip(left, right, strict=True)
        return [summed_parts(one, two) for one, two in pairs]
    if hasattr(left, "__dict__") or left is None:
        return left
    return right if hasattr(right, "__dict__") else summed(left, right)


def copied_parts(nest: Any) -> Any:
    """Return a copy of a nest of objects, of every array in it."""
    if hasattr(nest, "__dict__"):
        copied = SimpleNamespace()
        for key, part in vars(nest).items():
            setattr(copied, key, copied_parts(part))
        return copied
    if isinstance(nest, (list, tuple)):
        return [copied_parts(item) for item in nest]
    return nest_copy(nest)
