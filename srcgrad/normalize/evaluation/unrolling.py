"""A comprehension over items that are known one by one -> the values of its element."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from srcgrad.analysis.names import comprehended, parts
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant
from srcgrad.normalize.evaluation.decisions import decided
from srcgrad.normalize.evaluation.dictionaries import entries, is_dictionary
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import (
    Method,
    Qualified,
    Record,
    State,
    Structure,
    Value,
)
from srcgrad.normalize.scopes.values import holds_functions, items_of_display, literal
from srcgrad.primitives.formula import Formula

Evaluate: TypeAlias = Callable[[Context, State, s.SurfaceExpression], Value]
MANY = 32


def unrolled(
    context: Context, state: State, node: s.Comprehension, evaluate: Evaluate
) -> Structure | None:
    """Return the list of values; None where what is iterated is not known by items."""
    if _calls(context, state, node) or any(
        isinstance(p, s.Walrus) for p in parts(node)
    ):
        return None
    unroller = _Unroller(context, evaluate, node)
    known = unroller.walk(state, node.clauses)
    return Structure("list", tuple(unroller.found)) if known else None


def _calls(context: Context, state: State, node: s.Comprehension) -> bool:
    """Whether functions of the source are called, each of which needs a line."""
    functions = {*context.module.functions} - context.local | comprehended(node)
    functions |= {n for n, value in state.names.items() if holds_functions(value)}
    return any(
        isinstance(part, s.Call)
        and (
            part.function.name in functions
            if isinstance(part.function, s.NameRef)
            else isinstance(part.function, s.Lambda | s.Call | s.Subscript)
        )
        for part in parts(node)
    )


@dataclass
class _Unroller:
    context: Context
    evaluate: Evaluate
    node: s.Comprehension
    found: list[Value] = field(default_factory=list)

    def walk(self, state: State, clauses: tuple[s.Clause, ...]) -> bool:
        """Collect values, from the clauses that are left; False if one is not known."""
        if not clauses:
            self.found.append(self.evaluate(self.context, state, self.node.element))
            return len(self.found) <= MANY
        clause, *rest = clauses
        items = self.items(state, clause.iterable)
        if items is None:
            return False
        for item in items:
            inner = state.copy()
            if not self.bind(inner, clause.target, item):
                return False
            passed = self.passes(inner, clause.conditions)
            if passed is None or (passed and not self.walk(inner, tuple(rest))):
                return False
        return True

    def passes(
        self, state: State, conditions: tuple[s.SurfaceExpression, ...]
    ) -> bool | None:
        """Whether an item is taken; None where that is not known."""
        for condition in conditions:
            holds = decided(self.context, state, condition, self.evaluate)
            if holds is not None:
                if not holds:
                    return False
                continue
            match self.evaluate(self.context, state, condition):
                case Formula(expression=Constant(value=value)):
                    if not value:
                        return False
                case _:
                    return None
        return True

    def items(
        self, state: State, iterable: s.SurfaceExpression
    ) -> tuple[Value, ...] | None:
        """Return the items that are iterated, None where they are not known."""
        if isinstance(iterable, s.Call):
            return self._of_call(state, iterable)
        if isinstance(iterable, s.NameRef | s.Display | s.Subscript | s.Attribute):
            match self.evaluate(self.context, state, iterable):
                case Record(kind="dict") | Structure(kind="dict") as found:
                    known = entries(self.context, state, found, iterable.span)
                    return tuple(literal(key) for key in known)
                case Structure(items=items):
                    return items
                case Formula() as single:
                    return items_of_display(single)
        return None

    def _of_call(self, state: State, call: s.Call) -> tuple[Value, ...] | None:
        if any(argument.keyword or argument.star for argument in call.arguments):
            return None
        function = self.evaluate(self.context, state, call.function)
        name = function.name if isinstance(function, Qualified) else ""
        if isinstance(function, Method) and is_dictionary(function.base):
            asked = self.evaluate(self.context, state, call)
            return asked.items if isinstance(asked, Structure) else None
        if name == "builtins.range" and self.node.kind == "dict":
            return self._counts(state, call)
        if name not in ("builtins.zip", "builtins.enumerate", "builtins.reversed"):
            return None
        found = [self.items(state, argument.value) for argument in call.arguments]
        known = [items for items in found if items is not None]
        if len(known) != len(found) or not known:
            return None
        if name == "builtins.zip":
            return tuple(Structure("tuple", pair) for pair in zip(*known, strict=False))
        (only, *others) = known
        if others:
            return None
        if name == "builtins.reversed":
            return only[::-1]
        return tuple(
            Structure("tuple", (literal(k), item)) for k, item in enumerate(only)
        )

    def _counts(self, state: State, call: s.Call) -> tuple[Value, ...] | None:
        """Return the numbers of a `range` between bounds that are written out."""
        bounds: list[int] = []
        for argument in call.arguments:
            match self.evaluate(self.context, state, argument.value):
                case Formula(expression=Constant(value=int() as bound)):
                    bounds.append(bound)
                case _:
                    return None
        return tuple(literal(count) for count in range(*bounds)[: MANY + 1])

    def bind(self, state: State, target: s.SurfaceExpression, item: Value) -> bool:
        """Bind the targets of a clause to an item; False where that is not known."""
        match target, item:
            case s.NameRef(name=name), _:
                state.names[name] = item
                return True
            case s.Display(items=targets), Structure(items=items) if len(
                targets
            ) == len(items):
                pairs = zip(targets, items, strict=True)
                return all(self.bind(state, *pair) for pair in pairs)
            case _:
                return False
