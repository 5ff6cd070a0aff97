"""Tangent expression + cotangent of its value -> contributions to the cotangents of its variables.

    (2 * w) * dx + dy,  y_bar    ->    x_bar += y_bar * (2 * w),  y_bar' += y_bar

The only reader of the transposes of the linear operations. Un-broadcasting is put in where the
shapes of an operand and of the result are not known to be equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from srcgrad.analysis.typing import type_of_tree, typed
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Dot,
    Expression,
    Index,
    Name,
    Sequence,
    Var,
    part_key,
    substitute,
    walk,
)
from srcgrad.ir.program import HOLE
from srcgrad.ir.types import (
    ListOf,
    Numeric,
    TupleOf,
    Type,
    is_scalar,
    same_shape,
)
from srcgrad.primitives.entry import Bilinear, Linear
from srcgrad.primitives.formula import Formula, lift
from srcgrad.primitives.pulled import PREFIX
from srcgrad.primitives.table import TABLE
from srcgrad.transform.algebra import divide, multiply, negative
from srcgrad.transform.calling import call_rule
from srcgrad.transform.costs import cost
from srcgrad.transform.terms import zeros_like
from srcgrad.transform.transposition.cotangents import (
    Contribution,
    Cotangent,
    Guard,
    under,
    with_shape,
)
from srcgrad.transform.transposition.dtypes import cast, real_for
from srcgrad.transform.transposition.places import count_dots, has_dot, place_of, primal
from srcgrad.transform.transposition.slots import is_fresh
from srcgrad.transform.transposition.unbroadcasting import fitted


@dataclass
class Transposer:
    """Pulls cotangents back through tangent expressions; `hold` names a value that is used twice.

    named : a value that has a variable, and the type of that, which says more.
    """

    types: Mapping[Var, Type]
    hold: Callable[[Expression, bool, Guard], Expression]
    scatter: Callable[
        [Expression, tuple[Expression, ...], Expression, Guard], Expression
    ]
    found: list[Contribution] = field(default_factory=list)
    guard: Guard = ()
    named: tuple[Expression, Type] | None = None

    def pull(self, tangent: Expression, cotangent: Cotangent) -> None:
        """Add what `cotangent` of `tangent` contributes to each variable."""
        match tangent:
            case Dot(var):
                self._give(var, HOLE, cotangent)
            case Index(base, items):
                place = place_of(tangent, self.types)
                if place is not None:
                    self._give(place[0], place[1], cotangent)
                elif isinstance(base, Sequence):
                    self._pick(base, items, cotangent)
                elif isinstance(base, Apply) and self._several(base):
                    self.pull_parts(base, {position_in(items): cotangent})
                else:
                    inner = primal(base)
                    zero = zeros_like(inner, self.type(inner))
                    whole = self.scatter(zero, items, cotangent.shown(), self.guard)
                    self.pull(base, Cotangent(whole, self.type(inner)))
            case Choice(condition, then, otherwise):
                for part, taken in ((then, True), (otherwise, False)):
                    if has_dot(part):
                        self._under(part, condition, taken, cotangent)
            case Apply(
                "add" | "subtract" | "multiply" | "divide" | "negative" | "positive"
            ):
                self._arithmetic(tangent, cotangent)
            case Apply("broadcast_to", (inner, _)) if has_dot(inner):
                self.pull(inner, self._fit(cotangent, inner))
            case Apply("where", (condition, then, otherwise)):
                self._where(condition, then, otherwise, cotangent)
            case Apply("helper.kept_where", (mask, values)):
                masked = Cotangent(
                    cotangent.shown(), cotangent.type, mask, "helper.kept_where"
                )
                self.pull(values, self._fit(masked, values))
            case Apply():
                self._operation(tangent, cotangent)
            case Sequence(items, _):
                for position, item in enumerate(items):
                    if has_dot(item):
                        key = part_key(tangent, position)
                        part = Index(cotangent.shown(), (key,))
                        self.pull(item, Cotangent(part, self.type(primal(item))))
            case _:
                raise AssertionError(f"not linear: {tangent}")

    def type(self, expression: Expression) -> Type:
        """Type of an expression of primal variables."""
        if self.named is not None and expression == self.named[0]:
            return self.named[1]
        return type_of_tree(expression, self.types)

    def _give(self, var: Var, place: Expression, cotangent: Cotangent) -> None:
        value = cotangent.shown()
        if place != HOLE:
            part = substitute(place, {HOLE: var})
            kind = self.type(part)
            value = real_for(value, cotangent.type, kind, part)
        if place == HOLE:
            kind = self.types[var]
            value = cast(value, cotangent.type, kind, var)
            if isinstance(kind, ListOf) and not isinstance(cotangent.type, ListOf):
                # the items of an array are views of it
                whole = is_scalar(kind.item) or is_fresh(value)
                value = Apply("to_list", (value if whole else Apply("copy", (value,)),))
            value = under(self.guard, value, zeros_like(var, kind))
        guard = self.guard if place != HOLE else ()
        self.found.append(Contribution(var, place, value, guard))

    def _fit(self, cotangent: Cotangent, operand: Expression) -> Cotangent:
        return fitted(cotangent, operand, self.type)

    # ---- arithmetic

    def _arithmetic(self, tangent: Apply, cotangent: Cotangent) -> None:
        arguments = tangent.arguments
        match tangent.operation:
            case "negative":
                turned = replace(cotangent, value=_negated(cotangent.value))
                self.pull(arguments[0], self._fit(turned, arguments[0]))
            case "positive":
                self.pull(arguments[0], self._fit(cotangent, arguments[0]))
            case "add" | "subtract":
                if not self._repeats(cotangent, sum(map(count_dots, arguments))):
                    cotangent = self._held(_settled(cotangent, arguments))
                for position, argument in enumerate(arguments):
                    if has_dot(argument):
                        minus = tangent.operation == "subtract" and position == 1
                        part = (
                            replace(cotangent, value=_negated(cotangent.value))
                            if minus
                            else cotangent
                        )
                        self.pull(argument, self._fit(part, argument))
            case "multiply":
                linear, factor = arguments if has_dot(arguments[0]) else arguments[::-1]
                self._scaled(linear, factor, cotangent, multiply)
            case "divide":
                self._scaled(arguments[0], arguments[1], cotangent, divide)

    def _scaled(
        self,
        linear: Expression,
        factor: Expression,
        cotangent: Cotangent,
        operation: Callable[[Expression, Expression], Expression],
    ) -> None:
        kind = self.type(factor)
        value = cotangent.value
        match value:
            case Apply("broadcast_to", (inner, _)) if same_shape(kind, cotangent.type):
                value = inner
            case Apply("broadcast_to", (inner, shape)):
                # scale before spreading
                scaled = Apply("broadcast_to", (operation(inner, factor), shape))
                kind = self._product(cotangent.type, operation(inner, factor))
                self.pull(
                    linear,
                    self._fit(replace(cotangent, value=scaled, type=kind), linear),
                )
                return
        result = operation(value, factor)
        kind = self._product(cotangent.type, result)
        self.pull(
            linear, self._fit(replace(cotangent, value=result, type=kind), linear)
        )

    def _product(self, whole: Type, value: Expression) -> Type:
        """Shape of the whole, dtype of what it has become."""
        made = self.type(value)
        if (
            isinstance(whole, Numeric)
            and isinstance(made, Numeric)
            and made.dtype is not None
        ):
            return replace(whole, dtype=made.dtype, weak=made.weak)
        return whole

    def _repeats(self, cotangent: Cotangent, uses: int) -> bool:
        """Whether a cotangent is written out for each use: `y_bar * dt`, of numbers, twice."""
        if uses < 2:
            return True
        return uses == 2 and is_scalar(cotangent.type) and cost(cotangent.value) <= 1

    def _held(self, cotangent: Cotangent) -> Cotangent:
        """Name a cotangent that is about to be used more than once."""
        if (
            isinstance(cotangent.value, Apply)
            and cotangent.value.operation == "broadcast_to"
        ):
            inner, shape = cotangent.value.arguments
            held = self.hold(inner, is_scalar(self.type(inner)), self.guard)
            return replace(cotangent, value=Apply("broadcast_to", (held, shape)))
        return replace(
            cotangent,
            value=self.hold(cotangent.value, is_scalar(cotangent.type), self.guard),
        )

    # ---- choices

    def _where(
        self,
        condition: Expression,
        then: Expression,
        otherwise: Expression,
        cotangent: Cotangent,
    ) -> None:
        """Push the mask inwards, past elementwise partials, so that 0 * inf never meets."""
        cotangent = replace(cotangent, value=cotangent.shown(), mask=None)
        if has_dot(then) and has_dot(otherwise):
            cotangent = self._held(cotangent)
        for part, mask in (
            (then, condition),
            (otherwise, Apply("logical_not", (condition,))),
        ):
            if has_dot(part):
                masked = replace(cotangent, mask=mask)
                self.pull(part, self._fit(masked, part))

    def _under(
        self, part: Expression, condition: Expression, taken: bool, cotangent: Cotangent
    ) -> None:
        """Contributions of one arm of `a if c else b`: made only where it was taken."""
        guard = self.guard
        self.guard = (*guard, (condition, taken))
        self.pull(part, cotangent)
        self.guard = guard

    def _pick(
        self, base: Sequence, items: tuple[Expression, ...], cotangent: Cotangent
    ) -> None:
        """`(a, b)[k]` with k not a literal."""
        cotangent = self._held(cotangent)
        count = len(base.items)
        place = items[0] if len(items) == 1 else Sequence(items)
        if base.kind != "dict":
            place = Apply("mod", (place, Constant(count)))
        for k, item in enumerate(base.items):
            if has_dot(item):
                test = Apply("equal", (place, part_key(base, k)))
                self._under(item, test, True, cotangent)

    # ---- everything else that is linear

    def _several(self, tangent: Apply) -> bool:
        """Whether an operation has several results, and states its reverse."""
        kind = self.type(primal(tangent))
        return tangent.operation.startswith(PREFIX) and isinstance(kind, TupleOf)

    def pull_parts(self, tangent: Apply, cotangents: Mapping[int, Cotangent]) -> None:
        """Pull back cotangents of some of the results of one operation."""
        kind = self.type(primal(tangent))
        assert isinstance(kind, TupleOf)
        parts: list[Formula | None] = [None] * len(kind.items)
        for position, cotangent in cotangents.items():
            held = self._held(cotangent)
            parts[position] = Formula(held.shown(), held.type)
        self._linear(tangent, tuple(parts))

    def _operation(self, tangent: Apply, cotangent: Cotangent) -> None:
        entry = TABLE[tangent.operation]
        rule = entry.derivative
        values = [typed(primal(a), self.types) for a in tangent.arguments]
        dotted = [k for k, a in enumerate(tangent.arguments) if has_dot(a)]
        if isinstance(rule, Bilinear):
            (position,) = dotted
            back = rule.left if position == rule.positions[0] else rule.right
            given = Formula(cotangent.shown(), cotangent.type)
            self._back(
                tangent.arguments[position],
                call_rule(_with(back, given), entry, values, object),
            )
            return
        if len(dotted) > 1 or isinstance(tangent.arguments[dotted[0]], Sequence):
            cotangent = self._held(cotangent)
        self._linear(tangent, Formula(cotangent.shown(), cotangent.type))

    def _linear(self, tangent: Apply, given: object) -> None:
        """Pull back by a stated transpose."""
        entry = TABLE[tangent.operation]
        rule = entry.derivative
        assert isinstance(rule, Linear), f"{tangent.operation} is not linear"
        values = [typed(primal(a), self.types) for a in tangent.arguments]
        found = call_rule(_with(rule.transpose, given), entry, values, object)
        for k, argument in enumerate(tangent.arguments):
            if has_dot(argument):
                single = len(rule.positions) == 1
                part = found if single else found[rule.positions.index(k)]
                self._back(argument, part, rule.broadcasts)

    def _back(
        self, argument: Expression, found: object, broadcasts: bool = False
    ) -> None:
        """Go on into an argument with the cotangent that a rule gave for it."""
        if isinstance(argument, Sequence):
            if isinstance(found, Formula):
                whole = Cotangent(found.expression, found.type)
                self.pull(argument, self._held(whole))
                return
            assert isinstance(found, tuple | list)
            for item, part in zip(argument.items, found, strict=True):
                if has_dot(item):
                    self._back(item, part)
            return
        value = lift(found)
        kind = found.type if isinstance(found, Formula) else self.type(value)
        if broadcasts:
            self.pull(argument, self._fit(Cotangent(value, kind), argument))
            return
        # the rule promises the shape of the argument
        known = self.type(primal(argument))
        self.pull(
            argument,
            Cotangent(
                value, kind if isinstance(known, ListOf) else with_shape(known, kind)
            ),
        )


def _with(rule: Callable[..., object], given: object) -> Callable[..., object]:
    """Bind the cotangent, leaving a signature of the arguments alone."""
    import functools

    return functools.partial(rule, given)


def _settled(cotangent: Cotangent, rest: tuple[Expression, ...]) -> Cotangent:
    """Apply the mask of a cotangent that is about to be named, unless it is bare.

    It stays on for what is still to come, if that may be infinite too.
    """
    if cotangent.mask is None or isinstance(cotangent.value, Name):
        return cotangent
    divides = any(
        isinstance(part, Apply) and part.operation in ("divide", "power", "reciprocal")
        for argument in rest
        for part in walk(argument)
    )
    mask = cotangent.mask if divides else None
    return replace(cotangent, value=cotangent.shown(), mask=mask)


def _negated(value: Expression) -> Expression:
    """Change the sign before spreading."""
    if isinstance(value, Apply) and value.operation == "broadcast_to":
        return Apply("broadcast_to", (negative(value.arguments[0]), value.arguments[1]))
    return negative(value)


def position_in(items: tuple[Expression, ...]) -> int:
    """Position that a literal subscript names."""
    (item,) = items
    assert isinstance(item, Constant) and isinstance(item.value, int)
    return item.value
