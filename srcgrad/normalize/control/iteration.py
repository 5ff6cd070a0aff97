"""What a `for` iterates over -> a counted loop, and what each count binds."""

from __future__ import annotations

from dataclasses import dataclass

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Expression, Var, variables
from srcgrad.ir.program import Block, Named, Restated, Step
from srcgrad.ir.types import (
    INTEGER,
    UNKNOWN,
    ListOf,
    Numeric,
    ShapeOf,
    TupleOf,
    Type,
    rank,
)
from srcgrad.normalize.evaluation.evaluate import evaluate, formula
from srcgrad.normalize.evaluation.furniture import is_parallel, without_bar
from srcgrad.normalize.evaluation.sequences import (
    Count,
    Items,
    Range,
    SequenceOf,
    Zipped,
    item_at,
    length,
)
from srcgrad.normalize.scopes.aliases import Site
from srcgrad.normalize.scopes.bindings import define
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.memory import roots
from srcgrad.normalize.scopes.scope import Method, Qualified, Ref, State, Value
from srcgrad.normalize.scopes.values import as_formula, literal
from srcgrad.normalize.writing.assignments import assign
from srcgrad.primitives.formula import Formula
from srcgrad.primitives.table import TABLE

COUNTER = "index"
# Names of the memory that loops run over, as long as they run.
COUNTED = "@iterated"


@dataclass(frozen=True)
class Iteration:
    """`iterable` is the range of the counter; `sequence` what the targets run over.

    sequence : None where the source's own target is the counter.
    """

    iterable: Expression
    sequence: SequenceOf | None = None

    @property
    def plain(self) -> bool:
        """Whether the source's own target is the counter."""
        return self.sequence is None

    def enter(
        self, context: Context, state: State, statement: s.For, live: frozenset[str]
    ) -> tuple[Var, Block]:
        """Bind the counter and the targets at the start of an iteration."""
        if self.sequence is None:
            assert isinstance(statement.target, s.NameRef)
            counter = context.fresh(statement.target.name, INTEGER)
            context.bind(state, counter.name, counter)
            return counter, ()
        counter = context.hidden(context.unique(_counter_name(statement)), INTEGER)
        state.current[context.buffer_of[counter]] = counter
        context.pending, context.moves, context.gone = [], [], []
        item = item_at(self.sequence, Formula(counter, INTEGER), state)
        assign(context, state, statement.target, item, live, statement.origin.span)
        return counter, (
            Step(
                tuple(context.pending),
                None,
                tuple(context.moves),
                tuple(context.gone),
            ),
        )


def _counter_name(statement: s.For) -> str:
    """`for row in rows` counts `row_index`; several targets count by the last."""
    target = statement.target
    while isinstance(target, s.Display) and target.items:
        target = target.items[-1]
    return f"{target.name}_{COUNTER}" if isinstance(target, s.NameRef) else COUNTER


def items_of(context: Context, state: State, statement: s.For) -> Iteration:
    """Read the iterable of a `for`."""
    ranged = _as_range(context, state, _plain(context, statement.iterable))
    if ranged is not None and isinstance(statement.target, s.NameRef):
        return Iteration(ranged)
    sequence = _Reader(context, state, statement).sequence(
        statement.iterable, statement.target, False
    )
    count = length(sequence)
    if count is None:
        raise refuse("SG108", "this loop has no end", statement.iterable.span)
    return Iteration(Apply("range", (count.expression,)), sequence)


def _as_range(
    context: Context, state: State, expression: s.SurfaceExpression
) -> Expression | None:
    """`range(...)` or `reversed(range(...))` as it stands."""
    if not isinstance(expression, s.Call):
        return None
    match evaluate(context, state, expression.function):
        case Qualified(name="builtins.range"):
            return formula(context, state, expression).expression
        case Qualified(name="builtins.reversed"):
            inner = _as_range(context, state, expression.arguments[0].value)
            return None if inner is None else Apply("reversed", (inner,))
        case _:
            return None


def _plain(context: Context, expression: s.SurfaceExpression) -> s.SurfaceExpression:
    """Return an iterable without a progress bar; one that may be missing is left out."""
    plain = without_bar(context.module, context.local, expression)
    if plain is not expression and isinstance(expression, s.Call):
        name = expression.function
        if is_parallel(context.module, context.local, expression):
            context.edits.append(Restated(name.span, "range"))
        elif isinstance(name, s.NameRef) and name.name not in context.module.imports:
            context.edits.append(Restated(expression.span, plain.span))
    return plain


@dataclass(frozen=True)
class _Reader:
    """Reads the iterable of a loop, part by part, each with the target that gets its items."""

    context: Context
    state: State
    statement: s.For

    def sequence(
        self,
        expression: s.SurfaceExpression,
        target: s.SurfaceExpression | None,
        reverse: bool,
    ) -> SequenceOf:
        """Return what an iterable gives."""
        context, state, span = self.context, self.state, expression.span
        expression = _plain(context, expression)
        if isinstance(expression, s.Call):
            function = evaluate(context, state, expression.function)
            _require_items(function, expression)
            arguments = [a.value for a in expression.arguments if a.keyword is None]
            match function, arguments:
                case Qualified(name="builtins.range"), _:
                    bounds = [formula(context, state, bound) for bound in arguments]
                    start = bounds[0] if len(bounds) > 1 else literal(0)
                    stop = bounds[1] if len(bounds) > 1 else bounds[0]
                    step = bounds[2] if len(bounds) > 2 else literal(1)
                    return Range(start, stop, step, reverse, span)
                case Qualified(name="builtins.reversed"), [inner]:
                    return self.sequence(inner, target, not reverse)
                case Qualified(name="builtins.zip"), _:
                    targets = _parts(target, len(arguments))
                    pairs = zip(arguments, targets, strict=True)
                    return Zipped(tuple(self.sequence(*p, reverse) for p in pairs))
                case (
                    Qualified(name="builtins.enumerate"),
                    [inner, *first],
                ) if not reverse:
                    named = [a for a in expression.arguments if a.keyword == "start"]
                    first += [argument.value for argument in named]
                    start = formula(context, state, first[0]) if first else literal(0)
                    items = self.sequence(inner, _parts(target, 2)[1], reverse)
                    return Zipped((Count(start, span), items))
        value = evaluate(context, state, expression)
        if isinstance(value, Method | Qualified):
            raise refuse("SG108", "what this loop runs over is not supported", span)
        whole = as_formula(value, span)
        if not _is_iterable(whole.type):
            raise refuse(
                "SG108",
                "what this loop runs over is not known to be an array or a list",
                span,
            )
        whole = self._named(whole, expression.span, target)
        return Items(whole, reverse, span, _held_in(context, state, whole, span))

    def _named(
        self, whole: Formula, span: Span, target: s.SurfaceExpression | None
    ) -> Formula:
        """Name what is worked out for a loop to run over: its items are read one by one."""
        context, origin = self.context, self.statement.origin
        is_text = origin.source is None and origin.expansion is None
        if not is_text or context.lazy or not _is_worked_out(whole.expression):
            return whole
        stem = target.name if isinstance(target, s.NameRef) else ""
        name = context.unique(f"{stem.strip('_')}_values".lstrip("_"))
        define(context, self.state, name, whole, Site(name, span))
        context.edits.append(Named(span, name))
        return as_formula(self.state.meaning(self.state.names[name]), span)


def _parts(
    target: s.SurfaceExpression | None, count: int
) -> tuple[s.SurfaceExpression | None, ...]:
    """Return the parts of a target that gets several items, if it is written so."""
    if isinstance(target, s.Display) and len(target.items) == count:
        return target.items
    return (None,) * count


def _is_worked_out(expression: Expression) -> bool:
    """Whether a value is made by arithmetic on variables, rather than looked at."""
    return (
        isinstance(expression, Apply)
        and expression.operation in TABLE
        and TABLE[expression.operation].cost > 0
        and not TABLE[expression.operation].view
        and bool(variables(expression))
    )


def _require_items(function: Value, call: s.Call) -> None:
    """Refuse `*` in a builtin that pairs or counts: how many there are is not known."""
    starred = next((a for a in call.arguments if a.star), None)
    match function:
        case Qualified(name="builtins.zip" | "builtins.enumerate") if starred:
            raise refuse(
                "SG108",
                "how many sequences an unpacked `*` argument has is not known",
                starred.value.span,
                hint="loop over the sequence itself, or name its items one by one",
            )
        case _:
            return


def _held_in(context: Context, state: State, whole: Formula, span: Span) -> Ref | None:
    """Keep the buffer that a loop runs over under a hidden name while the loop runs."""
    found = roots(context, whole.expression)
    if len(found) != 1 or not found[0].certain:
        return None
    buffer = context.buffer_of[found[0].var]
    ref = Ref(buffer, whole.type, found[0].view, span)
    context.moved.add(buffer)
    state.names[f"{COUNTED} {span.line}:{span.column}"] = ref
    return ref


def _is_iterable(type_: Type) -> bool:
    return (
        isinstance(type_, ListOf | ShapeOf | TupleOf)
        or type_ == UNKNOWN
        or (isinstance(type_, Numeric) and rank(type_) != 0)
    )
