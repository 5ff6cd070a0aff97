"""Tangent expression + cotangent of its value -> contributions to the cotangents of its variables.

    (2 * w) * dx + dy,  y_bar    ->    x_bar += y_bar * (2 * w),  y_bar' += y_bar

The only reader of the transposes of the linear operations. Un-broadcasting is put in here, where the
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
    Slice,
    Var,
    children,
    rebuild,
    walk,
)
from srcgrad.ir.program import HOLE
from srcgrad.ir.types import ListOf, Numeric, TupleOf, Type, is_scalar, same_shape
from srcgrad.primitives.entry import Bilinear, Linear
from srcgrad.primitives.formula import Formula, lift
from srcgrad.primitives.table import TABLE
from srcgrad.transform.algebra import divide, multiply, negative
from srcgrad.transform.linearize import call_rule, zeros_like

VIEWS = ("transpose", "swapaxes", "moveaxis")


@dataclass(frozen=True)
class Cotangent:
    """A cotangent on its way down: `value`, to be taken only where `mask` holds."""

    value: Expression
    type: Type
    mask: Expression | None = None

    def shown(self) -> Expression:
        """The value with its mask applied."""
        if self.mask is None:
            return self.value
        return Apply("where", (self.mask, self.value, Constant(0.0)))


@dataclass(frozen=True)
class Contribution:
    """Something to be added to `place` (over HOLE) of the cotangent of `var`."""

    var: Var
    place: Expression
    value: Expression


@dataclass
class Transposer:
    """Pulls cotangents back through tangent expressions; `hold` names a value that is used twice."""

    types: Mapping[Var, Type]
    hold: Callable[[Expression, bool], Expression]
    scatter: Callable[[Expression, tuple[Expression, ...], Expression], Expression]
    found: list[Contribution] = field(default_factory=list)

    def pull(self, tangent: Expression, cotangent: Cotangent) -> None:
        """Add what `cotangent` of `tangent` contributes to each variable."""
        match tangent:
            case Dot(var):
                self._give(var, HOLE, cotangent)
            case Index(base, items):
                place = place_of(tangent)
                if place is not None:
                    self._give(place[0], place[1], cotangent)
                elif isinstance(base, Sequence):
                    self._pick(base, items, cotangent)
                else:
                    inner = primal(base)
                    zero = zeros_like(inner, self.type(inner))
                    whole = self.scatter(zero, items, cotangent.shown())
                    self.pull(base, Cotangent(whole, self.type(inner)))
            case Choice(condition, then, otherwise):
                for part, taken in ((then, True), (otherwise, False)):
                    if has_dot(part):
                        zero = zeros_like(primal(part), self.type(primal(part)))
                        self._under(part, condition, taken, zero, cotangent)
            case Apply(
                "add" | "subtract" | "multiply" | "divide" | "negative" | "positive"
            ):
                self._arithmetic(tangent, cotangent)
            case Apply("broadcast_to", (inner, _)) if has_dot(inner):
                self.pull(inner, self._fit(cotangent, inner))
            case Apply("where", (condition, then, otherwise)):
                self._where(condition, then, otherwise, cotangent)
            case Apply():
                self._operation(tangent, cotangent)
            case Sequence(items, _):
                for position, item in enumerate(items):
                    if has_dot(item):
                        part = Index(cotangent.shown(), (Constant(position),))
                        self.pull(item, Cotangent(part, self.type(primal(item))))
            case _:
                raise AssertionError(f"not linear: {tangent}")

    def type(self, expression: Expression) -> Type:
        """Type of an expression of primal variables."""
        return type_of_tree(expression, self.types)

    def _give(self, var: Var, place: Expression, cotangent: Cotangent) -> None:
        value = cotangent.shown()
        if place == HOLE:
            kind = self.types[var]
            value = self._cast(value, cotangent.type, kind, var)
            if isinstance(kind, ListOf) and not isinstance(cotangent.type, ListOf):
                value = Apply("to_list", (value,))
        self.found.append(Contribution(var, place, value))

    def _cast(self, value: Expression, from_: Type, to: Type, var: Var) -> Expression:
        """Keep the dtype of the primal, where the cotangent's is known to be another."""
        if not isinstance(from_, Numeric) or not isinstance(to, Numeric):
            return value
        if to.weak:
            narrow = from_.dtype in ("float32", "float16") and to.dtype == "float64"
            return Apply("float", (value,)) if narrow and not from_.weak else value
        loose = to.dtype in ("float32", "float16") and any(
            isinstance(e, Name) and isinstance(e.type, Numeric) and e.type.weak
            for e in walk(value)
        )
        if from_.weak or (from_.dtype in (to.dtype, None) and not loose):
            return value
        return Apply("helper.unbroadcast", (value, var))

    def _fit(self, cotangent: Cotangent, operand: Expression) -> Cotangent:
        """Bring a cotangent of the whole to the shape of one operand."""
        reference = primal(operand)
        kind = self.type(reference)
        if isinstance(kind, ListOf | TupleOf):
            return cotangent
        if same_shape(cotangent.type, kind):
            return replace(cotangent, type=_with_shape(kind, cotangent.type))
        if _waits(operand) and not (
            is_scalar(kind) or _both_known(kind, cotangent.type)
        ):
            # un-broadcasting once at the end is as right, and shorter
            return cotangent
        value = cotangent.shown()
        found = self._unbroadcast(value, cotangent.type, reference, kind)
        cast = isinstance(found, Apply) and found.operation == "helper.unbroadcast"
        return Cotangent(found, kind if cast else _with_shape(kind, cotangent.type))

    def _unbroadcast(
        self, value: Expression, from_: Type, reference: Expression, kind: Type
    ) -> Expression:
        if isinstance(kind, Numeric) and isinstance(from_, Numeric):
            if is_scalar(kind) and isinstance(from_.shape, tuple):
                return Apply("sum", (value,))
            if isinstance(kind.shape, tuple) and isinstance(from_.shape, tuple):
                direct = _known_axes(value, from_.shape, kind.shape)
                if direct is not None:
                    return direct
        return Apply(
            "helper.unbroadcast", (value, small_reference(reference, kind, self.types))
        )

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
                if sum(map(count_dots, arguments)) > 1:
                    cotangent = self._held(cotangent)
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

    def _held(self, cotangent: Cotangent) -> Cotangent:
        """Name a cotangent that is about to be used more than once."""
        if (
            isinstance(cotangent.value, Apply)
            and cotangent.value.operation == "broadcast_to"
        ):
            inner, shape = cotangent.value.arguments
            held = self.hold(inner, is_scalar(self.type(inner)))
            return replace(cotangent, value=Apply("broadcast_to", (held, shape)))
        return replace(
            cotangent, value=self.hold(cotangent.value, is_scalar(cotangent.type))
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
        cotangent = self._held(replace(cotangent, value=cotangent.shown(), mask=None))
        for part, mask in (
            (then, condition),
            (otherwise, Apply("logical_not", (condition,))),
        ):
            if has_dot(part):
                masked = replace(cotangent, mask=mask)
                self.pull(part, self._fit(masked, part))

    def _under(
        self,
        part: Expression,
        condition: Expression,
        taken: bool,
        zero: Expression,
        cotangent: Cotangent,
    ) -> None:
        """Contributions of one arm of `a if c else b`: made only where it was taken."""
        mark = len(self.found)
        self.pull(part, cotangent)
        for position in range(mark, len(self.found)):
            given = self.found[position]
            nothing = (
                zeros_like(given.var, self.types[given.var])
                if given.place == HOLE
                else Constant(0.0)
            )
            arms = (given.value, nothing) if taken else (nothing, given.value)
            self.found[position] = replace(given, value=Choice(condition, *arms))

    def _pick(
        self, base: Sequence, items: tuple[Expression, ...], cotangent: Cotangent
    ) -> None:
        """`(a, b)[k]` with k not a literal."""
        cotangent = self._held(cotangent)
        count = len(base.items)
        position = Apply("mod", (items[0], Constant(count)))
        for k, item in enumerate(base.items):
            if has_dot(item):
                zero = zeros_like(primal(item), self.type(primal(item)))
                test = Apply("equal", (position, Constant(k)))
                self._under(item, test, True, zero, cotangent)

    # ---- everything else that is linear

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
        assert isinstance(rule, Linear), f"{tangent.operation} is not linear"
        if len(dotted) > 1 or isinstance(tangent.arguments[dotted[0]], Sequence):
            cotangent = self._held(cotangent)
        given = Formula(cotangent.shown(), cotangent.type)
        found = call_rule(_with(rule.transpose, given), entry, values, object)
        for k in dotted:
            part = found[rule.positions.index(k)] if len(rule.positions) > 1 else found
            self._back(tangent.arguments[k], part, rule.broadcasts)

    def _back(
        self, argument: Expression, found: object, broadcasts: bool = False
    ) -> None:
        """Go on into an argument with the cotangent that a rule gave for it."""
        if isinstance(argument, Sequence):
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
                value, kind if isinstance(known, ListOf) else _with_shape(known, kind)
            ),
        )


def _with(rule: Callable[..., object], given: Formula) -> Callable[..., object]:
    """Bind the cotangent, leaving a signature of the arguments alone."""
    import functools

    return functools.partial(rule, given)


def _negated(value: Expression) -> Expression:
    """Change the sign before spreading."""
    if isinstance(value, Apply) and value.operation == "broadcast_to":
        return Apply("broadcast_to", (negative(value.arguments[0]), value.arguments[1]))
    return negative(value)


def _waits(operand: Expression) -> bool:
    """Whether what comes next is elementwise, so that un-broadcasting can wait."""
    return isinstance(operand, Apply) and operand.operation in (
        "add",
        "subtract",
        "multiply",
        "divide",
        "negative",
        "positive",
        "broadcast_to",
    )


def _both_known(one: Type, two: Type) -> bool:
    return all(
        isinstance(t, Numeric) and isinstance(t.shape, tuple) for t in (one, two)
    )


def _with_shape(kind: Type, value: Type) -> Type:
    """Shape of the one, dtype of the other."""
    if isinstance(kind, Numeric) and isinstance(value, Numeric):
        return Numeric(value.dtype, kind.shape, kind.mutable, value.weak)
    return kind


def _known_axes(
    value: Expression, shape: tuple[object, ...], to: tuple[object, ...]
) -> Expression | None:
    """Sum over the axes that are certain to have been broadcast, None where it is not certain."""
    extra = len(shape) - len(to)
    if extra < 0:
        return None
    stretched: list[int] = []
    for position, (extent, wanted) in enumerate(zip(shape[extra:], to, strict=True)):
        if extent == wanted and extent is not None:
            continue
        if wanted != 1:
            return None
        stretched.append(position)
    if extra:
        axes = (
            Constant(0)
            if extra == 1
            else Sequence(tuple(Constant(k) for k in range(extra)))
        )
        value = Apply("sum", (value, axes))
    if stretched:
        lifted = (
            Constant(stretched[0])
            if len(stretched) == 1
            else Sequence(tuple(map(Constant, stretched)))
        )
        value = Apply("sum", (value, lifted, Constant(True)))
    return value


def small_reference(
    expression: Expression, kind: Type, types: Mapping[Var, Type]
) -> Expression:
    """A variable of the same shape and dtype within an expression, where there is one."""
    if isinstance(expression, Var):
        return expression
    if isinstance(expression, Apply):
        for child in expression.arguments:
            known = type_of_tree(child, types)
            if (
                isinstance(known, Numeric)
                and isinstance(kind, Numeric)
                and same_shape(known, kind)
                and known.dtype == kind.dtype
                and not isinstance(child, Constant)
            ):
                return small_reference(child, kind, types)
    return expression


def has_dot(expression: Expression) -> bool:
    """Whether a tangent reaches this expression."""
    return isinstance(expression, Dot) or any(map(has_dot, children(expression)))


def count_dots(expression: Expression) -> int:
    """How many contributions an expression will make."""
    return isinstance(expression, Dot) + sum(map(count_dots, children(expression)))


def primal(expression: Expression) -> Expression:
    """The value that a tangent expression has the shape of: dots replaced by their variables."""
    if isinstance(expression, Dot):
        return expression.var
    return rebuild(expression, primal)


def place_of(expression: Expression) -> tuple[Var, Expression] | None:
    """(variable, place over HOLE) of a chain of views of one dotted variable."""
    match expression:
        case Dot(var):
            return var, HOLE
        case Index(base, items):
            inner = place_of(base)
            if inner is None or (inner[1] != HOLE and not _is_view(inner[1])):
                return None
            return inner[0], Index(inner[1], items)
        case Apply(operation, (base, *rest)) if operation in VIEWS:
            inner = place_of(base)
            if inner is None or (inner[1] != HOLE and not _is_view(inner[1])):
                return None
            return inner[0], Apply(operation, (inner[1], *rest))
        case _:
            return None


def _is_view(place: Expression) -> bool:
    """Whether a place over HOLE is certain to be a view, so that it can be added to in place."""
    match place:
        case Index(base, items):
            return all(_is_basic(item) for item in items) and _is_view(base)
        case Apply(_, (base, *_)):
            return _is_view(base)
        case _:
            return True


def _is_basic(item: Expression) -> bool:
    match item:
        case Slice():
            return True
        case Constant(value=value):
            return not isinstance(value, bool)
        case _:
            return False
