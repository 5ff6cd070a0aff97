"""`Net.__new__(Net)` -> an object without attributes; `super().__init__()` of none -> nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from srcgrad.ir import surface as s
from srcgrad.normalize.evaluation.classes import Member, lineage, member
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import (
    Bound,
    Class,
    Record,
    State,
    Structure,
    UserFunction,
    Value,
)

Evaluate: TypeAlias = Callable[[Context, State, s.SurfaceExpression], Value]


def emptied(
    context: Context, state: State, call: s.Call, evaluate: Evaluate
) -> Value | None:
    """Return what such a call gives; None for another one."""
    match call.function:
        case s.Attribute(base=base, name="__new__" | "__init__" as name):
            owner = evaluate(context, state, base)
        case _:
            return None
    if not isinstance(owner, Class):
        return None
    if name == "__new__" and not owner.above:
        classes = tuple(lineage(context.module, owner.name, call.span))
        if any("__new__" in one.methods for one in classes):
            return None
        context.classes |= {one.name for one in classes}
        return Structure("object", (), (), owner.name)
    found = member(context.module, owner.name, name, call.span, owner.above)
    if owner.above:
        nothing = found is None and not call.arguments
        return Structure("none", ()) if nothing else None
    return _initialised(context, state, call, found, evaluate)


def _initialised(
    context: Context,
    state: State,
    call: s.Call,
    found: Member | None,
    evaluate: Evaluate,
) -> Value | None:
    """`Net.__init__(net, w)`: a call of the method, of an object that has a name."""
    match call.arguments:
        case (s.Argument(value=s.NameRef(name=name) as held, keyword=None), *others):
            receiver = evaluate(context, state, held)
        case _:
            return None
    if found is None or not found.key or not isinstance(receiver, Record):
        return None
    surface = context.module.functions[found.key]
    function = UserFunction(context.define(surface, surface.name))
    bound = Bound(function.name, receiver, name)
    rest = s.Call(call.function, tuple(others), call.span)
    return context.call(context, state, function, rest, bound)
