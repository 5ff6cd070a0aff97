"""Block -> block in which memory is allocated once, before loops rather than in them."""

from __future__ import annotations

from collections.abc import Iterator

from srcgrad.loops.nests.nest import (
    Allocate,
    Assign,
    Block,
    Call,
    Loop,
    Pop,
    Statement,
    blocks,
    statements,
    with_blocks,
)


def hoist(block: Block) -> Block:
    """Move every allocation out of loops and branches, as far as its extents are known."""
    done: list[Statement] = []
    for statement in block:
        parts = []
        for inner in blocks(statement):
            own = hoist(inner)
            made = defined(statement)
            kept: list[Statement] = []
            for one in own:
                if isinstance(one, Allocate) and not needs(one) & made:
                    done.append(one)
                else:
                    kept.append(one)
            parts.append(tuple(kept))
        done.append(with_blocks(statement, tuple(parts)) if parts else statement)
    return tuple(done)


def needs(allocation: Allocate) -> frozenset[str]:
    """Return the integers that the extents of an allocation are made of."""
    return frozenset().union(*(extent.symbols for extent in allocation.extents))


def defined(statement: Statement) -> frozenset[str]:
    """Return the scalars that a statement gives values to."""
    return frozenset(_defined((statement,)))


def _defined(block: Block) -> Iterator[str]:
    for statement in statements(block):
        match statement:
            case Assign(target, _) | Pop(target, _, _):
                yield target
            case Call(targets, _):
                yield from targets
            case Loop(counter=counter):
                yield counter
