"""The parts of a statement -> their tangents, in the names before it or after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import Add, Set
from srcgrad.ir.expressions import Apply, Dot, Expression, Name, Var, walk
from srcgrad.ir.program import HOLE, Append, Define, Simple, Step, Store
from srcgrad.ir.types import Numeric, Type, is_scalar
from srcgrad.transform.linearize import Linearizer
from srcgrad.transform.sharing import shared
from srcgrad.transform.tidy import simplified
from srcgrad.transform.weaving.assignments import together
from srcgrad.transform.weaving.pushed_store import push_append, push_store
from srcgrad.transform.weaving.scope import Scope
from srcgrad.transform.weaving.woven import Line
from srcgrad.transform.weaving.zeros import zero_tangent

if TYPE_CHECKING:
    from srcgrad.transform.weaving.weaver import Weaver


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

    def write(self, statements: tuple[Simple, ...]) -> None:
        """Write the tangents of all that a statement does, in order."""
        tangents = [self._tangents(s) for s in statements]
        for position, statement in enumerate(statements):
            later = [
                e for group in tangents[position + 1 :] for e in group if e is not None
            ]
            match statement:
                case Define():
                    self._define(statement, tangents[position], later)
                case Store():
                    push_store(self, statement, tangents[position][0])
                case Append():
                    push_append(self, statement, tangents[position][0])
        self.lines = shared(self.lines, self.weaver.names.shared)
        self.lines.extend(self.late)
        self.weaver.held.clear()

    def _tangents(self, statement: Simple) -> list[Expression | None]:
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

    # ---- assignment

    def _define(
        self,
        statement: Define,
        tangents: list[Expression | None],
        later: list[Expression],
    ) -> None:
        weaver = self.weaver
        values: list[tuple[str, Expression]] = []
        made: list[Var] = []
        for target, value, tangent in zip(
            statement.targets, statement.values, tangents, strict=True
        ):
            if not weaver.has(target):
                continue
            slot, kind = weaver.slot(target), self.types[target]
            if tangent is None:
                if not self.is_after and weaver.scope.text(target):
                    self.late_zero(target, value)
                    continue
                found: Expression = zero_tangent(target, kind, value)
            else:
                found = weaver.owned(slot, tangent, kind, value)
            values.append((slot, self.read(found)))
            made.append(target)
        held = self._delayed(values, made, later)
        values = [v for v in values if v[0] not in held]
        lines = together(values)
        self.lines.extend(self._augmented(line) for line in lines)
        for target in made:
            weaver.scope.slots[weaver.slot(target)] = target

    def late_zero(self, target: Var, value: Expression) -> None:
        """Zeros of the shape of a value that is not there yet."""
        weaver = self.weaver
        slot = weaver.slot(target)
        zero = zero_tangent(target, self.types[target], value)
        found, missing = weaver.reading(zero, weaver.scope)
        self.missing.extend(missing)
        weaver.places.after.setdefault(id(self.step), []).append(Set((slot,), found))
        weaver.scope.slots[slot] = target

    def _augmented(self, line: Line) -> Line:
        """Write `total_dot += v_dot` where the source has `+=`, too."""
        origin = self.step.origin
        if origin is None or not isinstance(line, Set) or len(line.targets) != 1:
            return line
        name = line.targets[0]
        match line.value:
            case Apply(
                "add" | "subtract" as operation, (Name(text=first, type=kind), rest)
            ):
                written = origin.text.partition("=")[0].rstrip()[-1:] in ("+", "-")
                if first == name and written and is_scalar(kind):
                    return Add(Name(name), rest, operation == "subtract")
        return line

    def _delayed(
        self,
        values: list[tuple[str, Expression]],
        made: list[Var],
        later: list[Expression],
    ) -> set[str]:
        """Hold back tangents that overwrite what a later part reads."""
        weaver = self.weaver
        held: set[str] = set()
        for (slot, value), target in zip(values, made, strict=True):
            older = any(
                isinstance(e, Dot) and e.var != target and weaver.slot(e.var) == slot
                for expression in later
                for e in walk(expression)
            )
            if older:
                waiting = weaver.names.derived(target.name, "next_dot")
                self.lines.append(Set((waiting,), value))
                self.late.append(Set((slot,), Name(waiting)))
                weaver.held[target] = waiting
                held.add(slot)
        return held
