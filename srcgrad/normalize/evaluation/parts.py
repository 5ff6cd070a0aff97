"""A record or an item of one, read -> what the part is bound to.

params["w1"], self.w1      the part of that key
batch.inputs               a named tuple's item, by its name
"""

from __future__ import annotations

from typing import Any

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Constant
from srcgrad.ir.types import Key, RecordOf
from srcgrad.normalize.evaluation.discovery import discover
from srcgrad.normalize.evaluation.keys import known_key
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.records import missing
from srcgrad.normalize.scopes.scope import Record, State, Structure, Value, meaning
from srcgrad.normalize.scopes.values import index
from srcgrad.primitives.formula import Formula


def part(context: Context, state: State, record: Record, key: Key, span: Span) -> Value:
    """Return what a part of a record is now."""
    name = context.records.part(record, key)
    binding = state.names.get(name)
    if binding is not None:
        return meaning(state, binding)
    discover(context, record, record.kind, key)
    raise missing(record, key, _shown(context, state, record), span)


def part_of_structure(value: Structure, key: Key) -> Value | None:
    """Return the item of a display or named tuple with this key."""
    if key in value.keys:
        return value.items[value.keys.index(key)]
    return None


def item_of_dictionary(
    context: Context, state: State, value: Value, parts: tuple[Any, ...], span: Span
) -> Value | None:
    """Return `value[parts]` of a dictionary; None for what is none."""
    key = _key_of(context, parts)
    match value:
        case Record(kind="dict"):
            if key is None:
                raise refuse(
                    "SG323",
                    "this key of a dictionary is worked out when the program runs",
                    span,
                    hint="use a key that is written out, or a list for what is counted",
                )
            return part(context, state, value, key.value, span)
        case Structure(kind="dict"):
            found = None if key is None else part_of_structure(value, key.value)
            if found is None:
                raise refuse("SG321", "this dictionary has no such key", span)
            return found
        case Formula(type=RecordOf(kind="dict") as kind) if key is not None:
            if kind.field(key.value) is None:
                raise refuse("SG321", "this dictionary has no such key", span)
            return index(value, (key.value,))
        case Formula() if key is not None and _is_text(key.value):
            discover(context, value, "dict", key.value)
    return None


def _key_of(context: Context, parts: tuple[Any, ...]) -> Constant | None:
    """Return the key that subscripts are, as a rule receives them."""
    known = []
    for item in parts:
        found = (
            known_key(context, item)
            if isinstance(item, Formula)
            else None
            if isinstance(item, slice | list)
            else Constant(item)
        )
        if found is None:
            return None
        known.append(found.value)
    return Constant(known[0] if len(known) == 1 else tuple(known))


def _is_text(key: object) -> bool:
    return isinstance(key, str) or (
        isinstance(key, tuple) and any(_is_text(item) for item in key)
    )


def _shown(context: Context, state: State, record: Record) -> str:
    return context.records.spelled(state, record)
