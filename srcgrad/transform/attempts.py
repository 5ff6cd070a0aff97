"""A function and its active variables -> a refusal, where an exception decides what one is."""

from __future__ import annotations

from srcgrad.diagnostics import refuse
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import Block, For, If, While


def check_attempts(block: Block, active: frozenset[Var]) -> None:
    """Refuse a `try` whose handlers come back, behind which something active differs."""
    for node in block:
        match node:
            case If(attempt=kind, merges=merges) if kind:
                for merge in merges:
                    if merge.target in active:
                        raise refuse(
                            "SG139",
                            f"`{merge.target.name}`, which is differentiated, depends on "
                            "whether an exception was caught",
                            node.origin.span,
                            hint="test for the bad case with `if`, or let the handler "
                            "raise",
                        )
            case If(then=then, otherwise=otherwise):
                check_attempts(then, active)
                check_attempts(otherwise, active)
            case For(body=body) | While(body=body):
                check_attempts(body, active)
