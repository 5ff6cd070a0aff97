"""Type of a callee's result -> its type in the caller, in which each call is one of its own.

def conv(x, w): ...        # of shape (conv:out.0:0, conv:out.0:1)
a = conv(x, u)             # of shape (conv_value.0:0, conv_value.0:1)
b = conv(x, v)             # of shape (conv_value_2.0:0, conv_value_2.0:1): maybe another

What a callee calls an extent means something for one call alone: two results of one
function may differ in shape. An extent of a parameter is that of the argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from srcgrad.ir.types import Dimension, ListOf, Numeric, Shape, TupleOf, Type


def returned(
    type_: Type, scope: str, parameters: Sequence[Type], arguments: Sequence[Type]
) -> Type:
    """Type of a result, in the caller's extents; None for one that only the callee knows.

    scope : how the callee's own names of extents begin.
    """
    shapes: dict[Shape, Shape] = {}
    extents: dict[Dimension, Dimension] = {}
    for parameter, argument in zip(parameters, arguments, strict=True):
        if not isinstance(parameter, Numeric) or not isinstance(argument, Numeric):
            continue
        shapes.setdefault(parameter.shape, argument.shape)
        if isinstance(parameter.shape, tuple) and isinstance(argument.shape, tuple):
            pairs = zip(parameter.shape, argument.shape, strict=False)
            extents.update(pair for pair in pairs if pair[0] not in extents)
    return _moved(type_, scope, shapes, extents)


def _moved(
    type_: Type,
    scope: str,
    shapes: Mapping[Shape, Shape],
    extents: Mapping[Dimension, Dimension],
) -> Type:
    def extent(one: Dimension) -> Dimension:
        own = isinstance(one, str) and scope in one
        return extents.get(one) if own else one

    match type_:
        case Numeric(shape=tuple() as shape):
            return replace(type_, shape=tuple(extent(one) for one in shape))
        case Numeric(shape=frozenset() as names) if any(scope in one for one in names):
            return replace(type_, shape=shapes.get(names))
        case TupleOf(items):
            moved = tuple(_moved(item, scope, shapes, extents) for item in items)
            return replace(type_, items=moved)
        case ListOf(item):
            return ListOf(_moved(item, scope, shapes, extents))
        case _:
            return type_
