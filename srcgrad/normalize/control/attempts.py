"""`try` whose handlers come back -> a branch on what is not known, printed as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.program import (
    Append,
    Block,
    Define,
    Effect,
    For,
    If,
    Invoke,
    Simple,
    Step,
    While,
)
from srcgrad.normalize.control.branches import branch
from srcgrad.normalize.scopes.context import Context, Distribute, Names, Walk
from srcgrad.normalize.scopes.scope import State


def attempt(
    context: Context, state: State, statement: s.If, live: Names, walk: Walk
) -> If:
    """Walk a `try`: its calls stay where they are, and it writes to nothing."""
    context.lazy += 1
    try:
        found = branch(context, state, statement, live, walk)
    except Distribute:
        raise refuse(
            "SG139",
            "which function a name is depends here on an exception",
            statement.origin.span,
            hint="test for the bad case with `if`",
        ) from None
    finally:
        context.lazy -= 1
    for simple in _simples((found,)):
        if not isinstance(simple, Define | Effect):
            what = "appends to a list" if isinstance(simple, Append) else "writes"
            if isinstance(simple, Invoke):
                what = "calls a function that writes to its arguments"
            raise refuse(
                "SG139",
                f"a `try` that {what} is not supported, unless its handlers only raise",
                statement.origin.span,
                hint="compute in the `try` what may fail, and write behind it",
            )
    return found


def _simples(block: Block) -> Iterator[Simple]:
    for node in block:
        match node:
            case Step(statements):
                yield from statements
            case If(then=then, otherwise=otherwise):
                yield from _simples((*then, *otherwise))
            case For(body=body) | While(body=body):
                yield from _simples(body)
