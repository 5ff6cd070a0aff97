"""A function and a point -> its slope along a direction, from its values alone."""

from __future__ import annotations

import copy
import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from srcgrad.verify.structures import mapped, reals

STEP, LEVELS = 2e-3, 6
ROUNDING = 1e-14


@dataclass(frozen=True)
class Slope:
    """A slope, and how far off it may be."""

    value: float
    error: float


def moved(
    arguments: Sequence[Any], places: Sequence[int], direction: Any, step: Any
) -> list[Any]:
    """Return a copy of the arguments, those at `places` moved by a step."""
    result = list(copy.deepcopy(tuple(arguments)))
    for place, along in zip(places, direction, strict=True):
        result[place] = _along(result[place], iter(reals(along)), step)
    return result


def _along(argument: Any, parts: Iterator[Any], step: Any) -> Any:
    return mapped(lambda leaf: _shifted(leaf, step * next(parts)), argument)


def _shifted(leaf: Any, change: Any) -> Any:
    total = leaf + change
    if type(leaf) is not float:
        return total
    return (
        complex(total)
        if isinstance(total, complex | np.complexfloating)
        else float(total)
    )


def widened(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Return a copy in double precision: differences in single judge nothing."""

    def wide(leaf: Any) -> Any:
        if type(leaf) is float:
            return leaf
        doubles = np.asarray(leaf, np.float64).copy()
        return doubles if isinstance(leaf, np.ndarray) else np.float64(leaf)

    return tuple(mapped(wide, copy.deepcopy(argument)) for argument in arguments)


def central(
    function: Callable[[Sequence[Any]], float],
    arguments: Sequence[Any],
    places: Sequence[int],
    direction: Any,
) -> Slope:
    """Central differences with halved steps, extrapolated to step zero.

    Of the table of extrapolations, the entry that its neighbours contradict least is
    taken (Ridders, Advances in Engineering Software 4, 1982); the rounding of the
    values is a floor of its error.
    """
    size = 0.0
    best = Slope(math.nan, math.inf)
    older: list[float] = []
    for level in range(LEVELS):
        step = STEP / 2.0**level
        ahead = function(moved(arguments, places, direction, step))
        behind = function(moved(arguments, places, direction, -step))
        size = max(size, abs(ahead), abs(behind))
        row = [(ahead - behind) / (2.0 * step)]
        for order, previous in enumerate(older, start=1):
            factor = 4.0**order
            row.append((factor * row[-1] - previous) / (factor - 1.0))
            change = max(abs(row[-1] - row[-2]), abs(row[-1] - previous))
            if change < best.error:
                best = Slope(row[-1], change)
        older = row
    return Slope(best.value, max(best.error, ROUNDING * size / STEP))


def complex_step(
    function: Callable[[Sequence[Any]], Any],
    arguments: Sequence[Any],
    places: Sequence[int],
    direction: Any,
) -> float | None:
    """Slope by an imaginary step, exact to rounding; None where that cannot be had.

    Squire & Trapp, SIAM Review 40, 1998. It takes a source that also runs on complex
    numbers: not one that orders them, or drops their imaginary parts.
    """
    step = 1e-30
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            value = function(moved(arguments, places, direction, step * 1j))
    except Exception:
        return None
    if not isinstance(value, complex | np.complexfloating):
        return None
    return float(value.imag) / step
