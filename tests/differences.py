"""A function and a point -> its derivative along a direction, by differences alone.

Nothing here is shared with the compiler: this is the reference it is held against.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Leaves = list[np.ndarray]
LEVELS = 6


def is_floating(value: Any) -> bool:
    """Return whether `value` is a float, or an array of floats."""
    if isinstance(value, (bool, np.bool_)):
        return False
    return isinstance(value, float) or (
        isinstance(value, (np.ndarray, np.generic))
        and np.issubdtype(value.dtype, np.floating)
    )


def map_floats(function: Callable[[Any], Any], structure: Any) -> Any:
    """Apply `function` to every floating leaf of nested tuples, lists and dicts."""
    if isinstance(structure, (tuple, list)):
        return type(structure)(map_floats(function, part) for part in structure)
    if isinstance(structure, dict):
        return {key: map_floats(function, part) for key, part in structure.items()}
    return function(structure) if is_floating(structure) else structure


def floats_of(structure: Any) -> Leaves:
    """Return the floating leaves in order, each as an array of doubles."""
    found: Leaves = []
    map_floats(lambda leaf: found.append(np.asarray(leaf, float)), structure)
    return found


def inner(left: Sequence[np.ndarray], right: Sequence[np.ndarray]) -> float:
    """Return the dot product of two lists of leaves."""
    assert len(left) == len(right), (len(left), len(right))
    for a, b in zip(left, right, strict=True):
        assert a.shape == b.shape, (a.shape, b.shape)
    return float(sum(np.sum(a * b) for a, b in zip(left, right, strict=True)))


def widened(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Return a deep copy with every float32 as float64, identities kept."""
    seen: dict[int, Any] = {}

    def widen(leaf: Any) -> Any:
        if isinstance(leaf, float):
            return leaf
        if id(leaf) not in seen:
            if isinstance(leaf, np.generic):
                seen[id(leaf)] = np.float64(leaf)
            else:
                seen[id(leaf)] = np.array(leaf, dtype=np.float64)
        return seen[id(leaf)]

    kept = [map_floats(widen, argument) for argument in arguments]
    return copy.deepcopy(tuple(kept))


def moved(
    arguments: Sequence[Any], places: Sequence[int], direction: Any, step: Any
) -> tuple[Any, ...]:
    """Return a fresh copy of the arguments, those at `places` moved along `direction`.

    `direction` holds one entry of the argument's own structure for each place. The
    step may be complex.
    """
    result = list(copy.deepcopy(tuple(arguments)))
    for place, along in zip(places, direction, strict=True):
        parts = iter(floats_of(along))
        result[place] = map_floats(
            lambda leaf, parts=parts: _shifted(leaf, step * next(parts)),
            result[place],
        )
    return tuple(result)


def _shifted(leaf: Any, change: np.ndarray) -> Any:
    total = leaf + change
    if isinstance(leaf, float):
        return complex(total) if np.iscomplexobj(total) else float(total)
    return total


def directional(
    function: Callable[..., float],
    arguments: Sequence[Any],
    places: Sequence[int],
    direction: Any,
    start: float = 2e-3,
    levels: int = LEVELS,
) -> tuple[float, float]:
    """Return the derivative of `function` along `direction`, and its error estimate.

    Central differences with halved steps, extrapolated by Richardson's scheme
    (Ridders, Advances in Engineering Software 4, 1982): the entry of the table that
    its neighbours contradict least is taken. Neighbours may agree by chance: rounding
    in the values themselves is a floor of the estimate.
    """
    size = 0.0

    def central(step: float) -> float:
        ahead = function(*moved(arguments, places, direction, step))
        behind = function(*moved(arguments, places, direction, -step))
        nonlocal size
        size = max(size, abs(ahead), abs(behind))
        return (ahead - behind) / (2.0 * step)

    best, error = np.nan, np.inf
    previous: list[float] = []
    for level in range(levels):
        row = [central(start / 2.0**level)]
        for order, older in enumerate(previous, start=1):
            factor = 4.0**order
            row.append((factor * row[-1] - older) / (factor - 1.0))
            change = max(abs(row[-1] - row[-2]), abs(row[-1] - older))
            if change <= error:
                best, error = row[-1], change
        previous = row
    return best, max(error, 6e-15 * size / start)


def one_sided(
    function: Callable[..., float],
    arguments: Sequence[Any],
    places: Sequence[int],
    direction: Any,
    step: float = 1e-7,
) -> tuple[float, float]:
    """Return the slopes of `function` behind and ahead of a kink."""
    here = function(*copy.deepcopy(tuple(arguments)))
    ahead = function(*moved(arguments, places, direction, step))
    behind = function(*moved(arguments, places, direction, -step))
    return (here - behind) / step, (ahead - here) / step


def complex_step(
    function: Callable[..., Any],
    arguments: Sequence[Any],
    places: Sequence[int],
    direction: Any,
) -> float | None:
    """Return the derivative exact to rounding; None where `function` is not for it.

    A function that orders complex numbers, or drops an imaginary part, is not.
    """
    step = 1e-30
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            value = function(*moved(arguments, places, direction, step * 1j))
    except Exception:
        return None
    if not np.iscomplexobj(value):
        return None
    return float(np.imag(value)) / step
