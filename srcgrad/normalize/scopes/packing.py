"""A structure of any kind -> one value, which a list can hold; a record is held as it is now.

cache.append({"x": x, "z": z})      the item is a dictionary: `cache[0]["x"]` reads x
"""

from __future__ import annotations

from dataclasses import replace

from srcgrad.diagnostics import Span
from srcgrad.ir.expressions import Sequence
from srcgrad.ir.types import UNKNOWN, ListOf, RecordOf, TupleOf, join
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import Record, State, Structure, Value, meaning
from srcgrad.normalize.scopes.values import as_formula
from srcgrad.primitives.formula import Formula


def packed(context: Context, state: State, value: Value, span: Span) -> Formula:
    """Return a value as one, with the records in it as what they hold now.

    They are not to change afterwards: what holds them would show it.
    """
    match value:
        case Record(identity=identity, kind=kind, owner=owner):
            context.records.held.add(identity)
            keys = context.records.keys(state, value)
            slots = (context.records.part(value, key) for key in keys)
            items = tuple(meaning(state, state.names[slot]) for slot in slots)
            whole = context.records.is_whole(value)
            shown = Structure(kind, items, keys, owner, whole)
            return packed(context, state, shown, span)
        case Structure(kind="dict" | "object" as kind, keys=keys, owner=owner):
            parts = [packed(context, state, item, span) for item in value.items]
            display = Sequence(tuple(p.expression for p in parts), kind, keys)
            fields = zip(keys, (p.type for p in parts), strict=True)
            return Formula(display, RecordOf(kind, owner, tuple(fields), value.whole))
        case Structure(items=items) if items:
            inner = tuple(packed(context, state, item, span) for item in items)
            return as_formula(replace(value, items=inner), span)
        case _:
            return as_formula(value, span)


def joined_items(value: Formula) -> Formula:
    """Return a tuple of known length as a list, of which items are read by numbers."""
    if not isinstance(value.type, TupleOf):
        return value
    items = value.type.items
    kind = items[0] if items else UNKNOWN
    for other in items[1:]:
        kind = join(kind, other)
    return Formula(value.expression, ListOf(kind))
