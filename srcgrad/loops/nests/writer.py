"""The state of compiled code that is being written: names, places, and the block so far."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.facts import Facts
from srcgrad.loops.nests.nest import (
    ONE,
    ZERO,
    Allocate,
    Assign,
    Check,
    Loop,
    Put,
    Statement,
    loads,
    names,
)
from srcgrad.loops.nests.tensors import Shape, Tensor, count, is_small, memory, scalar

INDICES = "ijklmpqrst"


@dataclass
class Place:
    """Where a variable or a cotangent is kept: a scalar, an array, or a few scalars."""

    name: str
    shape: Shape
    dtype: str
    parts: tuple[str, ...] = ()

    def tensor(self) -> Tensor:
        """Return the elements of what is there."""
        if not self.parts:
            return memory(self.name, self.shape, self.dtype)

        def element(at: tuple[Expression, ...]) -> Expression:
            return Name(self.parts[self.position(at)])

        return Tensor(self.shape, self.dtype, element, literal=True)

    def position(self, at: tuple[Expression, ...]) -> int:
        """Return which of the scalars an index means."""
        place = 0
        for index, extent in zip(at, self.shape, strict=True):
            assert isinstance(index, Constant), "an index of scalars must be a literal"
            assert extent.number is not None
            place = place * extent.number + index.value % extent.number
        return place


@dataclass
class Writer:
    """Writes statements. `symbol` : the name of an extent or a variable's integer."""

    taken: set[str]
    symbols: dict[str, str] = field(default_factory=dict)
    block: list[Statement] = field(default_factory=list)
    resolve: Callable[[str], str] | None = None
    fast: bool = False
    facts: Facts = field(default_factory=Facts)
    tested: set[Expression] = field(default_factory=set)
    depth: int = 0
    counters: list[str] = field(default_factory=list)

    def unused(self, stem: str) -> str:
        """Return a name that nothing else has, and take it."""
        name, number = stem, 2
        while name in self.taken:
            name = f"{stem}_{number}"
            number += 1
        self.taken.add(name)
        return name

    def add(self, statement: Statement) -> None:
        """Add a statement to the block."""
        self.block.append(statement)

    @contextmanager
    def inside(self) -> Iterator[list[Statement]]:
        """Write into a block of its own."""
        outer, self.block = self.block, []
        tested, self.tested = self.tested, set(self.tested)
        yield self.block
        self.block, self.tested = outer, tested

    def extent(self, extent: Affine) -> Affine:
        """Return an extent in the names of the compiled code."""
        found = Affine(extent.constant)
        for symbol, factor in extent.terms:
            found = found + Affine(0, ((self.symbol(symbol), factor),))
        return found

    def symbol(self, symbol: str) -> str:
        """Return the name that stands for an integer."""
        if symbol not in self.symbols:
            assert self.resolve is not None
            return self.resolve(symbol)
        return self.symbols[symbol]

    def counter(self) -> str:
        """Return the index of the next loop inwards: the same for all of this depth."""
        while len(self.counters) <= self.depth:
            stem = INDICES[min(len(self.counters), len(INDICES) - 1)]
            while stem in self.taken:
                later = [c for c in INDICES if c not in self.taken]
                stem = later[0] if later else f"{stem}_"
            self.taken.add(stem)
            self.counters.append(stem)
        return self.counters[self.depth]

    def nest(
        self,
        shape: Shape,
        body: Callable[[tuple[Expression, ...]], None],
        order: tuple[int, ...] | None = None,
    ) -> None:
        """Write loops over all indices of a shape, in the order of its axes."""
        if is_small(shape) or count(shape) == 1 or not shape:
            ranges = [range(e.number or 0) for e in shape]
            for at in itertools.product(*ranges):
                body(tuple(map(Constant, at)))
            return
        axes = order or tuple(range(len(shape)))
        chosen: list[Expression | None] = [None] * len(shape)
        self._loops(shape, body, axes, chosen)

    def _loops(
        self,
        shape: Shape,
        body: Callable[[tuple[Expression, ...]], None],
        axes: tuple[int, ...],
        chosen: list[Expression | None],
    ) -> None:
        if not axes:
            body(tuple(c for c in chosen if c is not None))
            return
        axis, *rest = axes
        if shape[axis] == Affine(1):
            chosen[axis] = ZERO
            self._loops(shape, body, tuple(rest), chosen)
            return
        counter = self.counter()
        chosen[axis] = Name(counter)
        self.depth += 1
        stop = self.extent(shape[axis]).expression()
        with self.inside() as block:
            self._loops(shape, body, tuple(rest), chosen)
        self.depth -= 1
        self.add(Loop(counter, ZERO, stop, ONE, tuple(block), made=True))

    def allocate(self, stem: str, shape: Shape, dtype: str) -> Tensor:
        """Make memory for a value."""
        name = self.unused(stem)
        extents = tuple(self.extent(extent) for extent in shape)
        self.add(Allocate(name, extents, dtype))
        return memory(name, shape, dtype)

    def named(self, value: Expression, stem: str) -> Expression:
        """Return a scalar under a name, unless it is a name or a literal."""
        if isinstance(value, Name | Constant):
            return value
        name = self.unused(stem)
        self.add(Assign(name, value))
        return Name(name)

    def fresh(self, value: Expression, stem: str) -> Expression:
        """Return a scalar under a name of its own."""
        name = self.unused(stem)
        self.add(Assign(name, value))
        return Name(name)

    def kept(self, tensor: Tensor, stem: str) -> Tensor:
        """Write a value down, so that its elements are not worked out again."""
        if not tensor.shape:
            return scalar(self.named(tensor.scalar, stem), tensor.dtype, tensor.weak)
        if tensor.array is not None and not tensor.transposed:
            return tensor
        if is_small(tensor.shape):
            return self.components(tensor, stem)
        result = self.allocate(stem, tensor.shape, tensor.dtype)
        self.fill(result, tensor)
        return result

    def components(self, tensor: Tensor, stem: str) -> Tensor:
        """Write a value of a few elements down, each in a scalar."""
        place = self.scattered(stem, tensor.shape, tensor.dtype)
        self.store(place, tensor)
        return place.tensor()

    def scattered(self, stem: str, shape: Shape, dtype: str) -> Place:
        """Return a place of a few scalars."""
        ranges = [range(e.number or 0) for e in shape]
        parts = tuple(
            self.unused("_".join((stem, *map(str, at))))
            for at in itertools.product(*ranges)
        )
        return Place(stem, shape, dtype, parts)

    def in_memory(self, tensor: Tensor, stem: str) -> Tensor:
        """Write a value down as an array, whatever its size."""
        if tensor.array is not None and not tensor.transposed:
            return tensor
        result = self.allocate(stem, tensor.shape, tensor.dtype)
        self.fill(result, tensor)
        return result

    def fill(self, target: Tensor, value: Tensor) -> None:
        """Write all elements of an array that has just been made."""
        assert target.array is not None
        array = target.array
        self.nest(value.shape, lambda at: self.add(Put(array, at, value.at(at))))

    def store(self, place: Place, value: Tensor) -> None:
        """Replace all that is at a place; `value` may read what is there before."""
        if not place.shape:
            self.add(Assign(place.name, value.scalar))
            return
        if place.parts:
            ranges = [range(e.number or 0) for e in place.shape]
            points = [tuple(map(Constant, at)) for at in itertools.product(*ranges)]
            found = [value.at(at) for at in points]
            for k, part in enumerate(place.parts):
                if any(part in names(element) for element in found[k + 1 :]):
                    # all elements are read before one is replaced
                    found = [self.fresh(element, place.name) for element in found]
                    break
            for part, element in zip(place.parts, found, strict=True):
                if element != Name(part):
                    self.add(Assign(part, element))
            return
        array, same = place.name, True

        def check(at: tuple[Expression, ...]) -> None:
            nonlocal same
            for name, index in loads(value.at(at)):
                same = same and (name != array or index == at)

        with self.inside():
            self.nest(value.shape, check)
        if not same:
            value = self.in_memory(
                Tensor(value.shape, value.dtype, value.at), f"{array}_new"
            )
        self.nest(
            value.shape,
            lambda at: (
                None
                if value.at(at) == Index(Name(array), at)
                else self.add(Put(array, at, value.at(at)))
            ),
        )

    def check(self, condition: Expression, message: str) -> None:
        """Refuse to go on unless a condition holds."""
        if condition not in self.tested:
            self.add(Check(condition, message))
        constant = {self.symbols[e] for e in self.facts.extents if e in self.symbols}
        if names(condition) <= constant:
            self.tested.add(condition)

    def equal(self, one: Affine, two: Affine, what: str) -> None:
        """Test that two extents are the same number."""
        left, right = self.extent(one), self.extent(two)
        if left == right:
            return
        condition = Apply("equal", (left.expression(), right.expression()))
        self.check(condition, f"extents of {what} differ")
