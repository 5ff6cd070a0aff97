"""Lists joined, repeated, and made of other lists."""

from __future__ import annotations

from typing import Any

from srcgrad.ir.types import UNKNOWN, ListOf, TupleOf, Type, join
from srcgrad.primitives import stored
from srcgrad.primitives.entry import Linear
from srcgrad.primitives.forms import linear
from srcgrad.primitives.formula import invoke, type_of
from srcgrad.primitives.storing import apart
from srcgrad.primitives.support import helper


def as_list(value: Any) -> Type:
    """Type of a list of the items of a value."""
    match type_of(value):
        case ListOf() as known:
            return known
        case TupleOf(items) if items:
            found: Type = items[0]
            for item in items[1:]:
                found = join(found, item)
            return ListOf(found)
        case TupleOf():
            return ListOf(UNKNOWN)
        case other:
            return other


def joined_type(a: Any, b: Any) -> Type:
    """Type of the items of both; of two tuples of known length, a tuple."""
    one, two = type_of(a), type_of(b)
    if isinstance(one, TupleOf) and isinstance(two, TupleOf):
        return TupleOf(one.items + two.items)
    return join(as_list(a), as_list(b))


def joined_back(c: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """Cut the cotangent of a list into those of its two parts."""
    size = invoke("len", a)
    return c[:size], c[size:]


SEQUENCES = (
    linear(
        lambda a, b: [*a, *b],
        joined_back,
        "a, b",
        key="list.join",
        names=(),
        spelling="+",
        result=joined_type,
        positions=(0, 1),
        joins=True,
    ),
    linear(
        lambda a, times: list(a) * times,
        lambda c, a, times: invoke("helper.folded", c, a),
        "a, times",
        key="list.repeat",
        names=(),
        spelling="*",
        result=lambda a, times: as_list(a),
        joins=True,
    ),
    helper(
        stored.folded,
        "cotangent, primal",
        Linear(
            (0,), lambda c, cotangent, primal: invoke("helper.unfolded", c, cotangent)
        ),
        lambda cotangent, primal: apart(as_list(primal)),
        blind=(1,),
        joins=True,
    ),
    helper(
        stored.unfolded,
        "part, whole",
        Linear((0,), lambda c, part, whole: invoke("helper.folded", c, part)),
        lambda part, whole: apart(as_list(whole)),
        blind=(1,),
        joins=True,
    ),
)
