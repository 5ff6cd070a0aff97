"""A value and its subscripts -> the item, element or view that they mean."""

from __future__ import annotations

from typing import Any

from srcgrad.diagnostics import Span, refuse
from srcgrad.normalize.scopes.scope import Structure, Value
from srcgrad.normalize.scopes.values import as_formula, index


def subscripted(value: Value, parts: tuple[Any, ...], span: Span) -> Value:
    """Return `value[parts]`; an item of a structure that is known one by one is itself.

    parts : as a rule receives them: ints, slices, None, Ellipsis, Formulas.
    """
    if isinstance(value, Structure) and len(parts) == 1:
        match parts[0]:
            case int() as position if not isinstance(position, bool):
                return _item(value, position, span)
            case slice(start=start, stop=stop, step=step) if all(
                p is None or isinstance(p, int) for p in (start, stop, step)
            ):
                return Structure(value.kind, value.items[parts[0]])
    return index(as_formula(value, span), parts)


def _item(value: Structure, position: int, span: Span) -> Value:
    if not -len(value.items) <= position < len(value.items):
        raise refuse("SG204", f"index {position} is outside of this {value.kind}", span)
    return value.items[position]
