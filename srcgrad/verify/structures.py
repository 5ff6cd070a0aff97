"""Nested tuples, lists and dicts of numbers -> their floating leaves, and back."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np

Leaf: TypeAlias = "float | np.generic | np.ndarray[Any, Any]"
Leaves: TypeAlias = "list[np.ndarray[Any, Any]]"


def is_real(value: Any) -> bool:
    """Whether a value is a float or an array of floats."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind == "f"
    return isinstance(value, float)


def leaves_of(structure: Any) -> Iterator[Any]:
    """Yield every leaf, left to right."""
    match structure:
        case tuple() | list():
            for item in structure:
                yield from leaves_of(item)
        case dict():
            for item in structure.values():
                yield from leaves_of(item)
        case _:
            yield structure


def reals(structure: Any) -> Leaves:
    """Return the floating leaves as arrays of doubles."""
    return [np.asarray(leaf, float) for leaf in leaves_of(structure) if is_real(leaf)]


def mapped(function: Callable[[Any], Any], structure: Any) -> Any:
    """Return the structure with `function` applied to each floating leaf."""
    match structure:
        case tuple():
            return tuple(mapped(function, item) for item in structure)
        case list():
            return [mapped(function, item) for item in structure]
        case dict():
            return {key: mapped(function, item) for key, item in structure.items()}
        case _:
            return function(structure) if is_real(structure) else structure


def like(model: Any, numbers: Any) -> Any:
    """Return numbers of the type of `model`: a float for a float, else its dtype."""
    if type(model) is float:
        return float(numbers)
    cast = np.asarray(numbers, model.dtype)
    return cast if isinstance(model, np.ndarray) else model.dtype.type(cast)


def dot(left: Leaves, right: Leaves) -> float:
    """Return the dot product; NaN where the shapes differ."""
    if [a.shape for a in left] != [b.shape for b in right]:
        return math.nan
    return float(sum(np.sum(a * b) for a, b in zip(left, right, strict=True)))


def norm(leaves: Leaves) -> float:
    """Return the Euclidean norm of all leaves together."""
    return math.sqrt(sum(float(np.sum(leaf * leaf)) for leaf in leaves))


def distance(found: Any, expected: Any) -> float:
    """Return the largest relative difference; infinity where structure or shape differ.

    NaN equals nothing, so that it never passes.
    """
    one, two = list(leaves_of(found)), list(leaves_of(expected))
    if len(one) != len(two):
        return math.inf
    return max((_difference(a, b) for a, b in zip(one, two, strict=True)), default=0.0)


def _difference(found: Any, expected: Any) -> float:
    if not isinstance(expected, np.ndarray | np.generic | float | int | complex):
        return 0.0 if found == expected else math.inf
    try:
        a, b = np.asarray(found), np.asarray(expected)
    except ValueError:
        return math.inf
    if a.shape != b.shape or a.dtype.kind not in "biufc":
        return math.inf
    if not a.size:
        return 0.0
    scale = float(np.max(np.abs(b)))
    gap = float(np.max(np.abs(a.astype(complex) - b)))
    return gap / scale if scale > 0.0 else gap
