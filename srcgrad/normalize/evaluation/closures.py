"""Functions as values: made in one frame, handed to another with what they capture.

    def simulate(k, y):                 decay is a function with one captured name: k
        def decay(y):
            return -k * y
        return step(decay, y)           step is handed decay, and k as it is now

In the frame that it is in, a function reads the captured names when it is called, as
Python does. On its way to another frame it takes their values along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from srcgrad.analysis.names import read_when_called
from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import (
    Partial,
    State,
    Structure,
    UserFunction,
    Value,
)


def made(context: Context, surface: s.SurfaceFunction, name: str) -> UserFunction:
    """Return the function that a `def` or a `lambda` in this frame makes."""
    known = context.local | context.around
    captured = tuple((n, n) for n in sorted(read_when_called(surface)) if n in known)
    return UserFunction(context.define(surface, name), captured)


def handed(context: Context, state: State, value: Value, span: Span) -> Value:
    """Return a value as it leaves the frame: functions with all that they capture."""
    match value:
        case UserFunction(held=held) if held:
            return replace(value, environment=_environment(state, value, span))
        case Structure(items=items):
            parts = tuple(handed(context, state, item, span) for item in items)
            return replace(value, items=parts)
        case Partial(function, arguments, keywords):
            return Partial(
                handed(context, state, function, span),
                tuple(handed(context, state, a, span) for a in arguments),
                tuple((k, handed(context, state, a, span)) for k, a in keywords),
            )
        case _:
            return value


def _environment(
    state: State, function: UserFunction, span: Span
) -> tuple[tuple[str, Value], ...]:
    """Values of all names that a function may read, or those that it may call."""
    found: dict[str, Value] = {}
    waiting = [function]
    while waiting:
        for name, key in waiting.pop(0).held:
            if key in found:
                continue
            binding = state.names.get(key)
            if binding is None:
                raise refuse(
                    "SG105",
                    f"`{name}`, which this function reads, may be unbound here",
                    span,
                    hint=f"bind `{name}` on every path that leads here",
                )
            found[key] = state.meaning(binding)
            waiting.extend(functions_in(found[key]))
    return tuple(found.items())


def functions_in(value: Value) -> Iterator[UserFunction]:
    """Yield every function of the source within a value."""
    match value:
        case UserFunction():
            yield value
        case Structure(items=items):
            for item in items:
                yield from functions_in(item)
        case Partial(function, arguments, keywords):
            yield from functions_in(function)
            for item in (*arguments, *(value for _, value in keywords)):
                yield from functions_in(item)


def is_static(value: Value) -> bool:
    """Whether a value is made of functions of the source, and of nothing else."""
    match value:
        case UserFunction() | Partial():
            return True
        case Structure(items=items):
            return bool(items) and all(is_static(item) for item in items)
        case _:
            return False
