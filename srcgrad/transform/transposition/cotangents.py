"""The values that a backward pass moves: a cotangent on its way down, and what it contributes."""

from __future__ import annotations

from dataclasses import dataclass

from srcgrad.ir.expressions import Apply, Choice, Constant, Expression, Var
from srcgrad.ir.types import Numeric, Type, is_scalar


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


@dataclass(frozen=True)
class Contribution:
    """Something to be added to `place` (over HOLE) of the cotangent of `var`."""

    var: Var
    place: Expression
    value: Expression


def with_shape(kind: Type, value: Type) -> Type:
    """Shape of the one, dtype of the other."""
    if isinstance(kind, Numeric) and isinstance(value, Numeric):
        return Numeric(value.dtype, kind.shape, kind.mutable, value.weak)
    return kind
