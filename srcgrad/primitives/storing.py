"""The rules of the helpers of stores."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import UNKNOWN, ListOf, Numeric, TupleOf, Type
from srcgrad.primitives import domains, results, stored
from srcgrad.primitives.entry import Linear, Zero
from srcgrad.primitives.forms import linear
from srcgrad.primitives.formula import invoke, type_of
from srcgrad.primitives.indexing import indexed
from srcgrad.primitives.support import helper, like


def zero_type(primal: Any) -> Type:
    """Type of the zero of a value: a list for a list."""
    known = type_of(primal)
    if isinstance(known, ListOf | TupleOf):
        return known if isinstance(known, ListOf) else UNKNOWN
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
        stored.summed,
        "left, right",
        Linear((0, 1), lambda c, left, right: (c, c)),
        lambda left, right: type_of(left),
        domain=(domains.case(domains.draw(3), domains.draw(3)),),
    ),
)
