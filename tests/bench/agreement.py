"""A gradient -> whether it is that of the program, by central differences of its values."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.bench.program import Program

COUNT = 3


def directions(program: Program, arguments: tuple[Any, ...]) -> list[list[np.ndarray]]:
    """Directions to look along: for each, an array for each differentiated argument."""
    rng = np.random.default_rng(11)
    return [
        [
            rng.normal(size=np.shape(arguments[position]))
            for position in program.positions
        ]
        for _ in range(COUNT)
    ]


def slopes(
    program: Program, arguments: tuple[Any, ...], gradients: list[np.ndarray]
) -> list[float]:
    """Slopes along the directions, as the gradients have them."""
    for position, gradient in zip(program.positions, gradients, strict=True):
        assert np.shape(gradient) == np.shape(arguments[position]), "of another shape"
    return [
        float(sum(np.sum(a * b) for a, b in zip(direction, gradients, strict=True)))
        for direction in directions(program, arguments)
    ]


def measured_slopes(program: Program, arguments: tuple[Any, ...]) -> list[float]:
    """Slopes along the directions by differences of fourth order, and none by a formula."""
    found = []
    for direction in directions(program, arguments):
        size = max(float(np.max(np.abs(one), initial=0.0)) for one in direction)
        step = getattr(program.module, "STEP", 1e-5) / size

        def at(t: float, direction: list[np.ndarray] = direction) -> float:
            moved = list(arguments)
            for position, one in zip(program.positions, direction, strict=True):
                moved[position] = arguments[position] + t * one
            return float(program.module.loss(*moved))

        inner, outer = at(step) - at(-step), at(2 * step) - at(-2 * step)
        found.append((8 * inner - outer) / (12 * step))
    return found


def agree(one: list[float], other: list[float], tolerance: float) -> bool:
    """Whether slopes are equal, up to a part of the largest of them."""
    scale = max(map(abs, [*one, *other]), default=0.0)
    pairs = zip(one, other, strict=True)
    return all(abs(a - b) <= tolerance * scale for a, b in pairs) and np.isfinite(scale)
