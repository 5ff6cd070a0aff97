"""A call of a class -> the object that it makes, as a display of its attributes.

Params(w, b=0.0)      {w: w, b: 0.0} of the class, where that is a dataclass or named tuple
Dense(w, b)           what `__init__` assigns to the attributes of `self`, line by line
"""

from __future__ import annotations

from typing import NoReturn

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.types import Key
from srcgrad.normalize.calling.arguments import given_to, matched
from srcgrad.normalize.evaluation.classes import (
    is_dataclass,
    is_named_tuple,
    lineage,
    member,
)
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.evaluation.initialisers import assigned, is_simple
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import Class, State, Structure, Value


def constructed(
    context: Context, state: State, owner: Class, call: s.Call
) -> Structure:
    """Return the object that a call of a class makes."""
    module, name = context.module, owner.name
    context.classes |= {one.name for one in lineage(module, name, call.span)}
    found = module.classes[name]
    if is_named_tuple(found) or is_dataclass(found):
        return _declared(context, state, name, call)
    initial = member(module, name, "__init__", call.span)
    if initial is None:
        return Structure("object", (), (), name)
    return _initialised(context, state, name, module.functions[initial.key], call)


def _declared(context: Context, state: State, name: str, call: s.Call) -> Structure:
    """Make an object of a dataclass, or a named tuple, of the fields it declares."""
    module = context.module
    classes = list(lineage(module, name, call.span))
    fields = {
        part.name: part
        for one in reversed(classes)
        for part in one.fields
        if part.annotation_text and "ClassVar" not in part.annotation_text
    }
    if any("__post_init__" in one.methods for one in classes):
        _refuse(name, "has a `__post_init__`", call.span)
    surface = s.SurfaceFunction(
        name=name,
        parameters=tuple(
            s.SurfaceParameter(part.name, call.span, default=part.value)
            for part in fields.values()
        ),
        body=(),
        docstring="",
        source="",
        span=call.span,
    )
    arguments = given_to(context, state, surface, call)
    given = matched(surface, arguments, lambda e: _default(context, e), call.span)
    kind = "tuple" if is_named_tuple(classes[0]) else "object"
    return Structure(kind, tuple(part.value for part in given), tuple(fields), name)


def _default(context: Context, expression: s.SurfaceExpression) -> Value:
    """Return the default of a field: `field(default_factory=dict)` is `dict()`."""
    if isinstance(expression, s.Call) and isinstance(expression.function, s.NameRef):
        imported = context.module.imports.get(expression.function.name)
        if imported is not None and imported.qualified == "dataclasses.field":
            for argument in expression.arguments:
                if argument.keyword == "default":
                    return context.constant(argument.value)
                if argument.keyword == "default_factory":
                    made = _of_factory(argument.value)
                    if made is not None:
                        return context.constant(made)
                    call = s.Call(argument.value, (), expression.span)
                    return context.constant(call)
    return context.constant(expression)


def _of_factory(factory: s.SurfaceExpression) -> s.SurfaceExpression | None:
    """Return what `list`, or a lambda without parameters, gives."""
    match factory:
        case s.NameRef(name="list", span=span):
            return s.Display("list", (), span)
        case s.Lambda(function=s.SurfaceFunction(body=(s.Return(value=value),))):
            return None if factory.function.parameters else value
        case _:
            return None


def _initialised(
    context: Context,
    state: State,
    name: str,
    initial: s.SurfaceFunction,
    call: s.Call,
) -> Structure:
    """Follow an `__init__` that assigns to attributes and names, and does nothing else."""
    arguments = given_to(context, state, initial, call)
    own = initial.parameters[0].name
    surface = s.SurfaceFunction(name, initial.parameters[1:], (), "", "", call.span)
    given = matched(surface, arguments, context.constant, call.span)
    inner = State({}, state.current, types=state.types)
    for parameter, part in zip(surface.parameters, given, strict=True):
        inner.names[parameter.name] = part.value
    made: dict[Key, Value] = {}
    before = len(context.pending)
    if not is_simple(context.module, initial):
        _refuse(name, "does more in `__init__` than to assign", call.span)
    for statement in initial.body:
        inner.names[own] = Structure("object", tuple(made.values()), tuple(made), name)
        pairs = assigned(statement) or []
        values = [evaluate(context, inner, value) for _, value in pairs]
        for (target, _), found in zip(pairs, values, strict=True):
            if isinstance(target, s.Attribute):
                made[target.name] = found
            elif isinstance(target, s.NameRef):
                inner.names[target.name] = found
        if len(context.pending) > before:
            _refuse(name, "calls other functions in `__init__`", call.span)
    return Structure("object", tuple(made.values()), tuple(made), name)


def _refuse(name: str, what: str, span: Span) -> NoReturn:
    raise refuse(
        "SG328",
        f"an object of `{name}` is made here, and the class {what}",
        span,
        hint="make the object outside, and pass it as an argument",
    )
