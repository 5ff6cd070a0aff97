"""The values that a backward pass moves: a cotangent on its way down, and what it contributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from srcgrad.ir.expressions import Apply, Choice, Constant, Expression, Var
from srcgrad.ir.types import Numeric, Type, is_scalar

_ZERO = Constant(0.0)


@dataclass(frozen=True)
class Cotangent:
    """A cotangent on its way down: `value`, to be taken only where `mask` holds.

    masking : the operation that takes it there.
    """

    value: Expression
    type: Type
    mask: Expression | None = None
    masking: str = "where"

    def shown(self) -> Expression:
        """The value with its mask applied."""
        if self.mask is None:
            return self.value
        if is_scalar(self.type):
            return Choice(self.mask, self.value, Constant(0.0))
        if self.masking != "where":
            return Apply(self.masking, (self.mask, self.value))
        return Apply("where", (self.mask, self.value, Constant(0.0)))


# Tests of conditional expressions, outermost first, and how each must have come out.
Guard: TypeAlias = tuple[tuple[Expression, bool], ...]


@dataclass(frozen=True)
class Contribution:
    """Something to be added to `place` (over HOLE) of the cotangent of `var`.

    guard : where it is to be added at all; elsewhere there may be no such place.
    """

    var: Var
    place: Expression
    value: Expression
    guard: Guard = ()


def under(guard: Guard, value: Expression, nothing: Expression = _ZERO) -> Expression:
    """Return a value that is worked out where a guard lets it, else nothing."""
    for condition, taken in reversed(guard):
        arms = (value, nothing) if taken else (nothing, value)
        value = Choice(condition, *arms)
    return value


def with_shape(kind: Type, value: Type) -> Type:
    """Shape of the one, dtype of the other."""
    if isinstance(kind, Numeric) and isinstance(value, Numeric):
        return Numeric(value.dtype, kind.shape, kind.mutable, value.weak)
    return kind
