"""The rules of the helpers of stores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from srcgrad.ir.types import (
    UNKNOWN,
    DictOf,
    ListOf,
    Numeric,
    RecordOf,
    TupleOf,
    Type,
    is_nest,
)
from srcgrad.primitives import attributes, domains, results, stored
from srcgrad.primitives.entry import Linear, Zero
from srcgrad.primitives.forms import linear
from srcgrad.primitives.formula import invoke, type_of
from srcgrad.primitives.indexing import indexed
from srcgrad.primitives.support import helper, like


def apart(type_: Type) -> Type:
    """Type of a copy: no two of its items are one array."""
    match type_:
        case ListOf(item):
            return ListOf(apart(item))
        case DictOf(item):
            return DictOf(apart(item))
        case TupleOf(items):
            return replace(type_, items=tuple(map(apart, items)))
        case RecordOf(fields=fields):
            parts = ((key, apart(part)) for key, part in fields)
            return replace(type_, fields=tuple(parts))
        case _:
            return type_


def zero_type(primal: Any) -> Type:
    """Type of the zero of a value: a list for a list."""
    known = type_of(primal)
    if is_nest(known):
        return UNKNOWN if isinstance(known, TupleOf) else apart(known)
    zero = like(primal)
    return Numeric(zero.dtype, zero.shape, zero.mutable)


def taken_type(cotangent: Any, index: Any) -> Type:
    """Type of `cotangent[index]`."""
    items = index if isinstance(index, tuple) else (index,)
    return indexed(results.numeric(cotangent), items)


REPEATED = np.array([2, 0, 2, 1])


def list_type(a: Any) -> Type:
    """Type of `list(a)`."""
    known = type_of(a)
    if isinstance(known, ListOf):
        return known
    return ListOf(indexed(results.numeric(a), (0,)))


def items_back(c: Any, a: Any) -> Any:
    """Cotangent of what a list was made of: an array of one."""
    return c if isinstance(type_of(a), ListOf) else invoke("array", c)


STORING = (
    linear(
        list,
        items_back,
        "a",
        key="to_list",
        names=("builtins.list",),
        spelling="list",
        result=list_type,
        domain=(domains.case(domains.draw(3)),),
    ),
    helper(
        stored.zero_cotangent,
        "primal",
        Zero(),
        zero_type,
        blind=(0,),
        domain=(domains.real,),
    ),
    helper(
        attributes.zero_parts,
        "primal",
        Zero(),
        zero_type,
        blind=(0,),
        domain=(domains.real,),
    ),
    helper(
        stored.nest_copy,
        "nest",
        Linear((0,), lambda c, nest: c),
        lambda nest: apart(type_of(nest)),
        domain=(domains.case(domains.draw(3)),),
    ),
    helper(
        stored.alike,
        "cotangent, primal",
        Linear((0,), lambda c, cotangent, primal: c),
        lambda cotangent, primal: type_of(cotangent),
        blind=(1,),
        domain=(domains.case(domains.draw(3), domains.draw(3)),),
    ),
    helper(
        stored.list_copy,
        "items",
        Linear((0,), lambda c, items: items_back(c, items)),
        lambda items: apart(list_type(items)),
        domain=(domains.case(domains.draw(3)),),
    ),
    helper(
        stored.last_stored,
        "cotangent, index",
        Linear(
            (0,),
            lambda c, cotangent, index: invoke("helper.stored_at", c, cotangent, index),
        ),
        taken_type,
        domain=(domains.case(domains.draw(3), REPEATED),),
    ),
    helper(
        stored.stored_at,
        "values, whole, index",
        Linear(
            (0,),
            lambda c, values, whole, index: invoke("helper.last_stored", c, index),
        ),
        lambda values, whole, index: Numeric(
            results.numeric(values).dtype, results.numeric(whole).shape, True
        ),
        blind=(1,),
        domain=(domains.case(domains.draw(4), domains.draw(3), REPEATED),),
    ),
    helper(
        attributes.summed_parts,
        "left, right",
        Linear((0, 1), lambda c, left, right: (c, c)),
        lambda left, right: type_of(left),
        domain=(domains.case(domains.draw(3), domains.draw(3)),),
    ),
    helper(
        attributes.copied_parts,
        "nest",
        Linear((0,), lambda c, nest: c),
        lambda nest: apart(type_of(nest)),
        domain=(domains.case(domains.draw(3)),),
    ),
    helper(
        stored.summed,
        "left, right",
        Linear((0, 1), lambda c, left, right: (c, c)),
        lambda left, right: type_of(left),
        domain=(domains.case(domains.draw(3), domains.draw(3)),),
    ),
)
