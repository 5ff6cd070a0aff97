"""Block -> block in which what lives for one iteration needs no memory for all.

for i in range(n):                  for i in range(n):
t[i] = x[i] * x[i]      ->          t = x[i] * x[i]
y[i] = t[i] + 1.0                   y[i] = t + 1.0
"""

from __future__ import annotations

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, rebuild
from srcgrad.loops.improving.effects import Items, accesses, effects, replaced
from srcgrad.loops.nests.nest import (
    Allocate,
    Assign,
    Block,
    Loop,
    Put,
    Statement,
    blocks,
    statements,
    with_blocks,
)


def contract(block: Block, results: frozenset[str]) -> Block:
    """Take away axes of arrays, or all of an array's memory; `results` keep theirs."""
    arrays = {
        s.array: s
        for s in statements(block)
        # what begins as zeros may be carried from one iteration to the next
        if isinstance(s, Allocate) and s.array not in results and not s.zeros
    }
    gone: dict[str, tuple[int, ...]] = {}
    for name, allocation in arrays.items():
        found = _axes(block, name, len(allocation.extents))
        if found:
            gone[name] = found
    if not gone:
        return block
    return _without(block, gone)


def _axes(block: Block, array: str, rank: int) -> tuple[int, ...]:
    """Axes along which an array is used one element at a time, in one loop."""
    found = _thin(block, array)
    place: Block = block
    while True:
        users = [s for s in place if not isinstance(s, Allocate) and _uses(s, array)]
        if len(users) != 1:
            return tuple(found)
        only = users[0]
        inner = [b for b in blocks(only) if any(_uses(s, array) for s in b)]
        if len(inner) != 1:
            return tuple(found)
        if isinstance(only, Loop) and only.made:
            axis = _axis(only, array, rank, found)
            if axis is not None:
                found.append(axis)
        elif not isinstance(only, Loop):
            return tuple(found)
        place = inner[0]


def _thin(block: Block, array: str) -> list[int]:
    """Axes of extent 1, of which only the first element can be meant."""
    extents = next(
        s.extents
        for s in statements(block)
        if isinstance(s, Allocate) and s.array == array
    )
    subscripts = [i for s in block for a, i, _ in accesses(s) if a == array]
    return [
        axis
        for axis, extent in enumerate(extents)
        if extent.number == 1
        and all(i is not None and i[axis] == Constant(0) for i in subscripts)
    ]


def _uses(statement: Statement, array: str) -> bool:
    own = effects(statement)
    return array in own.reads or array in own.writes


def _axis(loop: Loop, array: str, rank: int, found: list[int]) -> int | None:
    subscripts: list[Items] = []
    for statement in loop.body:
        for name, index, _ in accesses(statement):
            if name == array:
                if index is None:
                    return None
                subscripts.append(index)
    for axis in range(rank):
        if axis not in found and all(
            len(s) == rank and s[axis] == Name(loop.counter) for s in subscripts
        ):
            return axis
    return None


def _without(block: Block, gone: dict[str, tuple[int, ...]]) -> Block:
    """Write a block again without these axes."""
    ranks = {
        s.array: len(s.extents)
        for s in statements(block)
        if isinstance(s, Allocate) and s.array in gone
    }

    def rest(array: str, items: Items) -> Items:
        return tuple(i for k, i in enumerate(items) if k not in gone[array])

    def change(expression: Expression) -> Expression:
        match expression:
            case Index(Name(array), items) if array in gone:
                kept = tuple(map(change, rest(array, items)))
                return Index(Name(array), kept) if kept else Name(array)
            case _:
                return rebuild(expression, change)

    def write(inner: Block) -> Block:
        done: list[Statement] = []
        for statement in inner:
            match statement:
                case Allocate(array, extents, dtype, zeros) if array in gone:
                    kept = tuple(
                        e for k, e in enumerate(extents) if k not in gone[array]
                    )
                    if kept:
                        done.append(Allocate(array, kept, dtype, zeros))
                case Put(array, index, value, sign) if array in gone:
                    items, shown = rest(array, index), change(value)
                    if items:
                        done.append(Put(array, tuple(map(change, items)), shown, sign))
                    else:
                        if sign:
                            operation = "add" if sign == "+" else "subtract"
                            shown = Apply(operation, (Name(array), shown))
                        done.append(Assign(array, shown))
                case _:
                    parts = tuple(map(write, blocks(statement)))
                    bare = with_blocks(statement, tuple(() for _ in parts))
                    plain = replaced(bare, change)
                    done.append(with_blocks(plain, parts) if parts else plain)
        return tuple(done)

    assert all(len(axes) <= ranks[name] for name, axes in gone.items())
    return write(block)
