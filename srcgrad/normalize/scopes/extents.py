"""Type of what leaves a function or a loop -> its type outside, where there were many.

def conv(x, w): ...        # of shape (conv:out.0:0, conv:out.0:1)
a = conv(x, u)             # of shape (conv_value.0:0, conv_value.0:1)
b = conv(x, v)             # of shape (conv_value_2.0:0, conv_value_2.0:1): maybe another

What a callee calls an extent means something for one call alone: two results of one
function may differ in shape. An extent of a parameter is that of the argument. Likewise
for one iteration of a loop: what the last has left may differ from what others had.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from srcgrad.ir.expressions import Var
from srcgrad.ir.types import (
    PLACED,
    DictOf,
    Dimension,
    FunctionOf,
    ListOf,
    Numeric,
    RecordOf,
    Shape,
    TupleOf,
    Type,
)


def returned(
    type_: Type, scope: str, parameters: Sequence[Type], arguments: Sequence[Type]
) -> Type:
    """Type of a result, in the caller's extents; None for one that only the callee knows.

    scope : how the callee's own names of extents begin.
    """

    def inner(name: str) -> bool:
        return scope in name or PLACED in name

    shapes: dict[Shape, Shape] = {}
    extents: dict[Dimension, Dimension] = {}
    for parameter, argument in zip(parameters, arguments, strict=True):
        if not isinstance(parameter, Numeric) or not isinstance(argument, Numeric):
            continue
        shapes.setdefault(parameter.shape, argument.shape)
        if isinstance(parameter.shape, tuple) and isinstance(argument.shape, tuple):
            pairs = zip(parameter.shape, argument.shape, strict=False)
            extents.update(pair for pair in pairs if pair[0] not in extents)

    return _renamed(
        type_,
        lambda shape: shapes.get(shape) if any(map(inner, shape)) else shape,
        lambda one: extents.get(one) if inner(one) else one,
    )


def entering(type_: Type) -> Type:
    """Type of an argument within the function: without extents between the caller's values."""
    return _renamed(
        type_,
        lambda shape: None if any(PLACED in one for one in shape) else shape,
        lambda one: None if PLACED in one else one,
    )


def outlasting(type_: Type, scope: str, made: Iterable[Var]) -> Type:
    """Type of what the last iteration leaves, without extents of what iterations make."""
    names = {f"{var.name}.{var.version}" for var in made}
    names |= {f"{scope}{name}" for name in names}

    def lasts(name: str) -> bool:
        return names.isdisjoint(_VARIABLES.findall(name))

    return _renamed(
        type_,
        lambda shape: shape if all(lasts(one) for one in shape) else None,
        lambda one: one if lasts(one) else None,
    )


# variables within the name of an extent or of a shape: `conv:out.0:1`, `(x*x.1)~0`
_VARIABLES = re.compile(r"(?:\w+:)?\w+\.\d+")


def _renamed(
    type_: Type,
    whole: Callable[[frozenset[str]], Shape],
    extent: Callable[[str], Dimension],
) -> Type:
    """Put other names for shapes of unknown rank, and for extents, wherever they stand."""
    match type_:
        case Numeric(shape=tuple() as shape):
            outside = (extent(one) if isinstance(one, str) else one for one in shape)
            return replace(type_, shape=tuple(outside))
        case Numeric(shape=frozenset() as names):
            return replace(type_, shape=whole(names))
        case TupleOf(items):
            inner = tuple(_renamed(item, whole, extent) for item in items)
            return replace(type_, items=inner)
        case ListOf(item) | DictOf(item):
            return replace(type_, item=_renamed(item, whole, extent))
        case RecordOf(fields=fields):
            parts = ((key, _renamed(part, whole, extent)) for key, part in fields)
            return replace(type_, fields=tuple(parts))
        case FunctionOf(environment=tuple() as held):
            kept = tuple((key, _renamed(one, whole, extent)) for key, one in held)
            return replace(type_, environment=kept)
        case _:
            return type_
