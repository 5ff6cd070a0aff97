"""The short forms that families are written in: a function and its rule -> a Primitive.

What a form leaves out follows from the function: its key is the function's name, its
spelling `np.` and the key, its source name `numpy.` and the key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from srcgrad.ir.types import UNKNOWN, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import (
    Bilinear,
    Defined,
    Derivative,
    Elementwise,
    Linear,
    Primitive,
    Tangent,
    Unsupported,
    Zero,
    positions_of,
    signature,
)
from srcgrad.primitives.foreign import Foreign
from srcgrad.primitives.formula import type_of

#: what NumPy calls the same function as well
OTHER_NAMES = {
    "arccos": "acos",
    "arccosh": "acosh",
    "arcsin": "asin",
    "arcsinh": "asinh",
    "arctan": "atan",
    "arctan2": "atan2",
    "arctanh": "atanh",
    "concatenate": "concat",
    "invert": "bitwise_invert",
    "left_shift": "bitwise_left_shift",
    "power": "pow",
    "right_shift": "bitwise_right_shift",
    "transpose": "permute_dims",
}

Rule = Callable[..., Any]
Result = Callable[..., Type]


def elementwise(
    function: Rule,
    partials: Rule,
    parameters: str = "x",
    *,
    result: Result = results.floating,
    cost: int = 4,
    held: tuple[int, ...] = (),
    **rest: Any,
) -> Primitive:
    """One number from one of each operand, broadcast; no partial is known at `held`."""
    count = len(signature(parameters))
    rest.setdefault("domain", (domains.real,) * count)
    rule = Elementwise(partials, held)
    return primitive(function, parameters, result, rule, cost=cost, **rest)


def zero(
    function: Rule, parameters: str = "x", *, result: Result, **rest: Any
) -> Primitive:
    """Nothing active flows through."""
    rest.setdefault("domain", (domains.real,) * len(signature(parameters)))
    return primitive(function, parameters, result, Zero(), **rest)


def opaque(
    function: Rule, parameters: str = "x", *, result: Result, **rest: Any
) -> Primitive:
    """Linear in no parameter: an active argument is refused."""
    return primitive(function, parameters, result, Linear((), never), **rest)


def never(cotangent: Any, *arguments: Any) -> Any:
    """Stand for a transpose that no cotangent reaches."""
    raise AssertionError("there is no parameter to transpose with respect to")


def linear(
    function: Rule,
    transpose: Rule,
    parameters: str,
    *,
    result: Result,
    positions: tuple[int, ...] = (0,),
    broadcasts: bool = False,
    **rest: Any,
) -> Primitive:
    """Linear, with its transpose."""
    rule = Linear(positions, transpose, broadcasts)
    return primitive(function, parameters, result, rule, **rest)


def bilinear(
    function: Rule,
    left: Rule,
    right: Rule,
    parameters: str = "a, b",
    *,
    result: Result,
    positions: tuple[int, int] = (0, 1),
    cost: int = 20,
    **rest: Any,
) -> Primitive:
    """Linear in each of two operands, with a transpose for each."""
    rule = Bilinear(positions, left, right)
    return primitive(function, parameters, result, rule, cost=cost, **rest)


def tangent(
    function: Rule,
    formula: Rule,
    parameters: str = "a",
    *,
    result: Result,
    positions: tuple[int, ...] = (0,),
    reverse: Rule | None = None,
    **rest: Any,
) -> Primitive:
    """Anything else, by the tangent of its result; `reverse` where that is shorter."""
    rule = Tangent(formula, positions, reverse)
    return primitive(function, parameters, result, rule, **rest)


def defined(
    function: Rule,
    definition: Rule,
    parameters: str,
    *,
    positions: tuple[int, ...] = (0,),
    result: Result | None = None,
    **rest: Any,
) -> Primitive:
    """What other operations say as well: its type and its derivative are theirs."""

    def defined_type(*arguments: Any) -> Type:
        try:
            return type_of(definition(*arguments))
        except Unsupported:  # said where a derivative is asked for
            return UNKNOWN

    rule = Defined(definition, positions)
    return primitive(function, parameters, result or defined_type, rule, **rest)


def primitive(
    function: Rule,
    parameters: str,
    result: Result,
    derivative: Derivative,
    *,
    key: str | None = None,
    names: tuple[str, ...] | None = None,
    spelling: str | None = None,
    methods: tuple[str, ...] = (),
    **rest: Any,
) -> Primitive:
    """Fill in what follows from the function's name, or that of a library's.

    methods : names of the array methods that mean the same.
    """
    if isinstance(function, Foreign):
        key = key or function.key
        names = (function.qualified,) if names is None else names
        spelling = spelling or function.qualified
    key = key or function.__name__
    accepted = signature(parameters)
    if not isinstance(derivative, Zero):
        places = positions_of(derivative, len(accepted))
        result = results.naming(key, places, result)
    names = (f"numpy.{key}",) if names is None else names
    if key in OTHER_NAMES and f"numpy.{key}" in names:
        names = (*names, f"numpy.{OTHER_NAMES[key]}")
    return Primitive(
        key=key,
        function=function,
        names=names + tuple(f"ndarray.{method}" for method in methods),
        parameters=accepted,
        result=result,
        derivative=derivative,
        spelling=spelling or f"np.{key}",
        **rest,
    )
