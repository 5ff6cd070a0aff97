"""IR -> facts: stores that no other store to the same array overlaps.

    for i in range(n):
        table[:, i] = f(i)        each iteration writes where no other has

The cotangent of such a place is read once: it need not be taken out of the array.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Slice, Var
from srcgrad.ir.program import (
    HOLE,
    Append,
    Block,
    Define,
    For,
    If,
    Invoke,
    Step,
    Store,
    While,
)

Loops = tuple[For | While, ...]


def single_stores(
    body: Block, buffers: Mapping[Var, int], active: frozenset[Var]
) -> frozenset[Var]:
    """Return the targets of stores that write each element once at most.

    Each is the only one to its array, which holds nothing active before; and within the
    loops that have come since the array was made, each counter names a place of its own.
    """
    writes: dict[int, list[tuple[Store | None, Loops]]] = {}
    made: dict[int, tuple[Var, Loops]] = {}
    mixed: set[int] = set()
    for statement, loops in _statements(body, ()):
        match statement:
            case Store(target=target):
                writes.setdefault(buffers[target], []).append((statement, loops))
            case Append(target=target):
                writes.setdefault(buffers[target], []).append((None, loops))
            case Invoke(mutated=mutated):
                for _, var in mutated:
                    writes.setdefault(buffers[var], []).append((None, loops))
            case Define(targets=targets):
                for var in targets:
                    if buffers[var] in made:
                        mixed.add(buffers[var])
                    made[buffers[var]] = var, loops
            case tuple():
                several = {buffers[var] for var in statement}
                mixed |= several if len(several) > 1 else set()
    found: set[Var] = set()
    for buffer, known in writes.items():
        match known:
            case [(Store(target=target, place=Index(base, items)), loops)] if (
                base == HOLE and buffer in made and buffer not in mixed
            ):
                maker, around = made[buffer]
                since = loops[len(around) :]
                told = all(_tells(loop, items) for loop in since)
                if maker not in active and told and all(map(_is_basic, items)):
                    found.add(target)
    return frozenset(found)


def _statements(block: Block, loops: Loops) -> Iterator[tuple[object, Loops]]:
    """Yield what is done, and within which loops; what is joined, as a tuple."""
    for node in block:
        match node:
            case Step(statements):
                yield from ((statement, loops) for statement in statements)
            case If(then=then, otherwise=otherwise, merges=merges):
                yield from _statements(then, loops)
                yield from _statements(otherwise, loops)
                for merge in merges:
                    parts = (merge.target, merge.then, merge.otherwise)
                    yield tuple(v for v in parts if v is not None), loops
            case For(body=body, carried=carried) | While(body=body, carried=carried):
                yield from _statements(body, (*loops, node))
                for carry in carried:
                    ends = (carry.head, carry.initial, carry.back, carry.exit)
                    yield tuple(v for v in ends if v is not None), loops


def _is_basic(item: Expression) -> bool:
    return isinstance(item, Var | Constant | Slice)


def _tells(loop: For | While, items: tuple[Expression, ...]) -> bool:
    """Whether one of the subscripts is a loop's counter, which never counts from the end."""
    if not isinstance(loop, For) or loop.counter not in items:
        return False
    match loop.iterable:
        case Apply("range", (_,)):
            return True
        case Apply("range", (Constant(value=int() as start), _)):
            return start >= 0
        case Apply(
            "range",
            (Constant(value=int() as start), _, Constant(value=int() as step)),
        ):
            return start >= 0 and step > 0
        case _:
            return False
