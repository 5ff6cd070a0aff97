"""Step number -> learning rate: what an optimiser takes as its `rate`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

Schedule: TypeAlias = Callable[[int], float]


def constant(rate: float) -> Schedule:
    """Return a schedule that is `rate` at every step."""
    return lambda step: rate


def steps(rate: float, every: int, factor: float = 0.1) -> Schedule:
    """Return a schedule that is multiplied by `factor` after each `every` steps."""
    return lambda step: rate * factor ** (step // every)


def exponential(rate: float, factor: float) -> Schedule:
    """Return a schedule that is multiplied by `factor` at each step."""
    return lambda step: rate * factor**step


def cosine(rate: float, total: int, least: float = 0.0) -> Schedule:
    """Return half a cosine from `rate` to `least` over `total` steps, `least` after.

    Loshchilov and Hutter (2017), equation 5, without restarts.
    """

    def at(step: int) -> float:
        share = min(step / total, 1.0)
        return least + 0.5 * (rate - least) * (1.0 + math.cos(math.pi * share))

    return at


def warmup(schedule: Schedule, total: int) -> Schedule:
    """Return the schedule, begun after `total` steps that rise in a line to it."""

    def at(step: int) -> float:
        if step < total:
            return schedule(0) * (step + 1) / total
        return schedule(step - total)

    return at
