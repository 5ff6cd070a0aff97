"""Expression -> the variables whose memory its value may be, not one of its own."""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.expressions import Apply, Choice, Dot, Expression, Index, Sequence, Var
from srcgrad.ir.types import Numeric, Type, is_scalar
from srcgrad.primitives.table import TABLE

NOTHING: frozenset[Var] = frozenset()


def memory(expression: Expression, types: Mapping[Var, Type]) -> frozenset[Var]:
    """Variables whose value, or tangent, an expression may be or be a view of."""
    match expression:
        case Var():
            return NOTHING if is_scalar(types[expression]) else frozenset((expression,))
        case Dot(var):
            return NOTHING if is_scalar(types[var]) else frozenset((var,))
        case Index(base, items):
            return (
                NOTHING
                if any(_copies(i, types) for i in items)
                else memory(base, types)
            )
        case Apply(operation, arguments):
            entry = TABLE.get(operation)
            if operation.startswith("helper."):
                return frozenset().union(*(memory(a, types) for a in arguments))
            if operation == "broadcast_to" or (entry is not None and entry.view):
                return memory(arguments[0], types)
            return NOTHING
        case Choice(_, then, otherwise):
            return memory(then, types) | memory(otherwise, types)
        case Sequence(items, "tuple" | "dict" | "object"):
            return frozenset().union(*(memory(i, types) for i in items))
        case _:
            return NOTHING


def _copies(item: Expression, types: Mapping[Var, Type]) -> bool:
    """Whether a subscript is an array, so that indexing copies."""
    kind = type_of_tree(item, types)
    return isinstance(kind, Numeric) and not is_scalar(kind) and kind.mutable is True


def is_spread(expression: Expression) -> bool:
    """Whether a value is spread without memory for each item: it is read-only."""
    match expression:
        case Apply("broadcast_to", _):
            return True
        case Apply(operation, (base, *_)) if (
            operation in TABLE and TABLE[operation].view
        ):
            return is_spread(base)
        case Index(base, _):
            return is_spread(base)
        case Choice(_, then, otherwise):
            return is_spread(then) or is_spread(otherwise)
        case _:
            return False
