"""The cotangents that hold something at one point of the backward pass.

A slot is the emitted name of a cotangent, `x_bar`. It is dead (nothing has been added to it, so it stands
for zero) or live; a live one is owned if its array was made here and has no second name, so that it may
be added to in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Name,
    Slice,
    Var,
)
from srcgrad.ir.types import ListOf, Numeric, Type, is_scalar

FRESH = frozenset(
    "add subtract multiply divide negative power matmul outer sum mean where zeros_like copy "
    "tensordot einsum dot concatenate to_list full_like".split()
)


@dataclass(frozen=True)
class Slot:
    """A live cotangent: of which variable, and whether it is owned.

    masked : it is zero where a mask has taken the value out, and must stay so, whatever the partials.
    """

    var: Var
    owned: bool
    masked: bool = False


Slots = Mapping[str, Slot]


def is_fresh(expression: Expression) -> bool:
    """Whether evaluating an expression makes a new array."""
    match expression:
        case Constant():
            return True
        case Apply(operation, _):
            return operation in FRESH
        case Choice(_, then, otherwise):
            return is_fresh(then) and is_fresh(otherwise)
        case _:
            return False


def is_masked(expression: Expression) -> bool:
    """Whether a mask has put zeros into a value."""
    match expression:
        case Apply("where", (_, one, two)):
            return Constant(0.0) in (one, two)
        case _:
            return False


def zero_of(var: Var, type_: Type) -> Expression:
    """Zero cotangent of a variable."""
    if is_scalar(type_):
        return Constant(0.0)
    if isinstance(type_, ListOf):
        return Apply("helper.zero_cotangent", (var,))
    if isinstance(type_, Numeric) and type_.mutable and type_.dtype is not None:
        return Apply("zeros_like", (var,))
    return Apply("helper.zero_cotangent", (var,))


def _is_plain(item: Expression) -> bool:
    """Whether a subscript is a literal, a variable or a slice of such: then indexing is a view."""
    match item:
        case Var() | Constant():
            return True
        case Slice(start, stop, step):
            return all(p is None or _is_plain(p) for p in (start, stop, step))
        case Apply("negative" | "add" | "subtract", arguments):
            return all(map(_is_plain, arguments))
        case _:
            return False


def is_atom(expression: Expression) -> bool:
    """Whether repeating an expression costs nothing."""
    match expression:
        case Name() | Constant():
            return True
        case Index(base, items):
            return is_atom(base) and all(_is_plain(i) for i in items)
        case Apply("transpose", (base,)):
            return is_atom(base)
        case _:
            return False
