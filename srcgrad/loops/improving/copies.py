"""Block -> block without copies: an array that is only copied is made in the other's place.

t[i] = x[i] * 2.0                   for i in range(n):
for i in range(n):         ->           y[i] = x[i] * 2.0
y[i] = t[i]
"""

from __future__ import annotations

import itertools

from srcgrad.ir.expressions import Constant, Expression, Index, Name, rebuild
from srcgrad.loops.improving.effects import replaced, touched
from srcgrad.loops.nests.nest import (
    Allocate,
    Block,
    Branch,
    Call,
    Comment,
    Loop,
    Put,
    Repeat,
    Statement,
    blocks,
    statements,
    with_blocks,
)


def without_copies(
    block: Block, results: frozenset[str], given: frozenset[str]
) -> Block:
    """Let an array that is only copied to another be made in its place."""
    made = {s.array: s for s in statements(block) if isinstance(s, Allocate)}
    while True:
        for place in _copies(block):
            found = _copied(place[-1])
            if found is None:
                continue
            new, old = found
            if old in results or old in given or new == old:
                continue
            if old not in made or new not in made:
                continue
            if (
                made[old].extents != made[new].extents
                or made[old].dtype != made[new].dtype
            ):
                continue
            if _is_last(block, place, old, new):
                block = _merged(block, place[-1], old, new)
                break
        else:
            return block


def _copies(
    block: Block, outer: tuple[Statement, ...] = ()
) -> list[tuple[Statement, ...]]:
    """Statements that copy one array to another, with those around them."""
    found: list[tuple[Statement, ...]] = []
    for statement in block:
        if _copied(statement) is not None:
            found.append((*outer, statement))
        elif not isinstance(statement, Branch | Repeat):
            for inner in blocks(statement):
                found.extend(_copies(inner, (*outer, statement)))
    return found


def _copied(statement: Statement) -> tuple[str, str] | None:
    """Read a nest that does nothing but copy: (target, source)."""
    counters: list[Expression] = []
    while isinstance(statement, Loop) and statement.made:
        inner = [s for s in statement.body if not isinstance(s, Comment)]
        if len(inner) != 1 or statement.start != Constant(0):
            return None
        counters.append(Name(statement.counter))
        statement = inner[0]
    match statement:
        case Put(new, index, Index(Name(old), items), "") if (
            index == items and counters
        ):
            if sorted(map(str, index)) == sorted(map(str, counters)):
                return new, old
    return None


def _is_last(block: Block, place: tuple[Statement, ...], old: str, new: str) -> bool:
    """Whether the old array is not used after the copy, nor the new one before it."""
    for around in place[:-1]:
        if isinstance(around, Loop) and around.made:
            return False
    inner = block
    for around, within in itertools.pairwise(place):
        others = [s for s in inner if s is not around and not isinstance(s, Allocate)]
        if any(old in touched(s) for s in others):
            return False
        inner = next(b for b in blocks(around) if any(s is within for s in b))
    position = next(k for k, s in enumerate(inner) if s is place[-1])
    before = [s for s in inner[:position] if not isinstance(s, Allocate)]
    after = inner[position + 1 :]
    return not any(new in touched(s) for s in before) and not any(
        old in touched(s) for s in after
    )


def _merged(block: Block, copy: Statement, old: str, new: str) -> Block:
    """Write a block again with one array in place of two."""

    def change(expression: Expression) -> Expression:
        if expression == Name(old):
            return Name(new)
        return rebuild(expression, change)

    def write(inner: Block) -> Block:
        done: list[Statement] = []
        for statement in inner:
            if statement is copy:
                continue
            match statement:
                case Allocate(array=array) if array == old:
                    continue
                case Put(array, index, value, sign):
                    name = new if array == old else array
                    done.append(
                        Put(name, tuple(map(change, index)), change(value), sign)
                    )
                case Call(targets, value, read, written):
                    done.append(
                        Call(
                            tuple(new if t == old else t for t in targets),
                            change(value),
                            frozenset(new if n == old else n for n in read),
                            frozenset(new if n == old else n for n in written),
                        )
                    )
                case _:
                    parts = tuple(map(write, blocks(statement)))
                    bare = with_blocks(statement, tuple(() for _ in parts))
                    plain = replaced(bare, change)
                    done.append(with_blocks(plain, parts) if parts else plain)
        return tuple(done)

    # the memory has to be there before what is now made in it
    whole = write(block)
    own = [s for s in whole if isinstance(s, Allocate) and s.array == new]
    others = tuple(s for s in whole if s not in own)
    first = next((k for k, s in enumerate(others) if new in touched(s)), len(others))
    return (*others[:first], *own, *others[first:])
