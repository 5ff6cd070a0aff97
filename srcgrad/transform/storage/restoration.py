"""Adjoint code + homes -> the buffers whose old elements are put back, rather than copied whole.

    for i in range(1, n):                    # forward           for i in reversed(range(1, n)):   # backward
        h_tape.append(h[i])                                          h[i] = h_old
        h[i] = h[i] * np.sin(h[i - 1])                               ...

A buffer that is stored to element by element in a loop would cost a copy of the whole in every
iteration. Where no store comes after a read of the same element, not even that is needed: the array at
the end still holds what the adjoint reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from srcgrad.analysis.homes import Homes, destroyed, destroyers
from srcgrad.analysis.required import expressions_of, reads_of
from srcgrad.ir.code import Branch, Code, Loop, Restore
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Slice,
    Var,
    children,
)
from srcgrad.ir.program import HOLE, Block, For, Function, If, Step, Store, While
from srcgrad.ir.types import Numeric, is_scalar

Loops = tuple[int, ...]


@dataclass(frozen=True)
class Write:
    """A store to a buffer: its statement, step and the loops around it, innermost last."""

    store: Store
    step: Step
    loops: tuple[For | While, ...]


@dataclass(frozen=True)
class Access:
    """A read of a version of a buffer; `items` its subscript, None where all of it is read."""

    var: Var
    items: tuple[Expression, ...] | None
    loops: Loops


@dataclass(frozen=True)
class Restoration:
    """A buffer in this form: its last version, and the stores whose old elements are recorded."""

    final: Var
    writes: tuple[Write, ...]


def restorations(
    function: Function, code: Code, homes: Homes
) -> dict[int, Restoration]:
    """Find the buffers for which old elements are put back, or need not be."""
    accesses = tuple(_accesses(code, ()))
    written: dict[int, list[Write]] = {}
    for write in _writes(function.body, ()):
        written.setdefault(function.buffers[write.store.target], []).append(write)
    found: dict[int, Restoration] = {}
    for buffer, writes in written.items():
        own = [a for a in accesses if function.buffers.get(a.var) == buffer]
        needed = [a for a in own if destroyed(a.var, homes, function.buffers)]
        if not needed or not _is_eligible(buffer, writes, function, homes):
            continue
        if _in_headers(code, buffer, function):
            continue
        final = _final(buffer, function)
        if final is None:
            continue
        if all(_survives(access, writes, homes, function) for access in needed):
            found[buffer] = Restoration(final, ())
            continue
        undone = frozenset(_undone(code))
        killed = {v for a in needed for v in destroyers(a.var, homes, function.buffers)}
        recorded = tuple(w for w in writes if w.store.target in killed)
        if all(w.store.target in undone for w in recorded):
            found[buffer] = Restoration(final, recorded)
    return found


def _undone(code: Code) -> Iterator[Var]:
    """Versions whose stores the backward pass comes past, so that it can undo them."""
    for statement in code:
        match statement:
            case Restore(target):
                yield target
            case Loop(_, body):
                yield from _undone(body)
            case Branch(_, then, otherwise):
                yield from _undone(then)
                yield from _undone(otherwise)


def _final(buffer: int, function: Function) -> Var | None:
    """Version that the function leaves, under a name of its own."""
    for var in function.final:
        if function.buffers.get(var) == buffer:
            return var
    return None


def _is_eligible(
    buffer: int, writes: list[Write], function: Function, homes: Homes
) -> bool:
    """Whether the buffer is one array throughout, stored to by elements or rows in loops."""
    root = homes.root(buffer)
    versions = [v for v, b in function.buffers.items() if homes.root(b) == root]
    if any(function.buffers[v] != buffer for v in versions if v in homes.home):
        return False
    stored = {w.store.target for w in writes}
    if any(
        t not in stored
        for _, _, t in homes.writes
        if homes.root(function.buffers[t]) == root
    ):
        return False
    if not any(w.loops for w in writes):
        return False
    if not all(_is_undoable(w, buffer, function) for w in writes):
        return False
    return all(_is_small(w, function) for w in writes if w.loops)


def _is_undoable(write: Write, buffer: int, function: Function) -> bool:
    """Whether the place of a store can be named again without reading the buffer itself."""
    return all(
        function.buffers.get(var) != buffer
        and function.access.get(var, var.name) == var.name
        for var, _ in reads_of(write.store.place)
        if var != HOLE
    )


def _is_small(write: Write, function: Function) -> bool:
    """Whether a store writes to one element or row, at a place that can be printed again."""
    place = write.store.place
    if not isinstance(place, Index) or place.base != HOLE:
        return False
    scalar = False
    for item in place.items:
        for var, _ in reads_of(item):
            if function.access.get(var, var.name) != var.name:
                return False
        match item:
            case Slice():
                pass
            case Constant(value=value):
                scalar = scalar or isinstance(value, int)
            case _:
                kind = _type_of(item, function)
                if not (isinstance(kind, Numeric) and is_scalar(kind)):
                    return False
                scalar = True
    return scalar


def _type_of(item: Expression, function: Function) -> object:
    from srcgrad.analysis.typing import type_of_tree

    return type_of_tree(item, function.types)


def _writes(block: Block, loops: tuple[For | While, ...]) -> Iterator[Write]:
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Store):
                        yield Write(statement, node, loops)
            case If(then=then, otherwise=otherwise):
                yield from _writes(then, loops)
                yield from _writes(otherwise, loops)
            case For(body=body) | While(body=body):
                yield from _writes(body, (*loops, node))


def _accesses(code: Code, loops: Loops) -> Iterator[Access]:
    for statement in code:
        match statement:
            case Loop(source, body):
                yield from _accesses(body, (*loops, id(source)))
            case Branch(_, then, otherwise):
                yield from _accesses(then, loops)
                yield from _accesses(otherwise, loops)
            case _:
                for expression in expressions_of(statement):
                    yield from _within(expression, loops)


def _within(expression: Expression, loops: Loops) -> Iterator[Access]:
    from srcgrad.analysis.required import unseen

    match expression:
        case Var():
            yield Access(expression, None, loops)
        case Index(Var() as var, items):
            yield Access(var, items, loops)
            for item in items:
                yield from _within(item, loops)
        case _:
            skipped = unseen(expression)
            for position, child in enumerate(children(expression)):
                if position not in skipped:
                    yield from _within(child, loops)


def _in_headers(code: Code, buffer: int, function: Function) -> bool:
    """Whether the header of a loop reads elements of the buffer."""
    for statement in code:
        match statement:
            case Loop(source, body):
                if isinstance(source, For):
                    for var, blind in reads_of(source.iterable):
                        if not blind and function.buffers.get(var) == buffer:
                            return True
                if _in_headers(body, buffer, function):
                    return True
            case Branch(_, then, otherwise):
                if _in_headers(then, buffer, function):
                    return True
                if _in_headers(otherwise, buffer, function):
                    return True
    return False


# ---- elements that no later store reaches


def _survives(
    access: Access, writes: list[Write], homes: Homes, function: Function
) -> bool:
    """Whether what is read is still there at the end."""
    if access.items is None or not access.items:
        return False
    later = set(destroyers(access.var, homes, function.buffers))
    return all(
        _apart(access, write, homes) for write in writes if write.store.target in later
    )


def _apart(access: Access, write: Write, homes: Homes) -> bool:
    """Whether a store, in this or a later iteration, never reaches the element that is read."""
    if not write.loops or not access.loops:
        return False
    loop = write.loops[-1]
    if not isinstance(loop, For) or access.loops[-1] != id(loop):
        return False
    if tuple(map(id, write.loops)) != access.loops:
        return False
    step = _direction(loop.iterable)
    place = write.store.place
    assert isinstance(place, Index) and access.items is not None
    stored = _offset(place.items[0], loop.counter)
    if step == 0 or stored is None:
        return False
    if len(write.loops) > 1:
        # an outer loop comes back to the same elements
        return False
    lowest, highest = _reach(access.items[0], loop.counter)
    first = _lowest(loop.iterable)
    if first is None or any(
        offset is not None and first + offset < 0
        for offset in (stored, lowest, highest)
    ):
        # a negative index would count from the end
        if not (
            isinstance(access.items[0], Slice)
            and lowest is None
            and highest == -1 - (first or 0)
        ):
            return False
    if step > 0:
        return highest is not None and highest < stored
    return lowest is not None and lowest > stored


def _direction(iterable: Expression) -> int:
    """1 where a counter goes up, -1 where it goes down, 0 where that is not known."""
    match iterable:
        case Apply("reversed", (inner,)):
            return -_direction(inner)
        case Apply("range", (_,) | (_, _)):
            return 1
        case Apply("range", (_, _, Constant(value=int() as step))):
            return (step > 0) - (step < 0)
        case _:
            return 0


def _lowest(iterable: Expression) -> int | None:
    """Least value of a counter, where that is a literal."""
    match iterable:
        case Apply("reversed", (inner,)):
            return _lowest(inner)
        case Apply("range", (_,)):
            return 0
        case Apply("range", (Constant(value=int() as start), _)):
            return start
        case Apply(
            "range", (Constant(value=int() as start), _, Constant(value=int() as step))
        ):
            return start if step > 0 else None
        case Apply("range", (_, Constant(value=int() as stop), Constant(value=-1))):
            return stop + 1
        case _:
            return None


def _offset(item: Expression, counter: Var) -> int | None:
    """`k` where an index is `counter + k`."""
    match item:
        case Var() if item == counter:
            return 0
        case Apply("add", (inner, Constant(value=int() as shift))):
            base = _offset(inner, counter)
            return None if base is None else base + shift
        case Apply("subtract", (inner, Constant(value=int() as shift))):
            base = _offset(inner, counter)
            return None if base is None else base - shift
        case _:
            return None


def _reach(item: Expression, counter: Var) -> tuple[int | None, int | None]:
    """Lowest and highest offset from the counter that a subscript reads; None is no bound."""
    if isinstance(item, Slice):
        start = None if item.start is None else _offset(item.start, counter)
        stop = None if item.stop is None else _offset(item.stop, counter)
        return start, None if stop is None else stop - 1
    offset = _offset(item, counter)
    return offset, offset
