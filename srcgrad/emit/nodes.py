"""Statements of a function in normal form -> what is known of their text."""

from __future__ import annotations

from srcgrad.ir.program import Block, If, Invoke, Node, Step
from srcgrad.ir.steps import steps


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
