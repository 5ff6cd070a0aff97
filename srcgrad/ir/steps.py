"""A block of a program -> its steps, those within branches and loops too."""

from __future__ import annotations

from collections.abc import Iterator

from srcgrad.ir.program import Block, For, If, Step, While


def steps(block: Block) -> Iterator[Step]:
    """Yield every step of a block, in the order of the text."""
    for node in block:
        match node:
            case Step():
                yield node
            case If(then=then, otherwise=otherwise):
                yield from steps((*then, *otherwise))
            case For(body=body) | While(body=body):
                yield from steps(body)
