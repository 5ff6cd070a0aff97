"""Surface block -> the same with one way out.

What follows an early `return` goes under `else`. In loops `exits` has seen to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s

Block: TypeAlias = tuple[s.SurfaceStatement, ...]


def close_returns(block: Block) -> Block:
    """Return a block in which every `return` ends a branch and nothing follows it."""
    done: list[s.SurfaceStatement] = []
    for position, statement in enumerate(block):
        rest = block[position + 1 :]
        match statement:
            case s.Return():
                return (*done, statement)
            case s.Effect(kind="raise"):
                return (*done, statement)
            case s.With(body=body) if _returns(body):
                if rest and not _ends(body):
                    raise refuse(
                        "SG140",
                        "a `return` that leaves this `with` on some paths only is not "
                        "supported",
                        statement.origin.span,
                        hint="return behind the `with`",
                    )
                return (*done, replace(statement, body=close_returns(body)))
            case s.If(then=then, otherwise=otherwise) if _returns(then) or _returns(
                otherwise
            ):
                if not rest:
                    return (
                        *done,
                        replace(
                            statement,
                            then=close_returns(then),
                            otherwise=close_returns(otherwise),
                        ),
                    )
                then, otherwise = _extend(then, rest), _extend(otherwise, rest)
                is_block = bool(statement.otherwise)
                merged = replace(
                    statement,
                    then=then,
                    otherwise=otherwise,
                    otherwise_origin=statement.otherwise_origin if is_block else None,
                )
                return (*done, merged)
        done.append(statement)
    return tuple(done)


def _extend(branch: Block, rest: Block) -> Block:
    return close_returns(branch) if _ends(branch) else close_returns((*branch, *rest))


def _ends(block: Block) -> bool:
    """Whether control never runs off the end of a block."""
    if not block:
        return False
    match block[-1]:
        case s.Return() | s.Effect(kind="raise"):
            return True
        case s.If(then=then, otherwise=otherwise):
            return _ends(then) and _ends(otherwise)
        case s.With(body=body):
            return _ends(body)
        case _:
            return False


def _returns(block: Block) -> bool:
    for statement in block:
        match statement:
            case s.Return():
                return True
            case s.If(then=then, otherwise=otherwise):
                if _returns(then) or _returns(otherwise):
                    return True
            case s.With(body=body):
                if _returns(body):
                    return True
    return False
