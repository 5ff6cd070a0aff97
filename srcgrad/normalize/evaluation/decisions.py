"""A test of functions, of None or of texts that are known -> whether it holds.

if act is None:        of a parameter that is handed nothing
if kind == "tanh":     of one that is handed a text
if callable(f):        of one that is handed a function
if isinstance(x, list):
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant
from srcgrad.ir.types import Numeric
from srcgrad.normalize.evaluation.classes import member
from srcgrad.normalize.evaluation.kinds import is_instance
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import (
    Class,
    Qualified,
    Record,
    State,
    Structure,
    Value,
)
from srcgrad.normalize.scopes.values import is_function
from srcgrad.primitives.formula import Formula

Evaluate: TypeAlias = Callable[[Context, State, s.SurfaceExpression], Value]
TOLD_APART = (str, bool, type(None))


def decided(
    context: Context, state: State, test: s.SurfaceExpression, evaluate: Evaluate
) -> bool | None:
    """Return whether a test holds; None where that is known only when it is made."""

    def inner(expression: s.SurfaceExpression) -> bool | None:
        return decided(context, state, expression, evaluate)

    match test:
        case s.Unary(operator="not", operand=operand):
            found = inner(operand)
            return None if found is None else not found
        case s.Boolean(operator=operator, operands=operands):
            return _joined(operator == "and", [inner(part) for part in operands])
        case s.Comparison(first=first, operators=(operator,), others=(other,)):
            sides = [_known(context, state, part, evaluate) for part in (first, other)]
            return _compared(context, operator, *sides)
        case s.Call(function=s.NameRef(name="callable"), arguments=(argument,)):
            if "callable" in context.local:
                return None
            return _callable(_known(context, state, argument.value, evaluate))
        case s.Call(
            function=s.NameRef(name="isinstance"), arguments=(argument, kinds)
        ) if "isinstance" not in context.local:
            tested = _known(context, state, argument.value, evaluate)
            if tested is None:
                return None
            asked = evaluate(context, state, kinds.value)
            return is_instance(context.module, tested, asked)
        case s.Call(
            function=s.NameRef(name="hasattr"),
            arguments=(argument, s.Argument(value=s.Literal(value=str() as name))),
        ) if "hasattr" not in context.local:
            return _has(context, state, name, argument.value, evaluate)
        case s.NameRef() | s.Attribute():
            match _known(context, state, test, evaluate):
                case Formula(expression=Constant(value=bool() | str() | None as value)):
                    return bool(value)
                case value if is_function(value):
                    return True
    return None


def _joined(every: bool, parts: list[bool | None]) -> bool | None:
    """`and` where all have to hold, else `or`, read from the left."""
    for part in parts:
        if part is None:
            return None
        if part is not every:
            return part
    return every


def _known(
    context: Context, state: State, expression: s.SurfaceExpression, evaluate: Evaluate
) -> Value | None:
    """Return what an expression without calls is, None for another or what is unbound."""
    match expression:
        case s.NameRef(name=name):
            bound = name in state.names or name not in context.local
            return evaluate(context, state, expression) if bound else None
        case s.Literal():
            return evaluate(context, state, expression)
        case s.Attribute(base=base, name=name):
            match _known(context, state, base, evaluate):
                case Record() as held if context.records.has(state, held, name):
                    return evaluate(context, state, expression)
                case Structure(keys=keys) if name in keys:
                    return evaluate(context, state, expression)
            return None
        case s.Call(function=s.NameRef(name="type"), arguments=(argument,)):
            value = _known(context, state, argument.value, evaluate)
            if isinstance(value, Record | Structure) and value.owner:
                return Class(value.owner)
            return None
        case s.Display(items=items) if all(isinstance(i, s.Literal) for i in items):
            return evaluate(context, state, expression)
        case _:
            return None


def _compared(
    context: Context, operator: str, left: Value | None, right: Value | None
) -> bool | None:
    if left is None or right is None:
        return None
    match left, right:
        case Record(), Record() if operator in ("is", "is not"):
            if right.identity in context.records.either.get(left.identity, ()):
                return None
            return (left == right) == (operator == "is")
        case Class(name=first), Class(name=second):
            return (first == second) == (operator in ("is", "=="))
    one, two = _literal(left), _literal(right)
    if operator in ("is", "is not") and two == (None,):
        same = None if one is None and isinstance(left, Formula) else one == (None,)
        return same if same is None or operator == "is" else not same
    if one is None:
        return None
    if operator in ("in", "not in") and isinstance(right, Structure):
        items = [_literal(item) for item in right.items]
        if None in items:
            return None
        return (one in items) == (operator == "in")
    if two is None or operator not in ("==", "!="):
        return None
    return (one == two) == (operator == "==")


def _literal(value: Value) -> tuple[Any] | None:
    """Return a text, truth value or None in a tuple of its own, else None."""
    match value:
        case Formula(expression=Constant(value=known)) if isinstance(known, TOLD_APART):
            return (known,)
        case _:
            return None


def _has(
    context: Context,
    state: State,
    name: str,
    expression: s.SurfaceExpression,
    evaluate: Evaluate,
) -> bool | None:
    """Whether an object has an attribute of its own, or of its class."""
    value = _known(context, state, expression, evaluate)
    if not isinstance(value, Record) or value.kind != "object":
        return None
    if context.records.has(state, value, name):
        return True
    if not value.owner:
        return None
    if member(context.module, value.owner, name, expression.span) is not None:
        return True
    return False if context.records.is_whole(value) else None


def _callable(value: Value | None) -> bool | None:
    match value:
        case Formula(type=Numeric(dtype=str())) | Structure() | Record(kind="dict"):
            return False
        case Qualified():
            return True if is_function(value) else None
        case _:
            return True if is_function(value) else None
