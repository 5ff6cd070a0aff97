"""Variables that a merge or a loop renames -> their cotangents handed on, all at once."""

from __future__ import annotations

from dataclasses import replace

from srcgrad.ir.code import Set
from srcgrad.ir.expressions import Name, Sequence, Var
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.slots import Slot


def move(builder: Builder, moves: list[tuple[Var, Var | None]]) -> None:
    """Hand cotangents on where a merge or a loop renames variables, all at once."""
    taken: list[tuple[str, Slot | None]] = []
    for target, source in moves:
        name = builder.slot(target)
        known = builder.slots.get(name)
        if (
            source is None
            or source not in builder.active
            or target not in builder.active
        ):
            if known is not None and (
                source is None
                or builder.slot(source) == name
                or target in builder.active
            ):
                taken.append((name, None))
            continue
        if known is not None:
            taken.append((name, replace(known, var=source)))
    renamed = [
        (old, builder.slot(slot.var), slot) for old, slot in taken if slot is not None
    ]
    for old, _ in taken:
        builder.slots.pop(old, None)
    first: dict[str, str] = {}
    added: list[tuple[str, Slot]] = []
    for old, new, slot in renamed:
        if new in builder.slots or new in first:
            added.append((old, slot))
        else:
            first[new] = old
    if added:
        # two cotangents become one: what is read must not be overwritten first
        held = {old: builder.names.term() for old, _ in added}
        for old, term in held.items():
            builder.emit(Set((term,), Name(old)))
    renamed = [(old, new, slot) for old, new, slot in renamed if first.get(new) == old]
    sources = [old for old, new, _ in renamed if old != new]
    targets = [new for old, new, _ in renamed if old != new]
    if targets:
        values = tuple(Name(old) for old in sources)
        if len(values) == 1:
            builder.emit(Set(tuple(targets), values[0]))
        else:
            builder.emit(Set(tuple(targets), Sequence(values)))
    for old, new, slot in renamed:
        shared = sum(1 for o, _, _ in renamed if o == old) > 1
        owned = slot.owned and not shared and not added
        builder.slots[new] = replace(slot, owned=owned)
    for old, slot in added:
        builder.accumulate(slot.var, Name(held[old]))
