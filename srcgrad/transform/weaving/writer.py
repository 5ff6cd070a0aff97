"""The parts of a statement -> their tangents, in the names before it or after it."""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.expressions import Apply, Expression, Var
from srcgrad.ir.program import HOLE, Append, Define, Simple, Step, Store
from srcgrad.ir.types import Numeric, Type, is_scalar
from srcgrad.transform.linearize import Linearizer
from srcgrad.transform.tidy import simplified
from srcgrad.transform.weaving.scope import Scope
from srcgrad.transform.weaving.weaver import Weaver
from srcgrad.transform.weaving.woven import Line


class Writer:
    """Writes the tangents of a statement, in the names before it or after it."""

    def __init__(
        self, weaver: Weaver, step: Step, scope: Scope, is_after: bool
    ) -> None:
        self.weaver, self.step, self.scope, self.is_after = (
            weaver,
            step,
            scope,
            is_after,
        )
        self.lines: list[Line] = []
        self.missing: list[Var] = []
        self.late: list[Line] = []

    @property
    def types(self) -> Mapping[Var, Type]:
        """Types of the variables."""
        return self.weaver.types

    def tangents(self, statement: Simple) -> list[Expression | None]:
        """Tangents of what a statement computes, None where nothing active flows."""
        match statement:
            case Define(targets, values):
                return [self._of(v, t) for t, v in zip(targets, values, strict=True)]
            case Store(target, _, place, value, accumulate):
                named = target if place == HOLE and not accumulate else None
                return [
                    self._of(value, named) if target in self.weaver.active else None
                ]
            case Append(target=target, value=value):
                return [self._of(value, None) if target in self.weaver.active else None]
            case _:
                return [None]

    def _of(self, value: Expression, target: Var | None) -> Expression | None:
        """Tangent of a value, that of `target` where it is wanted."""
        if target is not None and target not in self.weaver.active:
            return None
        named = {value: target} if self.is_after and target is not None else {}
        span = self.step.origin.span if self.step.origin else None
        pushed = Linearizer(self.weaver.active, self.types, span, named, True).push(
            value
        )
        return None if pushed is None else self.tidy(pushed)

    def tidy(self, expression: Expression) -> Expression:
        """Simplify a tangent; a number that is spread over an array fills one."""
        expression = simplified(expression, self.types)
        match expression:
            case Apply(
                "broadcast_to", (inner, Apply("shape" | "np.shape", (Var() as like,)))
            ):
                kind = self.types[like]
                known = isinstance(kind, Numeric) and (kind.dtype or "").startswith(
                    "float"
                )
                if known and is_scalar(type_of_tree(inner, self.types)):
                    return Apply("full_like", (like, inner))
        return expression

    def read(self, expression: Expression) -> Expression:
        """Read an expression in the names of the scope; note what they do not hold."""
        found, missing = self.weaver.reading(expression, self.scope)
        self.missing.extend(missing)
        return found
