"""An operator on an object -> the call of the method that its class has for it.

a + b      a.__add__(b), or b.__radd__(a) where `a` is no object that can
-a         a.__neg__()
a < b      a.__lt__(b)
a[k]       a.__getitem__(k)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from srcgrad.diagnostics import Span
from srcgrad.ir import surface as s
from srcgrad.normalize.evaluation.classes import member
from srcgrad.normalize.evaluation.operators import COMPARISONS, METHODS, UNARIES
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import (
    Bound,
    Record,
    State,
    Structure,
    UserFunction,
    Value,
)

Evaluate: TypeAlias = Callable[[Context, State, s.SurfaceExpression], Value]


def binary(context: Context, state: State, node: s.Binary, left: Value) -> Value | None:
    """Carry out `left + right`, where the class of `left` defines it."""
    name = METHODS[node.operator]
    return asked(context, state, left, name, node.left, (node.right,), node.span)


def turned(
    context: Context, state: State, node: s.Binary, right: Value
) -> Value | None:
    """Carry out `left + right`, where the class of `right` defines it alone."""
    if not _reads_only(node.left):
        return None
    name = f"__r{METHODS[node.operator].removeprefix('__')}"
    return asked(context, state, right, name, node.right, (node.left,), node.span)


def unary(
    context: Context, state: State, node: s.Unary, operand: Value
) -> Value | None:
    """Carry out `-operand`, where its class defines it."""
    name = UNARIES[node.operator]
    return asked(context, state, operand, name, node.operand, (), node.span)


def compared(
    context: Context, state: State, node: s.Comparison, evaluate: Evaluate
) -> Value | None:
    """Carry out `left < right`, where the class of `left` defines it."""
    if len(node.operators) != 1 or node.operators[0] not in COMPARISONS:
        return None
    if not isinstance(node.first, s.NameRef):
        return None
    left = evaluate(context, state, node.first)
    name = COMPARISONS[node.operators[0]]
    return asked(context, state, left, name, node.first, node.others, node.span)


def item(
    context: Context, state: State, node: s.Subscript, base: Value
) -> Value | None:
    """Carry out `base[k]`, where its class defines it."""
    if len(node.items) != 1 or isinstance(node.items[0], s.SliceOf):
        return None
    return asked(context, state, base, "__getitem__", node.base, node.items, node.span)


def asked(
    context: Context,
    state: State,
    value: Value,
    name: str,
    place: s.SurfaceExpression,
    arguments: tuple[s.SurfaceExpression, ...],
    span: Span,
) -> Value | None:
    """Call a method of the object that stands at `place`; None where there is none."""
    if not isinstance(value, Record | Structure) or not value.owner:
        return None
    found = member(context.module, value.owner, name, span)
    if found is None or not found.key:
        return None
    surface = context.module.functions[found.key]
    function = UserFunction(context.define(surface, surface.name))
    call = s.Call(place, tuple(s.Argument(a) for a in arguments), span)
    bound = Bound(function.name, value, called=True)
    return context.call(context, state, function, call, bound)


def _reads_only(expression: s.SurfaceExpression) -> bool:
    """Whether an expression may be evaluated twice: it calls nothing."""
    match expression:
        case s.NameRef() | s.Literal():
            return True
        case s.Unary(operand=operand):
            return _reads_only(operand)
        case s.Binary(left=left, right=right):
            return _reads_only(left) and _reads_only(right)
        case _:
            return False
