"""Types, or a function that gives an example -> arguments of the calls to verify."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from srcgrad.diagnostics import CompileError, Diagnostic, refuse
from srcgrad.ir.program import Function
from srcgrad.ir.types import ListOf, Numeric, RecordOf, TupleOf, Type
from srcgrad.verify.structures import like, mapped, reals
from srcgrad.verify.subject import Subject, quietly

TRIES = 20


@dataclass(frozen=True)
class Drawing:
    """Draws the arguments of one point, which share `extents`."""

    draw: np.random.Generator
    extents: dict[str, int]
    positive: bool

    def value(self, type_: Type) -> Any:
        """Return a random value of a type."""
        match type_:
            case TupleOf(items):
                return tuple(self.value(item) for item in items)
            case RecordOf(kind="dict", fields=fields):
                return {key: self.value(part) for key, part in fields}
            case ListOf(item):
                return [self.value(item) for _ in range(3)]
            case Numeric(shape=tuple() as shape) if shape or type_.mutable:
                sizes = tuple(self._extent(k, d) for k, d in enumerate(shape))
                return self._array(type_.dtype or "float64", sizes)
            case Numeric(dtype=dtype, weak=weak):
                return self._number(dtype or "float64", weak)
            case _:
                raise AssertionError(f"nothing can be drawn for {type_}")

    def _extent(self, axis: int, extent: int | str | None) -> int:
        if isinstance(extent, int):
            return extent
        name = f"?{axis}" if extent is None else extent
        return self.extents.setdefault(name, int(self.draw.integers(3, 7)))

    def _array(self, dtype: str, shape: tuple[int, ...]) -> Any:
        match np.dtype(dtype).kind:
            case "b":
                return self.draw.random(shape) < 0.5
            case "i" | "u":
                # small enough to be subscripts, too
                return self.draw.integers(0, 3, shape).astype(dtype)
            case _:
                return self._floats(shape).astype(dtype)

    def _number(self, dtype: str, weak: bool) -> Any:
        match np.dtype(dtype).kind:
            case "b":
                return bool(self.draw.random() < 0.5)
            case "i" | "u":
                return int(self.draw.integers(1, 5))
            case _:
                number = float(self._floats(()))
                return (
                    number
                    if weak or dtype == "float64"
                    else np.dtype(dtype).type(number)
                )

    def _floats(self, shape: tuple[int, ...]) -> Any:
        if self.positive:
            return np.asarray(self.draw.uniform(0.2, 1.5, shape))
        numbers = np.asarray(self.draw.normal(size=shape))
        # away from zero, where many functions have a kink
        return numbers + np.where(numbers < 0.0, -0.05, 0.05)


def drawn(
    source: Function, subject: Subject, points: int, seed: int
) -> Iterator[tuple[Any, ...]]:
    """Yield random arguments at which the source runs and gives finite numbers.

    Raises
    ------
    CompileError
        SG038 a type is missing, SG039 the source runs at none of many points.
    """
    wanted = _drawable(source)
    draw = np.random.default_rng(seed)
    for _ in range(points):
        yield _point(source, wanted, subject, draw)


def _drawable(source: Function) -> dict[str, Type]:
    """Types of the parameters to draw; those with a default may be left to it."""
    found: dict[str, Type] = {}
    missing: list[Diagnostic] = []
    for parameter in source.parameters:
        if _is_known(parameter.type):
            found[parameter.name] = parameter.type
        elif not parameter.default_text:
            missing.append(
                Diagnostic(
                    "SG038",
                    f"too little is known of `{parameter.name}` to draw a value",
                    source.span,
                    (),
                    f'give its type, such as --types "{parameter.name}: f64[n]", '
                    "or arguments with --example",
                )
            )
    if missing:
        raise CompileError(missing)
    return found


def _is_known(type_: Type) -> bool:
    match type_:
        case Numeric(shape=shape):
            return isinstance(shape, tuple) or shape == frozenset()
        case TupleOf(items):
            return all(map(_is_known, items))
        case RecordOf(kind="dict", fields=fields, whole=True):
            return all(_is_known(part) for _, part in fields)
        case ListOf(item):
            return _is_known(item)
        case _:
            return False


def _point(
    source: Function,
    types: Mapping[str, Type],
    subject: Subject,
    draw: np.random.Generator,
) -> tuple[Any, ...]:
    problem = "its value is not finite"
    for attempt in range(TRIES):
        drawing = Drawing(draw, {}, positive=attempt % 2 == 1)
        arguments = []
        for parameter in source.parameters:
            if parameter.name in types:
                arguments.append(drawing.value(types[parameter.name]))
            else:
                arguments.append(_default(subject.function, parameter.name))
        try:
            value, _ = subject.output(arguments)
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
            continue
        if all(np.all(np.isfinite(leaf)) for leaf in reals(value)):
            return tuple(arguments)
    raise refuse(
        "SG039",
        f"`{source.name}` runs at none of {TRIES} random points: {problem}",
        source.span,
        hint="give arguments that suit it with --example",
    )


def _default(function: Callable[..., Any], name: str) -> Any:
    return copy.deepcopy(inspect.signature(function).parameters[name].default)


def from_example(
    example: Callable[..., Any],
    subject: Subject,
    wrt: Sequence[str],
    points: int,
    seed: int,
) -> Iterator[tuple[Any, ...]]:
    """Yield the arguments that a function returns, once for each point.

    The function may take a `numpy.random.Generator`. Where it gives the same arguments
    again, those to differentiate with respect to are moved a little.
    """
    draw = np.random.default_rng(seed)
    takes_one = bool(inspect.signature(example).parameters)
    seen: list[Any] = []
    for _ in range(points):
        with quietly():
            given = example(draw) if takes_one else example()
        arguments = _ordered(given, subject)
        if any(_equal(arguments, other) for other in seen):
            arguments = _moved(arguments, subject, wrt, draw)
        else:
            seen.append(arguments)
        yield arguments


def _ordered(given: Any, subject: Subject) -> tuple[Any, ...]:
    """Arguments in the order of the parameters, defaults filled in."""
    parameters = inspect.signature(subject.function).parameters
    values = given if isinstance(given, dict) else None
    if values is None:
        items = given if isinstance(given, tuple) else (given,)
        if len(items) > len(subject.names):
            raise _unsuited(
                f"{len(items)} arguments for {len(subject.names)} parameters"
            )
        values = dict(zip(subject.names, items, strict=False))
    unknown = [name for name in values if name not in subject.names]
    if unknown:
        raise _unsuited(f"`{unknown[0]}`, which is no parameter")
    result = []
    for name in subject.names:
        if name in values:
            result.append(values[name])
        elif parameters[name].default is not inspect.Parameter.empty:
            result.append(copy.deepcopy(parameters[name].default))
        else:
            raise _unsuited(f"nothing for `{name}`")
    return tuple(result)


def _unsuited(what: str) -> CompileError:
    hint = "it returns the arguments of one call: a tuple, or a dict by name"
    return refuse("SG037", f"the example gives {what}", hint=hint)


def _equal(left: Any, right: Any) -> bool:
    one, two = reals(left), reals(right)
    return len(one) == len(two) and all(
        np.array_equal(a, b) for a, b in zip(one, two, strict=True)
    )


def _moved(
    arguments: tuple[Any, ...],
    subject: Subject,
    wrt: Sequence[str],
    draw: np.random.Generator,
) -> tuple[Any, ...]:
    def shift(leaf: Any) -> Any:
        size = 0.1 * (float(np.mean(np.abs(leaf))) if np.size(leaf) else 0.0) or 0.1
        return like(leaf, leaf + size * draw.normal(size=np.shape(leaf)))

    moved = tuple(
        mapped(shift, value) if name in wrt else value
        for name, value in zip(subject.names, arguments, strict=True)
    )
    try:
        value, _ = subject.output(moved)
    except Exception:
        return arguments
    return (
        moved if all(np.all(np.isfinite(leaf)) for leaf in reals(value)) else arguments
    )
