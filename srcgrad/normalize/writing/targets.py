"""What is written to -> the name, or the slot of a part of a record, that holds it.

cache["h"] = h       the slot of "h" in the record that `cache` means
self.layer.w -= g    the slot of "w" in the record in the slot of "layer"
"""

from __future__ import annotations

from typing import TypeAlias

from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.types import Key
from srcgrad.normalize.evaluation.classes import member
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.evaluation.keys import known_key
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import Record, State
from srcgrad.normalize.scopes.values import as_formula

Place: TypeAlias = tuple[Record, Key]


def held(context: Context, state: State, target: s.SurfaceExpression) -> str | None:
    """Return the name or slot that a target binds, None where it is a part of one."""
    if isinstance(target, s.NameRef):
        return target.name
    place = place_in_record(context, state, target)
    return None if place is None else context.records.part(*place)


def place_in_record(
    context: Context, state: State, target: s.SurfaceExpression
) -> Place | None:
    """Return the record that a target is a part of, and its key there."""
    match target:
        case s.Attribute(base=base, name=name) if _is_path(base):
            owner = evaluate(context, state, base)
            if isinstance(owner, Record) and owner.kind == "object":
                _check_property(context, owner, target)
                return owner, name
        case s.Subscript(base=base, items=items) if _is_path(base):
            owner = evaluate(context, state, base)
            if isinstance(owner, Record) and owner.kind == "dict":
                return owner, _key(context, state, items, target)
    return None


def _check_property(context: Context, owner: Record, target: s.Attribute) -> None:
    """Refuse to assign to a property: that calls a method."""
    if not owner.owner:
        return
    found = member(context.module, owner.owner, target.name, target.span)
    if found is not None and found.kind == "property":
        raise refuse(
            "SG329",
            f"`{target.name}` is a property of `{owner.owner}`, and to assign to it "
            "calls a method",
            target.span,
            hint="assign to the attribute that the method sets, or give the method a "
            "name of its own and call it",
        )


def _key(
    context: Context,
    state: State,
    items: tuple[s.SurfaceExpression, ...],
    target: s.Subscript,
) -> Key:
    keys = []
    for item in items:
        value = as_formula(evaluate(context, state, item), item.span)
        found = known_key(context, value)
        if found is None:
            raise computed(target)
        keys.append(found.value)
    return keys[0] if len(keys) == 1 else tuple(keys)


def computed(target: s.Subscript) -> Exception:
    """Refuse a key that is worked out when the program runs."""
    return refuse(
        "SG323",
        "this key of a dictionary is worked out when the program runs",
        target.span,
        hint="use a key that is written out, or an array or list for what is counted",
    )


def _is_path(expression: s.SurfaceExpression) -> bool:
    match expression:
        case s.NameRef():
            return True
        case s.Attribute(base=base) | s.Subscript(base=base):
            return _is_path(base)
        case _:
            return False
