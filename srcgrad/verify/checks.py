"""A point -> rows: the emitted code against the source, and against itself."""

from __future__ import annotations

import copy
import inspect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from srcgrad.verify.differences import Slope, central, complex_step, widened
from srcgrad.verify.report import Row
from srcgrad.verify.structures import (
    distance,
    dot,
    is_real,
    leaves_of,
    like,
    mapped,
    norm,
    reals,
)
from srcgrad.verify.subject import Subject

FEW = 12  # numbers that each get a difference of their own
DIRECTIONS = 3
LOOSE = 1e-3  # differences that may be further off than this judge nothing


@dataclass
class Checker:
    """Checks the derivatives of one function, point by point."""

    subject: Subject
    name: str
    wrt: tuple[str, ...]
    reverse: ModuleType
    forward: ModuleType | None
    draw: np.random.Generator
    rows: list[Row] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def point(self, number: int, arguments: Sequence[Any]) -> None:
        """Check everything at one point."""
        try:
            self._point(number, arguments)
        except Exception as error:
            self.subject.record.paused = False
            self.rows.append(Row(number, "runs", self.name, math.inf, 0.0))
            self.messages.append(
                f"point {number}: the derivative raised {type(error).__name__}: {error}"
            )

    def _point(self, number: int, arguments: Sequence[Any]) -> None:
        expected, left = self.subject.output(arguments)
        narrow = any(
            getattr(leaf, "dtype", None) in (np.float16, np.float32)
            for leaf in leaves_of([*arguments, expected])
        )
        exact = 1e-4 if narrow else 1e-10
        seed = self._seed(expected)
        given = copy.deepcopy(tuple(arguments))
        value, saved = self.subject.call(
            getattr(self.reverse, f"{self.name}_forward"), given
        )
        self._row(number, "value", self.name, distance(value, expected), exact)
        held = copy.deepcopy(seed)
        backward = getattr(self.reverse, f"{self.name}_backward")
        first = self.subject.call(lambda: backward(saved, held), ())
        gradient = self._gradient(copy.deepcopy(first))
        again = self._gradient(
            self.subject.call(lambda: backward(saved, copy.deepcopy(seed)), ())
        )
        self._row(number, "seed", "untouched", distance(held, seed), 0.0)
        self._row(number, "backward", "again", distance(again, gradient), exact)
        self._row(
            number,
            "arguments",
            self._written(arguments, left),
            distance(given, left),
            exact,
        )
        # a branch that a difference strays into is not one that a point took
        self.subject.record.paused = True
        for wrt, part, model in zip(
            self.wrt, gradient, self._models(arguments), strict=True
        ):
            self._against_differences(number, wrt, part, model, arguments, seed, narrow)
        self.subject.record.paused = False
        self._joint(number, arguments, expected, gradient, exact)
        if self.forward is not None:
            self._against_forward(
                number, arguments, left, expected, seed, gradient, exact
            )

    def _row(
        self, point: int, check: str, target: str, error: float, tolerance: float
    ) -> None:
        self.rows.append(Row(point, check, target, error, tolerance))

    def _seed(self, value: Any) -> Any:
        """Return a random cotangent of the value's structure; 1.0 for a number."""
        if is_real(value) and np.ndim(value) == 0:
            return 1.0
        return mapped(
            lambda leaf: like(leaf, self.draw.normal(size=np.shape(leaf))), value
        )

    def _written(self, arguments: Sequence[Any], left: Sequence[Any]) -> str:
        changed = [
            name
            for name, before, after in zip(
                self.subject.names, arguments, left, strict=False
            )
            if distance(after, before) > 0.0
        ]
        return ", ".join(changed) if changed else "unchanged"

    def _gradient(self, result: Any) -> tuple[Any, ...]:
        return tuple(result) if len(self.wrt) > 1 else (result,)

    def _models(self, arguments: Sequence[Any]) -> list[Any]:
        return [arguments[self.subject.names.index(name)] for name in self.wrt]

    # ---- differences

    def _against_differences(
        self,
        number: int,
        wrt: str,
        part: Any,
        model: Any,
        arguments: Sequence[Any],
        seed: Any,
        narrow: bool,
    ) -> None:
        """Hold one gradient against slopes of the source."""
        found = reals(part)
        shapes = [leaf.shape for leaf in reals(model)]
        if [leaf.shape for leaf in found] != shapes:
            self._row(number, "shape", wrt, math.inf, 0.0)
            return
        wide = widened(arguments)
        place = self.subject.names.index(wrt)
        steps: list[tuple[float, Slope]] = []
        sharp: list[tuple[float, float]] = []
        for direction in self._directions(model):
            along = dot(found, reals(direction))
            steps.append(
                (along, central(self._contracted(seed), wide, [place], [direction]))
            )
            exact = complex_step(self._complex(seed), wide, [place], [direction])
            if exact is not None:
                sharp.append((along, exact))
        size = max(norm(found) / math.sqrt(max(sum(f.size for f in found), 1)), 1e-8)
        self._differences(number, wrt, steps, size, narrow)
        if len(sharp) == len(steps) and steps and self._agree(steps, sharp, size):
            error = max(_apart(a, b, size) for a, b in sharp)
            self._row(number, "complex step", wrt, error, 1e-4 if narrow else 1e-9)

    def _differences(
        self,
        number: int,
        wrt: str,
        steps: list[tuple[float, Slope]],
        size: float,
        narrow: bool,
    ) -> None:
        least = 1e-3 if narrow else 1e-6
        judged = [s for s in steps if s[1].error <= LOOSE * max(abs(s[1].value), size)]
        if len(judged) < len(steps):
            self.messages.append(
                f"point {number}: differences along `{wrt}` do not settle (a kink?), "
                f"{len(judged)} of {len(steps)} could judge"
            )
        if judged or any(math.isnan(along) for along, _ in steps):
            judged = judged or steps
            error = max((_apart(a, s.value, size) for a, s in judged), key=_nan_last)
            doubt = max(s.error / max(abs(s.value), size) for _, s in judged)
            self._row(
                number,
                "differences",
                wrt,
                error,
                max(least, min(10.0 * doubt, 10 * LOOSE)),
            )

    def _agree(
        self,
        steps: list[tuple[float, Slope]],
        sharp: list[tuple[float, float]],
        size: float,
    ) -> bool:
        """Whether the complex step sees the same function as the differences do."""
        return all(
            abs(exact - slope.value)
            <= 10.0 * slope.error + 1e-6 * max(abs(exact), size)
            for (_, slope), (_, exact) in zip(steps, sharp, strict=True)
        )

    def _directions(self, model: Any) -> Iterator[Any]:
        """Yield unit directions where they are few, else random ones."""
        sizes = [leaf.size for leaf in reals(model)]
        total = sum(sizes)
        for k in range(total if total <= FEW else DIRECTIONS):
            if total <= FEW:
                numbers = np.zeros(total)
                numbers[k] = 1.0
            else:
                numbers = self.draw.normal(size=total)
            yield _filled(model, iter(numbers))

    def _contracted(self, seed: Any) -> Any:
        """Return the source's output times the seed, as a function of the arguments."""
        seeds = reals(seed)

        def function(arguments: Sequence[Any]) -> float:
            return dot(seeds, reals(self.subject.run(arguments)))

        return function

    def _complex(self, seed: Any) -> Any:
        seeds = reals(seed)

        def function(arguments: Sequence[Any]) -> Any:
            leaves = [
                np.asarray(leaf)
                for leaf in leaves_of(self.subject.run(arguments))
                if is_real(leaf) or np.iscomplexobj(leaf)
            ]
            return sum(np.sum(a * b) for a, b in zip(seeds, leaves, strict=True))

        return function

    # ---- the derivative against itself

    def _joint(
        self,
        number: int,
        arguments: Sequence[Any],
        expected: Any,
        gradient: tuple[Any, ...],
        exact: float,
    ) -> None:
        """Hold `f_value_and_grad` and `f_grad` against the pair."""
        both = getattr(self.reverse, f"{self.name}_value_and_grad", None)
        alone = getattr(self.reverse, f"{self.name}_grad", None)
        if both is None or alone is None or np.ndim(expected) != 0:
            return
        value, joint = self.subject.call(both, copy.deepcopy(tuple(arguments)))
        single = self.subject.call(alone, copy.deepcopy(tuple(arguments)))
        error = max(
            (
                distance(value, expected),
                distance(self._gradient(joint), gradient),
                distance(self._gradient(single), gradient),
            ),
            key=_nan_last,
        )
        self._row(number, "value_and_grad", self.name, error, exact)

    def _against_forward(
        self,
        number: int,
        arguments: Sequence[Any],
        left: Sequence[Any],
        expected: Any,
        seed: Any,
        gradient: tuple[Any, ...],
        exact: float,
    ) -> None:
        """Push a direction forward: times the seed, it is the gradient along it."""
        models = self._models(arguments)
        along = [
            mapped(
                lambda leaf: like(leaf, self.draw.normal(size=np.shape(leaf))), model
            )
            for model in models
        ]
        held = copy.deepcopy(along)
        jvp = getattr(self.forward, f"{self.name}_jvp")
        dots = _seed_names(jvp, len(self.wrt))
        given = copy.deepcopy(tuple(arguments))
        keywords = dict(zip(dots, held, strict=True))
        value, tangent = self.subject.call(
            lambda *a, **k: jvp(*a, **k, **keywords), given
        )
        pushed = dot(reals(seed), reals(tangent))
        pulled = dot(reals(gradient), reals(along))
        scale = norm(reals(gradient)) * norm(reals(along))
        error = abs(pushed - pulled) / max(scale, 1e-8)
        self._row(number, "forward", "dot product", error, exact)
        kept = max((distance(value, expected), distance(given, left)), key=_nan_last)
        self._row(number, "forward", "value", kept, exact)
        self._row(number, "forward", "seed", distance(held, along), 0.0)


def _filled(model: Any, numbers: Iterator[float]) -> Any:
    """Return the structure of `model` with these numbers in it."""

    def fill(leaf: Any) -> Any:
        taken = [next(numbers) for _ in range(np.size(leaf))]
        return np.reshape(taken, np.shape(leaf))

    return mapped(fill, model)


def _seed_names(jvp: Any, count: int) -> list[str]:
    """Return the last parameters of a function in forward mode: its tangents."""
    return list(inspect.signature(jvp).parameters)[-count:]


def _apart(found: float, expected: float, size: float) -> float:
    return abs(found - expected) / max(abs(expected), size)


def _nan_last(value: float) -> float:
    return math.inf if math.isnan(value) else value
