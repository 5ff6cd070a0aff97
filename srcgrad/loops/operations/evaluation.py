"""What the rules of operations ask of the lowering that they are part of."""

from __future__ import annotations

from typing import Any, Protocol

from srcgrad.ir.expressions import Expression
from srcgrad.loops.nests.affine import Affine
from srcgrad.loops.nests.tensors import Shape, Tensor
from srcgrad.loops.nests.writer import Writer


class Values(Protocol):
    """Lowers expressions to their elements."""

    writer: Writer
    done: dict[Expression, Tensor]

    def tensor(self, expression: Expression) -> Tensor:
        """Return the elements of a value that is a number or an array."""
        ...

    def value(self, expression: Expression) -> Any:
        """Return the elements of a value, a tuple of them where it is a tuple."""
        ...

    def scalar(self, expression: Expression) -> Expression:
        """Return the element of a value that is a number."""
        ...

    def elementwise(self, operation: str, arguments: tuple[Expression, ...]) -> Tensor:
        """Apply an operation to each element."""
        ...

    def stretched(
        self, operands: tuple[Tensor, ...], shape: Shape
    ) -> tuple[Tensor, ...]:
        """Put what is in scalars into memory where it is spread over a larger shape."""
        ...

    def broadcast(self, operands: tuple[Tensor, ...], what: str) -> Shape:
        """Return the shape of an elementwise result."""
        ...

    def integer(self, expression: Expression) -> Affine | None:
        """Read an integer as a sum of symbols."""
        ...

    def shape(self, array: Expression) -> Shape:
        """Return the shape of a value."""
        ...

    def extent(self, expression: Expression) -> Affine:
        """Read an integer; what is no sum gets a name."""
        ...
