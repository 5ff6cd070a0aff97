"""Surface block -> the same with calls of `srcgrad.stop_gradient` as marks.

    y = srcgrad.stop_gradient(x) * x    ->    y = stop_gradient(x) * x

The emitted text calls a helper of its own: an emitted file does not import srcgrad.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from srcgrad.analysis.names import expressions_of, parts
from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.nesting import with_blocks
from srcgrad.normalize.rewriting.excerpts import Part, excerpt, replaced

Block: TypeAlias = tuple[s.SurfaceStatement, ...]

NAME = "srcgrad.stop_gradient"
HELPER = "stop_gradient"


def mark_stops(block: Block, module: s.SurfaceModule) -> Block:
    """Mark what is not to be differentiated."""
    return tuple(_marked(statement, module) for statement in block)


def _marked(
    statement: s.SurfaceStatement, module: s.SurfaceModule
) -> s.SurfaceStatement:
    statement = with_blocks(statement, lambda inner: mark_stops(inner, module))
    calls = [
        part
        for expression in expressions_of(statement)
        for part in parts(expression)
        if isinstance(part, s.Call) and _is_stop(part.function, module)
    ]
    if not calls:
        return statement
    for call in calls:
        if len(call.arguments) != 1 or call.arguments[0].keyword:
            raise refuse("SG202", "`stop_gradient` takes one argument", call.span)

    def change(part: Any) -> Any:
        if isinstance(part, tuple) or not any(part is call for call in calls):
            return None
        return s.Stopped(replaced(part.arguments[0].value, change), part.span)

    origin = statement.origin
    text = excerpt(origin, *_text(origin, calls))
    text = replace(text, comments=origin.comments, trailing=origin.trailing)
    return replace(replaced(statement, change), origin=text)


def _is_stop(function: s.SurfaceExpression, module: s.SurfaceModule) -> bool:
    match function:
        case s.NameRef(name=name) if name in module.imports:
            return module.imports[name].qualified == NAME
        case s.Attribute(base=s.NameRef(name=name), name="stop_gradient"):
            known = module.imports.get(name)
            return known is not None and known.qualified == "srcgrad"
        case _:
            return False


def _text(origin: s.Origin, calls: list[s.Call]) -> Iterator[Part]:
    """Yield the text, in which the helper is called that is copied into the file."""
    start = 0
    for first, last in sorted(origin.place(call.function.span) for call in calls):
        yield start, first
        yield HELPER
        start = last
    yield start, len(origin.text)
