"""What a loop carries as one name -> the slots of its leaves: `state = step(state)`.

A tuple, dictionary or object that each iteration makes anew has the same leaves in each.
They are carried one by one, each under a slot of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from srcgrad.ir.types import Key
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.records import read
from srcgrad.normalize.scopes.scope import (
    Binding,
    Qualified,
    Record,
    State,
    Structure,
    UserFunction,
    same,
)

Leaves: TypeAlias = list[tuple[str, Binding]]


@dataclass(frozen=True)
class Leaf:
    """What is carried under a slot."""

    slot: str


@dataclass(frozen=True)
class Fixed:
    """What is the same in every iteration: a function."""

    binding: Binding


@dataclass(frozen=True)
class Items:
    """A tuple or list; `like` has its kind and keys."""

    like: Structure
    items: tuple[Nest, ...]


@dataclass(frozen=True)
class Parts:
    """A dictionary or object: at the head of an iteration it is `record`."""

    record: Record
    keys: tuple[Key, ...]
    parts: tuple[Nest, ...]


Nest: TypeAlias = Leaf | Fixed | Items | Parts


def nest_of(
    context: Context, state: State, binding: Binding, slot: str, stem: str, text: str
) -> Nest:
    """Return the form of what a name is bound to; `text` reads it, `slot` holds a leaf."""
    records = context.records
    match binding:
        case Structure(items=items, keys=keys):
            holder = records.new("object" if keys else "tuple", "", stem, name=text)
            parts = []
            for position, item in enumerate(items):
                key: Key = keys[position] if keys else position
                inner = records.part(holder, key)
                place = read(text, "object" if keys else "tuple", key)
                parts.append(
                    nest_of(context, state, item, inner, records.stem(inner), place)
                )
            return Items(replace(binding, items=()), tuple(parts))
        case Record(kind=kind, owner=owner):
            record = records.new(kind, owner, stem, whole=records.is_whole(binding))
            records.may_be(record, binding)
            known = records.keys(state, binding)
            parts = []
            for key in known:
                inner = records.part(record, key)
                old = state.names[records.part(binding, key)]
                parts.append(
                    nest_of(
                        context,
                        state,
                        old,
                        inner,
                        records.stem(inner),
                        read(text, kind, key),
                    )
                )
            return Parts(record, known, tuple(parts))
        case UserFunction() | Qualified():
            return Fixed(binding)
        case _:
            return Leaf(slot)


def matched(
    context: Context, state: State, nest: Nest, binding: Binding | None
) -> Leaves | None:
    """Return what is bound to each leaf's slot, None where the form is another."""
    match nest, binding:
        case Leaf(slot), _ if binding is not None and not isinstance(
            binding, Structure | Record | UserFunction | Qualified
        ):
            return [(slot, binding)]
        case Fixed(known), _ if same(known, binding):
            return []
        case Items(like, items), Structure() if replace(binding, items=()) == like:
            if len(items) != len(binding.items):
                return None
            return _joined(
                matched(context, state, part, item)
                for part, item in zip(items, binding.items, strict=True)
            )
        case Parts(record, keys, parts), Record() if (binding.kind, binding.owner) == (
            record.kind,
            record.owner,
        ) and set(context.records.keys(state, binding)) == set(keys):
            context.records.may_be(record, binding)
            slots = (context.records.part(binding, key) for key in keys)
            return _joined(
                matched(context, state, part, state.names[slot])
                for part, slot in zip(parts, slots, strict=True)
            )
        case _:
            return None


def _joined(found: Iterator[Leaves | None]) -> Leaves | None:
    leaves: Leaves = []
    for part in found:
        if part is None:
            return None
        leaves += part
    return leaves


def slots_of(nest: Nest) -> Iterator[str]:
    """Yield the slots of the leaves."""
    match nest:
        case Leaf(slot):
            yield slot
        case Fixed():
            pass
        case Items(_, items):
            for item in items:
                yield from slots_of(item)
        case Parts(_, _, parts):
            for part in parts:
                yield from slots_of(part)


def rebuilt(context: Context, state: State, nest: Nest) -> Binding:
    """Return the binding of a name whose leaves are bound in the state."""
    match nest:
        case Leaf(slot):
            return state.names[slot]
        case Fixed(binding):
            return binding
        case Items(like, items):
            found = tuple(rebuilt(context, state, item) for item in items)
            return replace(like, items=found)
        case Parts(record, keys, parts):
            for key, part in zip(keys, parts, strict=True):
                if not isinstance(part, Leaf):
                    slot = context.records.part(record, key)
                    state.names[slot] = rebuilt(context, state, part)
            return record
