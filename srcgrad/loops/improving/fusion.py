"""Block -> block in which loops over the same range are one, where their order is free.

for i in range(n):                    for i in range(n):
y[i] = x[i] * x[i]       ->           y[i] = x[i] * x[i]
for i in range(n):                        z[i] = y[i] + 1.0
z[i] = y[i] + 1.0
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from srcgrad.ir.expressions import Expression, Name
from srcgrad.loops.improving.effects import Effects, Items, accesses, effects, renamed
from srcgrad.loops.nests.affine import affine_of
from srcgrad.loops.nests.nest import (
    Assign,
    Block,
    Comment,
    Loop,
    Pop,
    Statement,
    blocks,
    statements,
    with_blocks,
)


@dataclass(frozen=True)
class _Item:
    """A statement, with the comments above it."""

    comments: tuple[Comment, ...]
    statement: Statement

    @property
    def effects(self) -> Effects:
        return effects(self.statement)


def fuse(block: Block) -> Block:
    """Put loops together at this level, then within each of them."""
    items = _items(block)
    place = 0
    while place < len(items):
        if _is_ours(items[place].statement):
            found = _joined(items, place)
            if found is not None:
                items, place = found
                continue
        place += 1
    done: list[Statement] = []
    for item in items:
        done.extend(item.comments)
        statement = item.statement
        parts = tuple(fuse(inner) for inner in blocks(statement))
        done.append(with_blocks(statement, parts) if parts else statement)
    return tuple(done)


def _items(block: Block) -> list[_Item]:
    items: list[_Item] = []
    comments: list[Comment] = []
    for statement in block:
        if isinstance(statement, Comment):
            comments.append(statement)
        else:
            items.append(_Item(tuple(comments), statement))
            comments = []
    if comments and items:
        # comments at the end of a block stay there
        items.append(_Item(tuple(comments[:-1]), comments[-1]))
    elif comments:
        items.append(_Item(tuple(comments[:-1]), comments[-1]))
    return items


def _is_ours(statement: Statement) -> bool:
    return isinstance(statement, Loop) and statement.made


def _joined(items: list[_Item], place: int) -> tuple[list[_Item], int] | None:
    """Join the loop at a place to an earlier one; return the items, and where to go on."""
    second = items[place]
    assert isinstance(second.statement, Loop)
    for before in range(place - 1, -1, -1):
        first = items[before]
        if first.effects.jumps:
            return None
        if _is_ours(first.statement) and isinstance(first.statement, Loop):
            if _same_range(first.statement, second.statement):
                moved = _moved(items, before, place)
                if moved is not None and _is_free(first.statement, second.statement):
                    ahead, behind = moved
                    one = _one(first, second)
                    return (
                        [*items[:before], *ahead, one, *behind, *items[place + 1 :]],
                        before + len(ahead) + 1,
                    )
    return None


def _same_range(first: Loop, second: Loop) -> bool:
    return (first.start, first.stop, first.step) == (
        second.start,
        second.stop,
        second.step,
    )


def _moved(
    items: list[_Item], before: int, place: int
) -> tuple[list[_Item], list[_Item]] | None:
    """Split what is between two loops: what goes ahead of both, and what behind."""
    first, second = items[before].effects, items[place].effects
    ahead: list[_Item] = []
    behind: list[_Item] = []
    for item in reversed(items[before + 1 : place]):
        own = item.effects
        if own.jumps:
            return None
        if own.conflicts(second) or any(own.conflicts(a.effects) for a in ahead):
            if own.conflicts(first):
                return None
            ahead.insert(0, item)
        else:
            behind.insert(0, item)
    # what goes ahead passes over what goes behind and stood before it
    order = items[before + 1 : place]
    for item in ahead:
        for other in order[: order.index(item)]:
            if other in behind and other.effects.conflicts(item.effects):
                return None
    return ahead, behind


def _is_free(first: Loop, second: Loop) -> bool:
    """Whether each iteration of the second only needs the same one of the first."""
    counter = Name(second.counter)
    body = (
        first.body
        if first.counter == second.counter
        else renamed(first.body, first.counter, counter)
    )
    one, two = _numbers(first.body), _numbers(second.body)
    read_one = {n for s in first.body for n in effects(s).reads}
    read_two = {n for s in second.body for n in effects(s).reads}
    if one & (two | read_two) or two & read_one:
        return False
    left = [a for s in body for a in accesses(s)]
    right = [a for s in second.body for a in accesses(s)]
    written = {a for a, _, w in (*left, *right) if w}
    shared = {a for a, _, _ in left} & {a for a, _, _ in right} & written
    return all(
        _is_apart([i for a, i, _ in (*left, *right) if a == array], counter.text)
        for array in shared
    )


def _numbers(block: Block) -> set[str]:
    """Scalars that a block assigns, its counters left out."""
    found: set[str] = set()
    for statement in statements(block):
        match statement:
            case Assign(target, _) | Pop(target, _, _):
                found.add(target)
            case Loop(made=False, counter=counter):
                found.add(counter)
            case _:
                pass
    return found


def _is_apart(subscripts: list[Items | None], counter: str) -> bool:
    """Whether on some axis all subscripts are one, and move with the counter."""
    known = [s for s in subscripts if s is not None]
    if len(known) < len(subscripts) or len({len(s) for s in known}) != 1:
        return False
    for axis in range(len(known[0])):
        column: set[Expression] = {s[axis] for s in known}
        if len(column) == 1:
            found = affine_of(column.pop())
            if found is not None and found.factor(counter):
                return True
    return False


def _one(first: _Item, second: _Item) -> _Item:
    """Return two loops as one."""
    one, two = first.statement, second.statement
    assert isinstance(one, Loop) and isinstance(two, Loop)
    body = two.body
    if one.counter != two.counter:
        body = renamed(body, two.counter, Name(one.counter))
    whole = replace(one, body=(*one.body, *second.comments, *body))
    return _Item(first.comments, whole)
