"""What a `for` iterates over -> a counted loop, and what each count binds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Constant, Expression, Var
from srcgrad.ir.program import Block, Step
from srcgrad.ir.types import INTEGER, UNKNOWN, ListOf, Numeric, ShapeOf, Type, rank
from srcgrad.normalize.context import Context
from srcgrad.normalize.evaluate import evaluate, formula, index, primitive, unwrap
from srcgrad.normalize.scope import Method, Qualified, Ref, State, Structure, Value
from srcgrad.normalize.statements import _roots, assign
from srcgrad.primitives.formula import Formula, apply

COUNTER = "index"


@dataclass(frozen=True)
class Iteration:
    """`iterable` is the range of the counter; `sequences` pairs each target with what it runs over."""

    iterable: Expression
    plain: bool
    sequences: tuple[tuple[Any, Any], ...]

    def enter(
        self, context: Context, state: State, statement: s.For, live: frozenset[str]
    ) -> tuple[Var, Block]:
        """Bind the counter and the targets at the start of an iteration."""
        if self.plain:
            assert isinstance(statement.target, s.NameRef)
            counter = context.fresh(statement.target.name, INTEGER)
            context.bind(state, counter.name, counter)
            return counter, ()
        name = context.unique(_counter_name(statement))
        counter = context.fresh(name, INTEGER)
        context.access[counter] = ""
        state.current[context.buffer_of[counter]] = counter
        context.pending, context.moves = [], []
        for target, sequence in self.sequences:
            item = sequence.at(Formula(counter, INTEGER), state)
            assign(context, state, target, item, live, statement.origin.span)
        return counter, (Step(tuple(context.pending), None, tuple(context.moves)),)


def _counter_name(statement: s.For) -> str:
    """`for row in rows` counts `row_index`; several targets count by the first."""
    target = statement.target
    while isinstance(target, s.Display) and target.items:
        target = target.items[-1]
    return f"{target.name}_{COUNTER}" if isinstance(target, s.NameRef) else COUNTER


@dataclass(frozen=True)
class _Items:
    """An array or list: its items, last first if `reverse`."""

    value: Formula
    reverse: bool
    span: Span
    ref: Ref | None = None

    def count(self) -> Formula:
        return primitive("len", (unwrap(self.value, self.span),), {}, self.span)

    def at(self, counter: Formula, state: State) -> Formula:
        if self.reverse:
            counter = self.count() - 1 - counter
        # the loop sees what is stored into its array meanwhile, whatever the name means by then
        return index(
            self.value if self.ref is None else state.read(self.ref), (counter,)
        )


@dataclass(frozen=True)
class _Range:
    """`range(start, stop, step)`."""

    start: Any
    stop: Any
    step: Any
    reverse: bool
    span: Span

    def count(self) -> Formula:
        bounds = Apply(
            "range", tuple(_expr(v) for v in (self.start, self.stop, self.step))
        )
        if self.start == 0 and self.step == 1:
            return (
                self.stop
                if isinstance(self.stop, Formula)
                else Formula(Constant(self.stop), INTEGER)
            )
        return Formula(Apply("len", (bounds,)), INTEGER)

    def at(self, counter: Formula, state: State) -> Formula:
        if self.reverse:
            counter = self.count() - 1 - counter
        stepped = counter if self.step == 1 else counter * self.step
        return stepped if self.start == 0 else self.start + stepped


@dataclass(frozen=True)
class _Count:
    """The counter of `enumerate`."""

    start: Any

    def count(self) -> None:
        return None

    def at(self, counter: Formula, state: State) -> Formula:
        return counter if self.start == 0 else self.start + counter


@dataclass(frozen=True)
class _Tuple:
    """Several sequences side by side: the item is a tuple."""

    parts: tuple[Any, ...]

    def count(self) -> Any:
        counts = [c for c in (p.count() for p in self.parts) if c is not None]
        unique = {c.expression: c for c in counts}
        if len(unique) == 1:
            return counts[0]
        return apply("builtins.min", *unique.values())

    def at(self, counter: Formula, state: State) -> Structure:
        return Structure("tuple", tuple(p.at(counter, state) for p in self.parts))


def _expr(value: Any) -> Expression:
    return value.expression if isinstance(value, Formula) else Constant(value)


def items_of(context: Context, state: State, statement: s.For) -> Iteration:
    """Read the iterable of a `for`."""
    ranged = _is_range(context, state, statement.iterable)
    if ranged is not None and isinstance(statement.target, s.NameRef):
        return Iteration(ranged, True, ())
    sequence = _sequence(context, state, statement.iterable, False)
    count = sequence.count()
    iterable = Apply("range", (count.expression,))
    return Iteration(iterable, False, ((statement.target, sequence),))


def _is_range(context: Context, state: State, expression: Any) -> Expression | None:
    """`range(...)` or `reversed(range(...))` as it stands."""
    if not isinstance(expression, s.Call):
        return None
    function = evaluate(context, state, expression.function)
    if isinstance(function, Qualified) and function.name == "builtins.range":
        return formula(context, state, expression).expression
    if isinstance(function, Qualified) and function.name == "builtins.reversed":
        inner = _is_range(context, state, expression.arguments[0].value)
        return None if inner is None else Apply("reversed", (inner,))
    return None


def _sequence(context: Context, state: State, expression: Any, reverse: bool) -> Any:
    span = expression.span
    if isinstance(expression, s.Call):
        function = evaluate(context, state, expression.function)
        arguments = [a.value for a in expression.arguments if a.keyword is None]
        match function:
            case Qualified(name="builtins.range"):
                values = [unwrap(evaluate(context, state, a), span) for a in arguments]
                start, stop, step = (
                    (0, values[0], 1) if len(values) == 1 else (*values, 1)[:3]
                )
                return _Range(start, stop, step, reverse, span)
            case Qualified(name="builtins.reversed"):
                return _sequence(context, state, arguments[0], not reverse)
            case Qualified(name="builtins.zip"):
                return _Tuple(
                    tuple(_sequence(context, state, a, reverse) for a in arguments)
                )
            case Qualified(name="builtins.enumerate") if not reverse:
                start = (
                    unwrap(evaluate(context, state, arguments[1]), span)
                    if len(arguments) > 1
                    else 0
                )
                return _Tuple(
                    (_Count(start), _sequence(context, state, arguments[0], reverse))
                )
    value: Value = evaluate(context, state, expression)
    if isinstance(value, Method | Qualified):
        raise refuse("SG108", "what this loop runs over is not supported", span)
    whole = _held(value, span)
    if not _is_iterable(whole.type):
        raise refuse(
            "SG108",
            "what this loop runs over is not known to be an array or a list",
            span,
        )
    return _Items(whole, reverse, span, _held_in(context, state, whole, span))


def _held_in(context: Context, state: State, whole: Formula, span: Span) -> Ref | None:
    """The buffer that a loop runs over, kept under a hidden name as long as the loop runs."""
    roots = _roots(context, whole.expression)
    if len(roots) != 1 or not roots[0][2]:
        return None
    root, view, _ = roots[0]
    buffer = context.buffer_of[root]
    ref = Ref(buffer, whole.type, view, span)
    context.moved.add(buffer)
    state.names[f"@iterated {span.line}:{span.column}"] = ref
    return ref


def _held(value: Value, span: Span) -> Formula:
    from srcgrad.normalize.evaluate import as_formula

    return as_formula(value, span)


def _is_iterable(type_: Type) -> bool:
    return (
        isinstance(type_, ListOf | ShapeOf)
        or type_ == UNKNOWN
        or (isinstance(type_, Numeric) and rank(type_) != 0)
        or type(type_).__name__ == "TupleOf"
    )
