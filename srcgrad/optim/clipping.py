"""A gradient -> the same gradient, in place, not larger than a bound."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from srcgrad.optim.nests import Array, Path, leaves, updated


def global_norm(gradient: Any) -> float:
    """Return the Euclidean norm of all leaves together."""
    squares = (float(np.sum(np.abs(leaf) ** 2)) for _, leaf in leaves(gradient))
    return math.sqrt(sum(squares))


def clip_by_norm(gradient: Any, bound: float) -> Any:
    """Scale the gradient so that its global norm is at most `bound`; return it."""
    norm = global_norm(gradient)
    if norm <= bound:
        return gradient

    def scale(path: Path, leaf: Array, slope: Array) -> None:
        leaf *= bound / norm

    return updated(gradient, gradient, scale)


def clip_by_value(gradient: Any, bound: float) -> Any:
    """Move each element into the range from `-bound` to `bound`; return the gradient."""

    def clip(path: Path, leaf: Array, slope: Array) -> None:
        np.clip(leaf, -bound, bound, out=leaf)

    return updated(gradient, gradient, clip)
