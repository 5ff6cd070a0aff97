"""Adjoint code -> the same code as a person would write it: no spread that adding does anyway.

x_bar = np.broadcast_to(2.0 * y_bar, np.shape(x))    ->    x_bar = np.full_like(x, 2.0 * y_bar)
x_bar += np.broadcast_to(term_bar, x.shape)          ->    x_bar += term_bar
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import (
    Add,
    Adjoint,
    Branch,
    Code,
    Loop,
    Put,
    Scatter,
    Set,
    Statement,
)
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Name,
    Var,
    rebuild,
)
from srcgrad.ir.program import If
from srcgrad.ir.types import UNSURE, Numeric, Type, is_scalar, same_shape
from srcgrad.transform.stand_ins import stand_in
from srcgrad.transform.unused import without_unused

Types = Mapping[Var, Type]
ASKING = frozenset("shape size ndim np.shape np.size np.ndim".split())


def tidy(adjoint: Adjoint, types: Types) -> Adjoint:
    """Simplify every expression of a backward pass."""
    code = _code(adjoint.code, types)
    results = tuple(simplified(e, types) for e in adjoint.results)
    return replace(adjoint, code=without_unused(code, results), results=results)


def _code(code: Code, types: Types) -> Code:
    found: list[Statement] = []
    for statement in (_statement(s, types) for s in code):
        match found[-1:], statement:
            case [Branch(test, one, two)], Branch(source, then, otherwise) if (
                not isinstance(test, If) and test == source
            ):
                # under one test; what it reads are primal values, which stay as they are
                found[-1] = Branch(test, (*one, *then), (*two, *otherwise))
            case _:
                found.append(statement)
    return tuple(found)


def _statement(statement: Statement, types: Types) -> Statement:
    match statement:
        case Set(targets, value):
            return Set(targets, _value(simplified(value, types), types))
        case Put(place, value):
            return Put(simplified(place, types), _unspread(simplified(value, types)))
        case Add(place, value, negative):
            return Add(
                simplified(place, types), _unspread(simplified(value, types)), negative
            )
        case Scatter(base, items, value):
            items = tuple(simplified(i, types) for i in items)
            return Scatter(
                simplified(base, types), items, _unspread(simplified(value, types))
            )
        case Loop(source, body):
            return Loop(source, _code(body, types))
        case Branch(source, then, otherwise):
            if not isinstance(source, If):
                source = simplified(source, types)
            return Branch(source, _code(then, types), _code(otherwise, types))
        case _:
            return statement


def _value(value: Expression, types: Types) -> Expression:
    """A whole new cotangent: filled rather than spread, and added to without spreading."""
    match value:
        case Apply("add" | "subtract" as operation, (Name() as whole, part)):
            return Apply(operation, (whole, _unspread(part)))
    return value


def _unspread(value: Expression) -> Expression:
    """Leave out a spread over a shape that the place has anyway."""
    match value:
        case Apply("broadcast_to", (inner, _)):
            return inner
        case _:
            return value


def simplified(expression: Expression, types: Types) -> Expression:
    """Simplify an expression, innermost first."""
    expression = rebuild(expression, lambda part: simplified(part, types))
    match expression:
        case Apply(
            "helper.unbroadcast", (Apply("helper.unbroadcast", (value, inner)), like)
        ) if inner == like:
            return Apply("helper.unbroadcast", (value, like))
        case Apply(
            "helper.unbroadcast", (Apply("broadcast_to", (value, _)) as spread, like)
        ) if _same(value, like, types) and _same(spread, like, types):
            return value
        case Apply("helper.unbroadcast", (value, like)) if not isinstance(like, Var):
            return Apply(
                "helper.unbroadcast", (value, stand_in(like, types, dtype=True))
            )
        case Apply(operation, (inner,)) if operation in ASKING:
            return _asked(operation, inner, types)
        case Apply("helper.unbroadcast", (value, like)):
            if like in types and _same(value, like, types):
                return value
        case Apply(
            "sum",
            (Apply("broadcast_to", (inner, Apply("shape" | "np.shape", (like,)))),),
        ):
            if is_scalar(type_of_tree(inner, types)):
                return Apply("multiply", (inner, Apply("size", (like,))))
        case Apply("helper.zero_cotangent", (like,)):
            if is_scalar(type_of_tree(like, types)):
                return Constant(0.0)
    return expression


def _asked(operation: str, inner: Expression, types: Types) -> Expression:
    """Shape of an expression: of a variable in it that is known to have the same."""
    found = stand_in(inner, types)
    attribute = operation.removeprefix("np.")
    match found:
        case Apply("broadcast_to", (_, shape)) if attribute == "shape":
            return shape
    if _is_array(found, types):
        return Apply(attribute, (found,))
    return Apply(f"np.{attribute}", (found,))


def _is_array(expression: Expression, types: Types) -> bool:
    kind = type_of_tree(expression, types)
    return isinstance(kind, Numeric) and kind.mutable is True


def _same(value: Expression, like: Expression, types: Types) -> bool:
    one, two = type_of_tree(value, types), type_of_tree(like, types)
    return (
        same_shape(one, two)
        and isinstance(one, Numeric)
        and isinstance(two, Numeric)
        and one.dtype == two.dtype
        and one.dtype not in UNSURE
    )
