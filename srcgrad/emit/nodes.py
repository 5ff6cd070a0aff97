"""Statements of a function in normal form -> what is known of their text."""

from __future__ import annotations

from collections.abc import Iterator

from srcgrad.ir.program import Block, For, If, Invoke, Node, Step, While


def expanded(block: Block, position: int) -> Block:
    """Return the statements from `position` on that one comprehension was made into.

    They are the start, the loop, and the statement behind it unless that has blocks.
    """
    first = block[position].origin
    if first is None or first.expansion is None:
        return ()
    end, loops = position, 0
    for at in range(position, len(block)):
        origin = block[at].origin
        if origin is None:
            continue
        loops += not isinstance(block[at], Step)
        if origin.expansion is not first.expansion or loops > 1:
            break
        end = at + 1
    return block[position:end]


def has_calls(block: Block) -> bool:
    """Whether functions of the source are called, which may have other names there."""
    return any(
        step.edits or any(isinstance(one, Invoke) for one in step.statements)
        for step in steps(block)
    )


def is_jump(node: Node) -> bool:
    """Whether a statement is `break` or `continue`."""
    origin = node.origin
    return origin is not None and origin.text in ("break", "continue")


def ends(block: Block) -> bool:
    """Whether a block of a loop's body always ends in a jump."""
    return any(
        is_jump(node)
        or (
            isinstance(node, If)
            and ends(node.then)
            and (node.always or ends(node.otherwise))
        )
        for node in block
    )


def steps(block: Block) -> Iterator[Step]:
    """Yield every step of a block, those within branches and loops too."""
    for node in block:
        match node:
            case Step():
                yield node
            case If(then=then, otherwise=otherwise):
                yield from steps((*then, *otherwise))
            case For(body=body) | While(body=body):
                yield from steps(body)
