"""Values that a call hands over -> its arguments: their types, leaves and text."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Several
from dataclasses import replace

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Constant, Expression, Name, Sequence
from srcgrad.ir.program import Function, Parameter, Passed, Piece
from srcgrad.ir.types import (
    NOTHING,
    FunctionOf,
    LibraryOf,
    LiteralOf,
    RecordOf,
    TupleOf,
    Type,
)
from srcgrad.normalize.calling.arguments import Given
from srcgrad.normalize.calling.entering import is_handed
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import (
    Partial,
    Qualified,
    Record,
    Ref,
    State,
    Structure,
    UserFunction,
    Value,
    meaning,
)
from srcgrad.normalize.scopes.values import as_formula, is_function, leaves_of
from srcgrad.primitives.formula import Formula


def type_of_value(value: Value, span: Span) -> Type:
    """Return the type of a value, that of a function saying which one it is."""
    match value:
        case Structure("dict" | "object" as kind, items, keys, owner, whole):
            parts = (type_of_value(item, span) for item in items)
            return RecordOf(kind, owner, tuple(zip(keys, parts, strict=True)), whole)
        case Structure(items=items, keys=keys, owner=owner):
            parts = (type_of_value(item, span) for item in items)
            names = tuple(str(key) for key in keys)
            return TupleOf(tuple(parts), names, owner)
        case UserFunction(name, captured, environment, preset):
            if not value.held:
                return FunctionOf(name, (), (), preset)
            if environment is None:
                return FunctionOf(name, captured, None, preset)
            held = tuple((key, type_of_value(part, span)) for key, part in environment)
            return FunctionOf(name, captured, held, preset)
        case Ref(type=type_):
            return type_
        case Qualified(name=name, text=text) if is_function(value):
            return LibraryOf(name, text)
        case Formula(expression=Constant(value=None)):
            return NOTHING
        case Formula(expression=Constant(value=bool() | str() as known)):
            return LiteralOf(known)
        case _:
            return as_formula(value, span).type


def snapshot(context: Context, state: State, value: Value) -> Value:
    """Return a value with the records in it as displays of what they hold now."""
    match value:
        case Record(kind=kind, owner=owner):
            keys = context.records.keys(state, value)
            slots = (context.records.part(value, key) for key in keys)
            items = tuple(
                snapshot(context, state, meaning(state, state.names[slot]))
                for slot in slots
            )
            whole = context.records.is_whole(value)
            return Structure(kind, items, keys, owner, whole)
        case Structure(items=items):
            parts = tuple(snapshot(context, state, item) for item in items)
            return replace(value, items=parts)
        case _:
            return value


class Handing:
    """The arguments of one call, a leaf each, and how the text of the call passes them.

    shown : the arguments as they would be written, of a call that stays in its place.
    """

    def __init__(self, context: Context, callee: Function, span: Span) -> None:
        self.context, self.callee, self.span = context, callee, span
        self.arguments: list[Formula] = []
        self.passed: list[Passed] = []
        self.shown: list[Expression] = []
        self._parameters = iter(callee.parameters)
        self._by_name = False

    def all(
        self, values: Several[Value], given: Several[Given], function: Value
    ) -> None:
        """Hand over what has been captured, then the arguments themselves."""
        for value in (*values, function):
            for key, held in _captured(value):
                if is_handed(type_of_value(held, self.span)):
                    text = self.context.spelled.get(key, key)
                    self._hand(held, (Piece(text),), True)
        for value, argument in zip(values, given, strict=True):
            if is_handed(type_of_value(value, self.span)):
                self._hand(value, argument.pieces, not argument.omitted)

    def _hand(self, value: Value, pieces: tuple[Piece, ...], is_given: bool) -> None:
        parameter = next(self._parameters)
        if self.context.lazy:
            self.shown.append(expression_of(value, self.span))
        self.arguments.extend(fitted(value, parameter, self.span))
        if not is_given:
            self._by_name = True
        elif pieces:
            by_name = self._by_name or parameter.keyword_only
            self.passed.append(Passed(pieces, parameter.name if by_name else ""))


def _captured(value: Value) -> Iterator[tuple[str, Value]]:
    """Yield what the functions in a value have captured, with its name."""
    match value:
        case UserFunction(environment=environment):
            yield from environment or ()
        case Structure(items=items):
            for item in items:
                yield from _captured(item)


def fitted(value: Value, parameter: Parameter, span: Span) -> tuple[Formula, ...]:
    """Return the leaves of an argument, as many as the parameter has."""
    flat = leaves_of(value, span)
    if len(flat) == len(parameter.leaves):
        return flat
    if len(parameter.leaves) == 1:
        return (as_formula(value, span),)
    raise refuse(
        "SG404",
        f"the argument `{parameter.name}` is nested in another way than elsewhere",
        span,
        hint="pass it in one form everywhere",
    )


def expression_of(value: Value, span: Span) -> Expression:
    """Return a value as it would be written as an argument."""
    match value:
        case Structure(kind="tuple" | "list" as kind, items=items):
            return Sequence(tuple(expression_of(item, span) for item in items), kind)
        case Qualified(text=text):
            return Name(text)
        case UserFunction() | Partial():
            return Constant(None)
        case _:
            return as_formula(value, span).expression
