"""The cotangents that hold something at one point of the backward pass.

A slot is the emitted name of a cotangent, `x_bar`. It is dead (nothing has been added to it, so it stands
for zero) or live; a live one is owned if its array was made here and has no second name, so that it may
be added to in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Name,
    Slice,
    Var,
    walk,
)
from srcgrad.ir.types import Numeric, Type, is_nest, is_scalar
from srcgrad.transform.terms import zero_nest

FRESH = frozenset(
    "add subtract multiply divide negative power matmul outer sum mean where zeros_like copy "
    "tensordot einsum dot concatenate to_list full_like helper.matmul_left "
    "helper.matmul_right helper.put_along helper.put_taken helper.nest_copy "
    "helper.list_copy helper.zero_parts helper.zero_cotangent".split()
)
VIEWS = frozenset("reshape transpose swapaxes".split())


class Mask(IntEnum):
    """Why a cotangent may hold exact zeros, where a partial may be infinite.

    OTHER_WAY : a branch was not taken, or a store has overwritten the value.
    CHOICE : a mask has chosen other values.
    """

    NONE = 0
    OTHER_WAY = 1
    CHOICE = 2


@dataclass(frozen=True)
class Slot:
    """A live cotangent: of which variable, and whether it is owned.

    mask : why it may hold zeros that must stay zeros, whatever the partials are.
    """

    var: Var
    owned: bool
    mask: Mask = Mask.NONE


Slots = Mapping[str, Slot]


def is_fresh(expression: Expression) -> bool:
    """Whether evaluating an expression makes a new array."""
    match expression:
        case Constant():
            return True
        case Apply(operation, (base, *_)) if operation in VIEWS:
            return is_fresh(base)
        case Apply(operation, _):
            return operation in FRESH
        case Choice(_, then, otherwise):
            return is_fresh(then) and is_fresh(otherwise)
        case _:
            return False


def viewed(expression: Expression) -> Expression:
    """What an expression is a view of, in another shape."""
    match expression:
        case Apply(operation, (base, *_)) if operation in VIEWS:
            return viewed(base)
        case _:
            return expression


def mask_of(expression: Expression, slots: Slots) -> Mask:
    """Return why a value may hold zeros: by itself, or from the cotangents it reads."""
    found = Mask.NONE
    for part in walk(expression):
        match part:
            case Apply("where", (_, one, two)) if Constant(0.0) in (one, two):
                return Mask.CHOICE
            case Apply("helper.kept_where"):
                return Mask.CHOICE
            case Choice(_, one, two) if Constant(0.0) in (one, two):
                found = max(found, Mask.OTHER_WAY)
            case Name(text) if text in slots:
                found = max(found, slots[text].mask)
    return found


def meet(one: Slot | None, two: Slot | None) -> Slot:
    """State of a slot that is reached from two sides; None where it is dead."""
    known = [slot for slot in (one, two) if slot is not None]
    mask = max(slot.mask for slot in known)
    if len(known) == 1:
        mask = max(mask, Mask.OTHER_WAY)
    return Slot(known[0].var, all(slot.owned for slot in known), mask)


def zero_of(var: Var, type_: Type) -> Expression:
    """Zero cotangent of a variable."""
    if is_scalar(type_):
        return Constant(0.0)
    if is_nest(type_):
        return zero_nest(var, type_)
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
