"""Expression -> Tensor: its elements, with what has to be made in memory written first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    Var,
    walk,
)
from srcgrad.loops.kernels.text import KERNELS
from srcgrad.loops.nests.affine import Affine, affine, combined
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.nests.tensors import Shape, Tensor, element_at, is_small, scalar
from srcgrad.loops.nests.writer import Writer
from srcgrad.loops.operations import creations, joins, products, reductions, views
from srcgrad.loops.operations.scalars import element, is_elementwise, result_dtype
from srcgrad.primitives.table import TABLE

Value: TypeAlias = Tensor | tuple["Value", ...]
Rule = Callable[["Values", tuple[Expression, ...]], Tensor]

RULES: Mapping[str, Rule] = {
    **views.RULES,
    **creations.RULES,
    **reductions.RULES,
    **products.RULES,
    **joins.RULES,
}
KEPT = frozenset(
    "sum mean prod max min argmax argmin matmul dot inner vdot einsum cumsum".split()
)


@dataclass
class Values:
    """Lowers expressions. `read` : the elements of a variable or a cotangent.

    integer : what an expression is as a sum of symbols. done : results that have been
    written down, and still hold.
    """

    writer: Writer
    read: Callable[[Var | Name], Value]
    integers: Callable[[Var], Affine | None]
    shapes: Callable[[Var], Shape]
    done: dict[Expression, Tensor] = field(default_factory=dict)

    def tensor(self, expression: Expression) -> Tensor:
        """Return the elements of a value that is a number or an array."""
        found = self.value(expression)
        if not isinstance(found, Tensor):
            raise NotLowered("a tuple where an array is meant")
        return found

    def value(self, expression: Expression) -> Value:
        """Return the elements of a value."""
        match expression:
            case Constant(value=value):
                return constant(value)
            case Var() | Name():
                return self.read(expression)
            case Sequence(items):
                return tuple(self.value(item) for item in items)
            case Index(base, items):
                found: Value = views.indexed(self, base, items)
                return found
            case Choice(condition, then, otherwise):
                return self.choice(condition, then, otherwise)
            case Apply(operation, arguments):
                return self.apply(operation, arguments, expression)
            case _:
                raise NotLowered(f"`{type(expression).__name__}`")

    def scalar(self, expression: Expression) -> Expression:
        """Return the element of a value that is a number."""
        found = self.tensor(expression)
        if found.shape and any(e != Affine(1) for e in found.shape):
            raise NotLowered("an array where a number is meant")
        return found.at((Constant(0),) * found.rank)

    def choice(
        self, condition: Expression, then: Expression, otherwise: Expression
    ) -> Tensor:
        """Return the elements of `then if condition else otherwise`."""
        test = self.scalar(condition)
        one, two = self.tensor(then), self.tensor(otherwise)
        if one.shape != two.shape:
            raise NotLowered("a choice between arrays of different shapes")
        dtype = one.dtype if one.dtype == two.dtype else "float64"
        return Tensor(
            one.shape,
            dtype,
            lambda at: Choice(test, one.at(at), two.at(at)),
            one.weak and two.weak,
            one.literal or two.literal,
        )

    def apply(
        self,
        operation: str,
        arguments: tuple[Expression, ...],
        expression: Expression,
    ) -> Value:
        """Return the elements of an operation's value."""
        if expression in self.done:
            return self.done[expression]
        if operation in ("and", "or"):
            parts = tuple(self.scalar(a) for a in arguments)
            return scalar(Apply(operation, parts), "bool", True)
        if operation in ("size", "np.size") and len(arguments) == 1:
            return scalar(self._size(arguments[0]), "int64", True)
        if operation in RULES:
            found = RULES[operation](self, arguments)
            if operation in KEPT:
                self.done[expression] = found
            return found
        if is_elementwise(operation):
            return self.elementwise(operation, arguments)
        if operation in TABLE and all(
            self._is_number(argument) for argument in arguments
        ):
            return self.elementwise(operation, arguments)
        raise NotLowered(f"`{_spelling(operation)}`")

    def _size(self, array: Expression) -> Expression:
        """Return how many elements an array has."""
        total: Expression = Constant(1)
        for extent in self.shape(array):
            factor = self.writer.extent(extent).expression()
            total = (
                factor if total == Constant(1) else Apply("multiply", (total, factor))
            )
        return total

    def _is_number(self, argument: Expression) -> bool:
        if isinstance(argument, Constant):
            return True
        found = self.value(argument)
        return isinstance(found, Tensor) and not found.shape

    def elementwise(self, operation: str, arguments: tuple[Expression, ...]) -> Tensor:
        """Apply an operation to each element of operands of one shape."""
        given = [a for a in arguments if a != Constant(None)]
        found = {id(a): self.tensor(a) for a in given}
        operands = tuple(found[id(a)] for a in given)
        shape = self.broadcast(operands, f"the operands of `{_spelling(operation)}`")
        operands = self.stretched(operands, shape)
        dtype, weak = result_dtype(operation, operands)
        boolean = all(t.dtype == "bool" for t in operands)
        kernel = KERNELS.get(f"numpy.{operation}", KERNELS.get(operation))
        if not self.writer.fast or is_small(shape) or not shape or dtype != "float64":
            kernel = None
        if any(t.dtype not in ("float64", "int64") for t in operands):
            kernel = None
        spread = dict(zip(map(id, given), operands, strict=True))

        def at(index: tuple[Expression, ...]) -> Expression:
            parts = tuple(
                a if a == Constant(None) else element_at(spread[id(a)], index)
                for a in arguments
            )
            found = element(operation, parts, boolean)
            own = operation in KERNELS or found == Apply(operation, parts)
            if kernel is not None and own:
                if operation != "power" or not isinstance(parts[1], Constant):
                    return Apply("call", (Constant(f"_{kernel}"), *parts))
            return found

        return Tensor(shape, dtype, at, weak, any(t.literal for t in operands))

    def stretched(
        self, operands: tuple[Tensor, ...], shape: Shape
    ) -> tuple[Tensor, ...]:
        """Put what is in scalars into memory where it is spread over a larger shape."""
        return tuple(
            self.writer.in_memory(t, "item")
            if t.literal and t.shape and not is_small(shape)
            else t
            for t in operands
        )

    def broadcast(self, operands: tuple[Tensor, ...], what: str) -> Shape:
        """Return the shape of an elementwise result; extents that may differ are tested."""
        rank = max((t.rank for t in operands), default=0)
        found: list[Affine] = []
        for axis in range(rank, 0, -1):
            column = [t.shape[-axis] for t in operands if t.rank >= axis]
            several = [e for e in dict.fromkeys(column) if e != Affine(1)]
            several.sort(key=lambda e: e.number is None)
            for other in several[1:]:
                self.writer.equal(several[0], other, what)
            found.append(several[0] if several else Affine(1))
        return tuple(found)

    def integer(self, expression: Expression) -> Affine | None:
        """Read an integer as a sum of symbols."""
        match expression:
            case Constant(value=value):
                return Affine(value) if type(value) is int else None
            case Var():
                return self.integers(expression)
            case Index(
                Apply("shape" | "np.shape", (array,)), (Constant(value=int(axis)),)
            ):
                return self.shape(array)[axis]
            case Apply("len", (Sequence(items),)):
                return Affine(len(items))
            case Apply("len", (array,)):
                return self.shape(array)[0]
            case Apply("size" | "np.size", (array,)) if len(self.shape(array)) == 1:
                return self.shape(array)[0]
            case Apply("negative", (inner,)):
                found_ = self.integer(inner)
                return None if found_ is None else -found_
            case Apply("add" | "subtract" | "multiply" as operation, (one, two)):
                return combined(operation, self.integer(one), self.integer(two))
            case _:
                return None

    def shape(self, array: Expression) -> Shape:
        """Return the shape of a value, without a need for its elements."""
        if isinstance(array, Var):
            return self.shapes(array)
        return self.tensor(array).shape

    def extent(self, expression: Expression) -> Affine:
        """Read an integer; what is no sum gets a name."""
        found = self.integer(expression)
        if found is not None:
            return found
        value = self.scalar(expression)
        if isinstance(value, Constant) and type(value.value) is int:
            return Affine(value.value)
        named = self.writer.named(value, "count")
        assert isinstance(named, Name)
        self.writer.symbols.setdefault(f"@{named.text}", named.text)
        return affine(f"@{named.text}")

    def forget(self, written: frozenset[str]) -> None:
        """Drop results that read what has been written to."""
        for expression in list(self.done):
            if any(
                isinstance(part, Name) and part.text in written
                for part in walk(expression)
            ):
                del self.done[expression]


def constant(value: object) -> Tensor:
    """Return a literal."""
    if isinstance(value, bool):
        return scalar(Constant(value), "bool", True)
    if isinstance(value, int):
        return scalar(Constant(value), "int64", True)
    if isinstance(value, float):
        return scalar(Constant(value), "float64", True)
    raise NotLowered(f"`{value!r}`")


def _spelling(operation: str) -> str:
    return TABLE[operation].spelling if operation in TABLE else operation
