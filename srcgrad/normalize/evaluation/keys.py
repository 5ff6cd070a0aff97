"""A subscript of a dictionary -> the key that it is, where that is known."""

from __future__ import annotations

from typing import Any

from srcgrad.ir.expressions import Apply, Constant, Sequence, Var
from srcgrad.normalize.scopes.context import Context
from srcgrad.primitives.formula import Formula


def known_key(context: Context, value: Formula) -> Constant | None:
    """Return the literal that a subscript is: written out, or the value of a name."""
    match value.expression:
        case Constant():
            return value.expression
        case Sequence(items, "tuple"):
            parts = [known_key(context, Formula(item, value.type)) for item in items]
            known = tuple(part.value for part in parts if part is not None)
            return Constant(known) if len(known) == len(items) else None
        case Var() as var:
            return context.literals.get(var)
        case Apply("add" | "subtract" as name, (left, right)):
            one, two = (
                known_key(context, Formula(e, value.type)) for e in (left, right)
            )
            if one is None or two is None:
                return None
            if isinstance(one.value, int) and isinstance(two.value, int):
                sign = 1 if name == "add" else -1
                return Constant(one.value + sign * two.value)
            return None
        case _:
            return None


def known_place(context: Context, part: Any) -> Any:
    """Return a subscript as a rule receives it, its names with known values as numbers."""
    match part:
        case Formula():
            known = known_key(context, part)
            return part if known is None else known.value
        case slice():
            ends = (part.start, part.stop, part.step)
            return slice(*(known_place(context, end) for end in ends))
        case _:
            return part
