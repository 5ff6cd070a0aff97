"""A source function and a point -> its value, and its slopes by differences."""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib.util
import inspect
import sys
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from differences import (
    LEVELS,
    complex_step,
    directional,
    floats_of,
    inner,
    is_floating,
    map_floats,
    one_sided,
    widened,
)

FEW = 30  # up to so many numbers each gets a difference of its own
RANDOM_DIRECTIONS = 4


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Let a run divide by zero where the source would: only its numbers count."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@functools.cache
def load(path: Path) -> ModuleType:
    """Return the source file as a module of its own."""
    name = f"source_{zlib.crc32(str(path).encode()):x}_{path.stem}"
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Subject:
    """What is differentiated, and where.

    `of` names the argument whose final content is the output; otherwise it is what the
    function returns.
    """

    function: Callable[..., Any]
    names: tuple[str, ...]
    wrt: tuple[str, ...]
    of: str | None
    arguments: tuple[Any, ...]
    kink: bool = False

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(self.names.index(name) for name in self.wrt)

    @property
    def generator(self) -> np.random.Generator:
        return np.random.default_rng(zlib.crc32(self.function.__name__.encode()))

    def run(self, *arguments: Any) -> tuple[Any, tuple[Any, ...]]:
        """Return the output, and the arguments as the source leaves them."""
        with quietly():
            value = self.function(*arguments)
        if self.of is not None:
            value = arguments[self.names.index(self.of)]
        return value, arguments

    def output(self) -> tuple[Any, tuple[Any, ...]]:
        value, left = self.run(*copy.deepcopy(self.arguments))
        return copy.deepcopy(value), left

    def seed(self, value: Any) -> Any:
        """Return a random cotangent of the value's structure; 1.0 for a float."""
        draw = self.generator
        if is_floating(value) and np.ndim(value) == 0:
            return 1.0
        return map_floats(
            lambda leaf: (
                float(draw.normal())
                if np.ndim(leaf) == 0
                else draw.normal(size=np.shape(leaf)).astype(leaf.dtype)
            ),
            value,
        )


def subject(
    path: str | Path,
    function: str,
    wrt: str | Sequence[str] | None,
    arguments: Sequence[Any],
    of: str | None = None,
    kink: bool = False,
) -> Subject:
    """Return the function of the file as it stands, at the given arguments."""
    found = getattr(load(Path(path)), function)
    names = tuple(inspect.signature(found).parameters)
    if wrt is None:
        wrt = names[:1]
    elif isinstance(wrt, str):
        wrt = tuple(part.strip() for part in wrt.split(","))
    return Subject(found, names, tuple(wrt), of, tuple(arguments), kink)


@dataclass(frozen=True)
class Slope:
    """A derivative along one direction, known to within `error`; bounds at a kink."""

    direction: tuple[Any, ...]
    low: float
    high: float
    error: float


def directions(target: Subject) -> Iterator[tuple[Any, ...]]:
    """Yield unit directions where they are few, random ones besides."""
    along = [target.arguments[place] for place in target.places]
    size = sum(part.size for part in floats_of(along))
    draw = target.generator

    def like(numbers: Iterator[float]) -> tuple[Any, ...]:
        def fill(leaf: Any) -> Any:
            taken = [next(numbers) for _ in range(np.size(leaf))]
            return np.reshape(taken, np.shape(leaf)) if np.ndim(leaf) else taken[0]

        return tuple(map_floats(fill, part) for part in along)

    chosen = range(size) if size <= FEW else draw.choice(size, 6, replace=False)
    for spot in chosen:
        yield like(1.0 if place == spot else 0.0 for place in range(size))
    if size > FEW:
        for _ in range(RANDOM_DIRECTIONS):
            yield like(iter(draw.normal(size=size)))


def reference(target: Subject) -> tuple[Any, list[Slope]]:
    """Return a seed, and the slopes of <seed, output> at the point."""
    value, _ = target.output()
    seed = target.seed(value)
    seeds = floats_of(seed)
    arguments = widened(target.arguments)

    def contracted(*moved: Any) -> float:
        return inner(seeds, floats_of(target.run(*moved)[0]))

    def complex_contracted(*moved: Any) -> Any:
        leaves: list[Any] = []
        gather = leaves.append
        value = target.run(*moved)[0]
        stack = [value]
        while stack:
            part = stack.pop(0)
            if isinstance(part, (tuple, list)):
                stack = [*part, *stack]
            elif is_floating(part) or np.iscomplexobj(part):
                gather(np.asarray(part))
        return sum(np.sum(a * b) for a, b in zip(seeds, leaves, strict=True))

    # A program that computes in single precision itself needs a longer step.
    rough = tolerance(target.run(*copy.deepcopy(arguments))[0]) > 1e-5
    start, levels = (0.1, 3) if rough else (2e-3, LEVELS)
    slopes = []
    for direction in directions(target):
        if target.kink:
            ends = one_sided(contracted, arguments, target.places, direction)
            slopes.append(Slope(direction, min(ends), max(ends), 1e-5))
            continue
        slope, error = directional(
            contracted, arguments, target.places, direction, start, levels
        )
        if rough:
            error = 1e-4 * max(1.0, abs(slope))
        sharp = complex_step(complex_contracted, arguments, target.places, direction)
        if sharp is not None and abs(sharp - slope) <= 10 * error + 1e-9 * abs(slope):
            slope, error = sharp, 1e-12 * abs(sharp)
        slopes.append(Slope(direction, slope, slope, error))
    return seed, slopes


def check_point(target: Subject) -> tuple[Any, list[Slope]]:
    """Return `reference`, once it is seen to be finite and sharp enough to judge by."""
    seed, slopes = reference(target)
    value, _ = target.output()
    assert floats_of(value), f"no floating output: {value!r}"
    for leaf in floats_of(value):
        assert np.all(np.isfinite(leaf)), f"the value is not finite: {value!r}"
    for slope in slopes:
        assert np.isfinite(slope.low) and np.isfinite(slope.high), slope
        bound = 1e-6 * max(1.0, abs(slope.low))
        bound *= 200.0 if tolerance(value) > 1e-5 else 1.0
        assert target.kink or slope.error <= bound, f"not smooth here: {slope}"
    return seed, slopes


def tolerance(*structures: Any) -> float:
    """Return the relative tolerance that the narrowest float among them allows."""
    narrow: list[bool] = []
    map_floats(
        lambda leaf: narrow.append(getattr(leaf, "dtype", None) == np.float32),
        structures,
    )
    return 2e-4 if any(narrow) else 2e-7
