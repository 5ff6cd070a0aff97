"""Loops and what has to be recorded in them -> memory for it, and where an item stands.

for i in range(a, b):         tape[i - a]        the trip count is known beforehand
while t < end:                a growing array, last in, first out
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Var,
    variables,
)
from srcgrad.ir.program import For, While
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.nest import Allocate, Assign, Pop, Push, Put
from srcgrad.loops.nests.tensors import Shape, Tensor, count, scalar, shifted
from srcgrad.loops.nests.writer import Place, Writer
from srcgrad.loops.operations.arguments import size, values_named
from srcgrad.loops.operations.values import Values


@dataclass(frozen=True)
class Range:
    """`range(start, stop, step)`, and whether it is gone through from its end."""

    start: Expression
    stop: Expression
    step: int
    reversed: bool = False


def range_of(iterable: Expression) -> Range | None:
    """Read the iterable of a loop; None where its step is no literal."""
    match iterable:
        case Apply("reversed", (inner,)):
            found = range_of(inner)
            if found is None:
                return None
            return Range(found.start, found.stop, found.step, not found.reversed)
        case Apply("range", (stop,)):
            return Range(Constant(0), stop, 1)
        case Apply("range", (start, stop)):
            return Range(start, stop, 1)
        case Apply("range", (start, stop, Constant(value=int(step)))) if step:
            return Range(start, stop, step)
        case Apply(
            "range", (start, stop, Apply("negative", (Constant(value=int(step)),)))
        ):
            return Range(start, stop, -step) if step else None
        case _:
            return None


@dataclass(frozen=True)
class Dense:
    """An array with an axis for each loop."""

    name: str
    loops: tuple[int, ...]
    shape: Shape
    dtype: str

    def item(self, at: tuple[Expression, ...]) -> Tensor:
        """Return what is recorded for one iteration."""
        if not self.shape:
            return scalar(Index(Name(self.name), at), self.dtype)
        return Tensor(
            self.shape, self.dtype, lambda i: Index(Name(self.name), (*at, *i))
        )


@dataclass(frozen=True)
class Stack:
    """A growing array of numbers."""

    name: str
    top: str
    shape: Shape
    dtype: str


@dataclass
class Tapes:
    """Makes and uses tapes. `trips`, `places` : of the loops that are dense."""

    writer: Writer
    values: Values
    homes: Mapping[Var, tuple[int, ...]]

    def make(
        self,
        stem: str,
        loops: tuple[For | While, ...],
        shape: Shape,
        dtype: str,
    ) -> Dense | Stack:
        """Make a tape for what is recorded in these loops, before the outermost."""
        trips = [self.trips(loop) for loop in loops]
        name = self.writer.unused(f"{stem}_tape")
        fixed = all(self._is_outside(extent) for extent in shape)
        if fixed and all(t is not None for t in trips):
            axes = tuple(self.writer.extent(t) for t in trips if t is not None)
            own = tuple(self.writer.extent(extent) for extent in shape)
            self.writer.add(Allocate(name, (*axes, *own), dtype))
            return Dense(name, tuple(map(id, loops)), shape, dtype)
        top = self.writer.unused(f"{stem}_top")
        self.writer.add(Allocate(name, (Affine(64),), dtype))
        self.writer.add(Assign(top, Constant(0)))
        return Stack(name, top, shape, dtype)

    def _is_outside(self, extent: Affine) -> bool:
        """Whether an extent is known before all loops."""
        return all(not self.loops_of(symbol) for symbol in extent.symbols)

    def loops_of(self, symbol: str) -> tuple[int, ...]:
        """Return the loops in which the variable behind a symbol is made."""
        name, _, version = symbol.rpartition(".")
        if symbol.startswith("@"):
            return (0,)
        if not version.isdigit():
            return ()
        return self.homes.get(Var(name, int(version)), ())

    def trips(self, loop: For | While) -> Affine | None:
        """Return how often a loop runs, where that is known before the outermost."""
        if not isinstance(loop, For):
            return None
        found = range_of(loop.iterable)
        if found is None:
            return None
        for bound in (found.start, found.stop):
            whole = self.values.integer(bound)
            if whole is None:
                if any(self.homes.get(v) for v in variables(bound)):
                    return None
            elif not self._is_outside(whole):
                return None
        return trip_count(self.values, found)

    def push(self, stack: Stack, value: Tensor) -> None:
        """Record a value on a stack, element by element."""
        self.writer.nest(
            value.shape,
            lambda at: self.writer.add(Push(stack.name, stack.top, value.at(at))),
        )

    def pop(self, stack: Stack, place: Place) -> None:
        """Take a value off a stack, into a place."""
        writer = self.writer
        if not place.shape:
            writer.add(Pop(place.name, stack.name, stack.top))
            return
        if place.parts:
            for part in reversed(place.parts):
                writer.add(Pop(part, stack.name, stack.top))
            return
        size = _size(self.values, place.shape)
        top = Name(stack.top)
        writer.add(Assign(stack.top, Apply("subtract", (top, size))))
        extents = [writer.extent(e).expression() for e in place.shape]

        def put(at: tuple[Expression, ...]) -> None:
            flat: Expression = at[0]
            for index, extent in zip(at[1:], extents[1:], strict=True):
                flat = Apply("add", (Apply("multiply", (flat, extent)), index))
            where = Apply("add", (top, flat))
            writer.add(Put(place.name, at, Index(Name(stack.name), (where,))))

        writer.nest(place.shape, put)


def _size(values: Values, shape: Shape) -> Expression:

    number = count(shape)
    if number is not None:
        return Constant(number)
    return values.writer.extent(size(values, shape)).expression()


def trip_count(values: Values, found: Range) -> Affine:
    """Return how many iterations a range has."""
    start, stop = values.extent(found.start), values.extent(found.stop)
    length = stop - start if found.step > 0 else start - stop
    writer, stride = values.writer, abs(found.step)
    if stride == 1 and writer.facts.holds(length):
        return length
    spelled = writer.extent(length + (stride - 1)).expression()
    if stride > 1:
        spelled = Apply("floor_divide", (spelled, Constant(stride)))
    return values_named(values, Apply("builtins.max", (spelled, Constant(0))))


def iteration(
    writer: Writer, values: Values, found: Range, counter: Expression
) -> Expression:
    """Return the number of the iteration of a range in which the counter has this value."""
    start = writer.extent(values.extent(found.start))
    if found.step == 1:
        return shifted(counter, -start)
    if found.step == -1:
        return shifted(counter, start, -1)
    first = start.expression()
    if found.step > 0:
        passed = (
            counter if first == Constant(0) else Apply("subtract", (counter, first))
        )
    else:
        passed = Apply("subtract", (first, counter))
    return Apply("floor_divide", (passed, Constant(abs(found.step))))


def last_of(values: Values, found: Range) -> tuple[Expression, Expression]:
    """Return where a range ends, and one step before where it starts."""
    writer = values.writer
    start, stop = values.extent(found.start), values.extent(found.stop)
    if abs(found.step) == 1:
        first, end = stop - found.step, start - found.step
        return writer.extent(first).expression(), writer.extent(end).expression()
    trips = writer.extent(trip_count(values, found))
    first = writer.extent(start) + (trips - 1).times(found.step)
    end = writer.extent(start - found.step)
    return first.expression(), end.expression()
