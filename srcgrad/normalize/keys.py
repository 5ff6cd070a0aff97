"""A subscript of a dictionary -> the key that it is, where that is known."""

from __future__ import annotations

from srcgrad.ir.expressions import Constant, Sequence, Var
from srcgrad.normalize.context import Context
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
        case _:
            return None
