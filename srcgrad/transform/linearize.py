"""Expression -> its tangent: linear in the dots of the active variables.

    np.sin(x) * y    ->    (np.cos(x) * dx) * y + np.sin(x) * dy

The only reader of the derivative rules of the table.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from srcgrad.analysis.typing import type_of_tree, typed
from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Dot,
    Expression,
    Index,
    Sequence,
    Var,
)
from srcgrad.ir.types import (
    TupleOf,
    Type,
    is_discrete,
    is_scalar,
    same_shape,
)
from srcgrad.primitives.entry import (
    Bilinear,
    Defined,
    Elementwise,
    Linear,
    Primitive,
    Tangent,
    Unsupported,
    Zero,
    positions_of,
)
from srcgrad.primitives.formula import Formula, lift
from srcgrad.primitives.fused import fused
from srcgrad.primitives.pulled import PREFIX, by_names
from srcgrad.primitives.table import TABLE
from srcgrad.transform.algebra import multiply, negative
from srcgrad.transform.calling import call_rule
from srcgrad.transform.inadmissible import refuse_clock, refuse_held, without_rule
from srcgrad.transform.terms import (
    chosen,
    indexed,
    is_boolean,
    is_flat,
    position_named,
    replaced,
    same_partials,
    shape_of,
    total,
    zeros_like,
)


@dataclass(frozen=True)
class Linearizer:
    """Pushes tangents through expressions of one function.

    named : values that have a name. forward : the tangent is written as it is, not
    transposed.
    """

    active: frozenset[Var]
    types: Mapping[Var, Type]
    span: Span | None = None
    named: Mapping[Expression, Var] = field(default_factory=dict)
    forward: bool = False

    def push(self, expression: Expression) -> Expression | None:
        """Tangent of an expression; None where nothing active flows into it."""
        match expression:
            case Var():
                return Dot(expression) if expression in self.active else None
            case Apply():
                return self._apply(expression)
            case Index(base, items):
                inner = (
                    self._apply(base, items)
                    if isinstance(base, Apply)
                    else self.push(base)
                )
                return None if inner is None else indexed(inner, items)
            case Choice(condition, then, otherwise):
                parts = [self.push(then), self.push(otherwise)]
                if parts == [None, None]:
                    return None
                one, two = self._filled((then, otherwise), parts)
                return Choice(condition, one, two)
            case Sequence(items, kind, keys):
                pushed = [self.push(item) for item in items]
                if all(p is None for p in pushed):
                    return None
                return Sequence(self._filled(items, pushed), kind, keys)
            case _:
                return None

    def _filled(
        self, primals: tuple[Expression, ...], tangents: list[Expression | None]
    ) -> tuple[Expression, ...]:
        """Zeros where a part has no tangent."""
        return tuple(
            zeros_like(p, type_of_tree(p, self.types)) if t is None else t
            for p, t in zip(primals, tangents, strict=True)
        )

    def _apply(
        self, expression: Apply, items: tuple[Expression, ...] = ()
    ) -> Expression | None:
        """Tangent of an operation; `items` is the part of it that is wanted."""
        expression = fused(expression) or expression
        entry = TABLE.get(expression.operation)
        rule = None if entry is None else entry.derivative
        if isinstance(rule, Zero) or expression.operation in ("range", "reversed"):
            return None
        tangents = [self.push(a) for a in expression.arguments]
        if all(t is None for t in tangents):
            return None
        if expression.operation in ("and", "or"):
            return self._either(expression)
        if entry is None or rule is None:
            raise without_rule(expression, self.span)
        if is_discrete(type_of_tree(expression, self.types)):
            return None
        refuse_clock(expression, self.span)
        try:
            return self._by_rule(entry, rule, expression, tangents, items)
        except Unsupported as error:
            raise refuse("SG208", str(error), self.span) from error

    def _by_rule(
        self,
        entry: Primitive,
        rule: Elementwise | Linear | Bilinear | Tangent | Defined,
        expression: Apply,
        tangents: list[Expression | None],
        items: tuple[Expression, ...],
    ) -> Expression | None:
        """Tangent of an operation by the rule of its entry."""
        match rule:
            case Elementwise():
                return self._elementwise(entry, rule, expression, tangents)
            case Linear(positions):
                return self._linear(expression, positions, tangents)
            case Bilinear(positions=(left, right)):
                terms: list[Expression] = []
                for position in (left, right):
                    tangent = tangents[position]
                    if tangent is not None:
                        terms.append(replaced(expression, position, tangent))
                refuse_held(entry, tangents, (left, right), self.span)
                return total(terms)
            case Tangent():
                return self._formula(entry, rule, expression, tangents, items)
            case Defined(definition, positions):
                refuse_held(entry, tangents, positions, self.span)
                values = [typed(a, self.types) for a in expression.arguments]
                return self.push(lift(definition(*values)))

    def _either(self, expression: Apply) -> Expression | None:
        """`a or b` is `a if a else b`, and `a and b` is `b if a else a`."""
        first, *others = expression.arguments
        rest = others[0]
        if len(others) > 1:
            rest = Apply(expression.operation, tuple(others))
        arms = (first, rest) if expression.operation == "or" else (rest, first)
        return self.push(Choice(first, *arms))

    def _elementwise(
        self,
        entry: Primitive,
        rule: Elementwise,
        expression: Apply,
        tangents: list[Expression | None],
    ) -> Expression | None:
        refuse_held(entry, tangents, positions_of(rule, len(tangents)), self.span)
        partials = self._partials(entry, rule, expression)
        whole = type_of_tree(expression, self.types)
        if (
            len(tangents) == 2
            and tangents[0] == tangents[1]
            and same_partials(partials)
        ):
            # x * x: one term, twice
            partials, tangents = (2.0 * partials[0], None), [tangents[0], None]
        terms: list[Expression] = []
        for position, tangent in enumerate(tangents):
            partial = partials[position] if position < len(partials) else None
            if tangent is None or partial is None:
                continue
            argument = type_of_tree(expression.arguments[position], self.types)
            term = self._scaled(partial, tangent, argument)
            if term is not None:
                wide = not isinstance(partial, Formula) or is_flat(partial, whole)
                wide = wide and not (
                    self.forward and self._all_active(expression, tangents)
                )
                terms.append(self._spread(term, expression, whole) if wide else term)
        return total(terms)

    def _all_active(self, expression: Apply, tangents: list[Expression | None]) -> bool:
        """Whether every operand that has a shape has a tangent: then their sum has the whole's."""
        return all(
            tangent is not None or is_scalar(type_of_tree(argument, self.types))
            for argument, tangent in zip(expression.arguments, tangents, strict=True)
        )

    def _partials(
        self, entry: Primitive, rule: Elementwise, expression: Apply
    ) -> tuple[Any, ...]:
        values = [typed(a, self.types) for a in expression.arguments]
        found = call_rule(rule.partials, entry, values, lambda: self._out(expression))
        return found if isinstance(found, tuple) else (found,)

    def _out(self, expression: Expression) -> Any:
        """The value of an expression: by its name, or those of its parts."""
        var = self.named.get(expression)
        if var is not None:
            return typed(var, self.types)
        kind = type_of_tree(expression, self.types)
        if isinstance(kind, TupleOf):
            parts = (Index(expression, (Constant(k),)) for k in range(len(kind.items)))
            return tuple(typed(self.named.get(p, p), self.types) for p in parts)
        return typed(expression, self.types)

    def _scaled(
        self, partial: Any, tangent: Expression, argument: Type
    ) -> Expression | None:
        if isinstance(partial, Formula):
            if is_boolean(partial.type):
                return chosen(partial, tangent, argument)
            return multiply(partial.expression, tangent)
        if partial == 0 or partial is False:
            return None
        if partial == 1:
            return tangent
        return (
            negative(tangent) if partial == -1 else multiply(Constant(partial), tangent)
        )

    def _spread(self, term: Expression, whole: Expression, type_: Type) -> Expression:
        """Give a term the shape of the whole, where it may be smaller."""
        if same_shape(type_of_tree(term, self.types), type_) or is_scalar(type_):
            return term
        named = self.named.get(whole, whole)
        return Apply("broadcast_to", (term, shape_of(named)))

    def _linear(
        self,
        expression: Apply,
        positions: tuple[int, ...],
        tangents: list[Expression | None],
    ) -> Expression | None:
        entry = TABLE[expression.operation]
        refuse_held(entry, tangents, positions, self.span)
        if all(tangents[p] is None for p in positions if p < len(tangents)):
            return None
        arguments = list(expression.arguments)
        for position in positions:
            if position < len(arguments):
                tangent = tangents[position]
                primal = arguments[position]
                arguments[position] = (
                    zeros_like(primal, type_of_tree(primal, self.types))
                    if tangent is None
                    else tangent
                )
        return Apply(expression.operation, tuple(arguments))

    def _formula(
        self,
        entry: Primitive,
        rule: Tangent,
        expression: Apply,
        tangents: list[Expression | None],
        items: tuple[Expression, ...],
    ) -> Expression | None:
        refuse_held(entry, tangents, rule.positions, self.span)
        if rule.reverse is not None and not self.forward:
            return self._pulled(entry, rule, expression, tangents)
        terms: list[Expression] = []
        names = [p.name for p in entry.parameters]
        values = [typed(a, self.types) for a in expression.arguments]
        for position in rule.positions:
            tangent = tangents[position] if position < len(tangents) else None
            if tangent is None:
                continue
            given: dict[str, Any] = {
                p.name: values[k] if k < len(values) else p.default
                for k, p in enumerate(entry.parameters)
            }
            given |= {f"d{names[p]}": None for p in rule.positions}
            given[f"d{names[position]}"] = typed(tangent, self.types)
            asked = inspect.signature(rule.formula).parameters
            if "out" in asked:
                given["out"] = self._out(expression)
            if "part" in asked:
                given["part"] = position_named(items)
            found = by_names(rule.formula, given)
            if found is not None:
                terms.append(lift(found))
        return total(terms)

    def _pulled(
        self,
        entry: Primitive,
        rule: Tangent,
        expression: Apply,
        tangents: list[Expression | None],
    ) -> Expression | None:
        """Write the tangent as one operation, whose transpose is stated."""
        found = [
            tangents[position] if position < len(tangents) else None
            for position in rule.positions
        ]
        if all(tangent is None for tangent in found):
            return None
        defaults = (p.default for p in entry.parameters[len(expression.arguments) :])
        return Apply(
            PREFIX + entry.key,
            (
                *expression.arguments,
                *(lift(default) for default in defaults),
                lift(self._out(expression)),
                *(Constant(None) if tangent is None else tangent for tangent in found),
            ),
        )
