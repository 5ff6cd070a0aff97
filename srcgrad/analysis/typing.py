"""Expression + types of its variables -> its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Dot,
    Expression,
    Index,
    Name,
    Sequence,
    Slice,
    Var,
)
from srcgrad.ir.types import UNKNOWN, Passive, RecordOf, Type, join
from srcgrad.primitives.formula import Formula, type_of
from srcgrad.primitives.indexing import indexed
from srcgrad.primitives.table import TABLE


def typed(expression: Expression, types: Mapping[Var, Type]) -> Any:
    """Return what a rule receives for an expression: a value, a tuple, or a Formula."""
    match expression:
        case Constant(value=value):
            return value
        case Sequence(items, "dict" | "object" as kind, keys):
            types_ = (type_of_tree(item, types) for item in items)
            fields = tuple(zip(keys, types_, strict=True))
            return Formula(expression, RecordOf(kind, "", fields, whole=True))
        case Sequence(items, kind):
            parts = tuple(typed(item, types) for item in items)
            return parts if kind == "tuple" else list(parts)
        case Slice(start, stop, step):
            return slice(
                *(None if p is None else typed(p, types) for p in (start, stop, step))
            )
        case _:
            return Formula(expression, type_of_tree(expression, types))


def type_of_tree(expression: Expression, types: Mapping[Var, Type]) -> Type:
    """Type of an expression."""
    match expression:
        case Var():
            return types.get(expression, UNKNOWN)
        case Dot(var):
            return types.get(var, UNKNOWN)
        case Name(type=type_):
            return type_
        case Apply(operation, arguments):
            if operation not in TABLE:
                return (
                    UNKNOWN
                    if operation not in ("range", "reversed")
                    else Passive("range")
                )
            return TABLE[operation].result(*(typed(a, types) for a in arguments))
        case Index(base, items):
            return indexed(
                type_of_tree(base, types), tuple(typed(i, types) for i in items)
            )
        case Choice(_, then, otherwise):
            return join(type_of_tree(then, types), type_of_tree(otherwise, types))
        case Slice():
            return Passive("slice")
        case _:
            return type_of(typed(expression, types))
