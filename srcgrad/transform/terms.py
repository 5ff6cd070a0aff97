"""Tangents of operands -> terms of the tangent of a whole, and their sum.

a mask, dx    ->    np.where(mask, dx, 0.0)
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Dot,
    Expression,
    Index,
    Sequence,
    position_of,
    variables,
    walk,
)
from srcgrad.ir.types import (
    FunctionOf,
    LibraryOf,
    LiteralOf,
    Numeric,
    Passive,
    Type,
    has_objects,
    is_array,
    is_nest,
    is_scalar,
)
from srcgrad.primitives.formula import Formula
from srcgrad.transform.algebra import add


def zero_nest(primal: Expression, type_: Type) -> Expression:
    """Zeros in the structure of a value."""
    name = "zero_parts" if has_objects(type_) else "zero_cotangent"
    return Apply(f"helper.{name}", (primal,))


def zeros_like(primal: Expression, type_: Type) -> Expression:
    """Zero of the shape of a value: `0.0` where that is a number."""
    if is_scalar(type_):
        return Constant(0.0)
    if is_nest(type_):
        return zero_nest(primal, type_)
    if isinstance(type_, Passive | LiteralOf | FunctionOf | LibraryOf):
        return Constant(None)
    return Apply("zeros_like", (primal,))


def chosen(mask: Formula, tangent: Expression, argument: Type) -> Expression:
    """Tangent of `mask * x`: what the mask takes out stays out, were it infinite."""
    if is_scalar(mask.type) and is_scalar(argument):
        return Choice(mask.expression, tangent, Constant(0.0))
    if is_array(mask.type) or is_array(argument):
        return Apply("where", (mask.expression, tangent, Constant(0.0)))
    return Apply("helper.kept_where", (mask.expression, tangent))


def is_boolean(type_: Type) -> bool:
    """Whether a partial is a mask."""
    return isinstance(type_, Numeric) and type_.dtype == "bool"


def same_partials(partials: tuple[Any, ...]) -> bool:
    """Whether two operands have one partial."""
    one, two = partials
    return (
        isinstance(one, Formula)
        and isinstance(two, Formula)
        and one.expression == two.expression
    )


def shape_of(expression: Expression) -> Expression:
    """Shape of a value."""
    return Apply("np.shape", (expression,))


def replaced(expression: Apply, position: int, tangent: Expression) -> Apply:
    """Return an operation with the tangent of one operand in its place."""
    arguments = list(expression.arguments)
    arguments[position] = tangent
    return Apply(expression.operation, tuple(arguments))


def total(terms: list[Expression]) -> Expression | None:
    """Add the terms of a tangent up; None where there are none."""
    found: Expression | None = None
    for term in terms:
        found = term if found is None else _added(found, term)
    return found


def _added(left: Expression, right: Expression) -> Expression:
    """Add two tangents, of a result of several parts each part."""
    if isinstance(left, Sequence) and isinstance(right, Sequence):
        pairs = zip(left.items, right.items, strict=True)
        return replace(left, items=tuple(_added(*pair) for pair in pairs))
    if not any(isinstance(e, Dot) for e in walk(right)):
        return left
    return add(left, right)


def is_flat(partial: Formula, whole: Type) -> bool:
    """Whether a partial is a number, so that it does not bring the whole shape with it."""
    return (
        is_scalar(partial.type)
        and not is_scalar(whole)
        and isinstance(whole, Numeric)
        and not variables(partial.expression)
    )


def indexed(value: Expression, items: tuple[Expression, ...]) -> Expression | None:
    """Return an item of a value, of a display the one that is meant."""
    match value, items:
        case Sequence(parts, _), (Constant(value=key),) if (
            position := position_of(value, key)
        ) is not None:
            part = parts[position]
            return part if any(isinstance(e, Dot) for e in walk(part)) else None
        case _:
            return Index(value, items)


def position_named(items: tuple[Expression, ...]) -> int | None:
    """Position that a subscript names, None where it is not one literal."""
    match items:
        case (Constant(value=int() as position),):
            return position
        case _:
            return None
