"""Expression -> the price of evaluating it, in the unit of the table of primitives."""

from __future__ import annotations

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Sequence,
    Slice,
    walk,
)
from srcgrad.primitives.table import TABLE

CHEAP = 3


def cost(expression: Expression) -> int:
    """Price of evaluating an expression once, in the unit of the table."""
    match expression:
        case Apply("power", (base, Constant(value=2))):
            return 1 + cost(base)
        case Apply("range" | "reversed", arguments):
            return sum(map(cost, arguments))
        case Apply(operation, arguments):
            own = (
                TABLE[operation].cost
                if operation in TABLE
                else 1
                if operation in _TESTS
                else 100
            )
            return own + sum(map(cost, arguments))
        case Index(base, items):
            return cost(base) + sum(map(cost, items))
        case Slice(start, stop, step):
            return sum(cost(p) for p in (start, stop, step) if p is not None)
        case Sequence(items, _):
            return sum(map(cost, items))
        case Choice(condition, then, otherwise):
            return 1 + cost(condition) + cost(then) + cost(otherwise)
        case _:
            return 0


_TESTS = frozenset(("and", "or", "not", "is", "is not", "in", "not in"))


def has_call(expression: Expression) -> bool:
    """Whether a function of the user is called."""
    return any(
        isinstance(part, Apply) and part.operation == "call"
        for part in walk(expression)
    )
