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
from srcgrad.analysis.required import expressions_of, reads_of, unseen
from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import Branch, Code, Loop, Restore
from srcgrad.ir.expressions import (
    Constant,
    Expression,
    Index,
    Slice,
    Var,
    children,
)
from srcgrad.ir.program import HOLE, Block, For, Function, If, Step, Store, While
from srcgrad.ir.types import Numeric, is_scalar
from srcgrad.transform.storage.survival import Access, Loops, Write, survives


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
        if all(survives(access, writes, homes, function) for access in needed):
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
    target = write.store.target
    return bool(function.access.get(target, target.name)) and all(
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
            case Branch(source, then, otherwise):
                if not isinstance(source, If):
                    yield from _within(source, loops)
                yield from _accesses(then, loops)
                yield from _accesses(otherwise, loops)
            case _:
                for expression in expressions_of(statement):
                    yield from _within(expression, loops)


def _within(expression: Expression, loops: Loops) -> Iterator[Access]:
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
