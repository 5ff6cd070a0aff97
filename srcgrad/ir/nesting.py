"""A compound statement of the source -> the blocks within it, read or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from srcgrad.ir import surface as s

Block: TypeAlias = tuple[s.SurfaceStatement, ...]


def blocks_in(statement: s.SurfaceStatement) -> tuple[Block, ...]:
    """Return the blocks of a statement, in the order of the text."""
    match statement:
        case s.If(then=then, otherwise=otherwise):
            return then, otherwise
        case (
            s.For(body=body, otherwise=otherwise)
            | s.While(body=body, otherwise=otherwise)
        ):
            return body, otherwise
        case s.With(body=body, last=last):
            return (body, last)
        case _:
            return ()


def with_blocks(
    statement: s.SurfaceStatement, change: Callable[[Block], Block]
) -> s.SurfaceStatement:
    """Return the statement with each of its blocks changed."""
    match statement:
        case s.If(then=then, otherwise=otherwise):
            return replace(statement, then=change(then), otherwise=change(otherwise))
        case (
            s.For(body=body, otherwise=otherwise)
            | s.While(body=body, otherwise=otherwise)
        ):
            return replace(statement, body=change(body), otherwise=change(otherwise))
        case s.With(body=body, last=last):
            return replace(statement, body=change(body), last=change(last))
        case _:
            return statement
