"""A class method -> a function in which `cls` is the name of the class.

@classmethod                        def vec_unit(angle):
def unit(cls, angle):        ->         cls = Vec
    return cls(cos(angle), ...)         return cls(cos(angle), ...)
"""

from __future__ import annotations

from dataclasses import replace

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import Class, UserFunction, Value


def of_class(
    context: Context, surface: s.SurfaceFunction, receiver: Value, span: Span
) -> UserFunction:
    """Return the function that a class method of a class, or of its object, is."""
    owner = receiver.name if isinstance(receiver, Class) else _owner(receiver)
    if owner != surface.owner:
        raise refuse(
            "SG327",
            f"`{surface.qualified}` is called of a class that inherits it",
            span,
            hint=f"define it in `{owner}` itself, or call it of `{surface.owner}`",
        )
    context.classes.add(owner)
    first, *others = surface.parameters
    named = f"{first.name} = {owner}"
    given = s.Assign(
        (s.NameRef(first.name, surface.span),),
        s.NameRef(owner, surface.span),
        s.Origin(named, surface.span),
    )
    body = (given, *surface.body)
    alone = replace(surface, parameters=tuple(others), body=body)
    return UserFunction(context.define(alone, surface.name))


def _owner(receiver: Value) -> str:
    return getattr(receiver, "owner", "")
