"""Tangent expression -> what it is the tangent of: its primal, its dots, its place in a variable."""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Dot,
    Expression,
    Index,
    Slice,
    Var,
    children,
    rebuild,
)
from srcgrad.ir.program import HOLE
from srcgrad.ir.types import Type, is_nest
from srcgrad.primitives.pulled import PREFIX
from srcgrad.primitives.table import TABLE

VIEWS = ("transpose", "swapaxes", "moveaxis")


def has_dot(expression: Expression) -> bool:
    """Whether a tangent reaches this expression."""
    return isinstance(expression, Dot) or any(map(has_dot, children(expression)))


def count_dots(expression: Expression) -> int:
    """How many contributions an expression will make."""
    return isinstance(expression, Dot) + sum(map(count_dots, children(expression)))


def primal(expression: Expression) -> Expression:
    """The value that a tangent expression has the shape of: dots replaced by their variables."""
    match expression:
        case Dot(var):
            return var
        case Apply(operation, arguments) if operation.startswith(PREFIX):
            return Apply(*of_pulled(operation, tuple(map(primal, arguments))))
        case Apply("add" | "subtract" as operation, (one, two)):
            left, right = primal(one), primal(two)
            # the terms of a product's tangent
            return left if left == right else Apply(operation, (left, right))
        case _:
            return rebuild(expression, primal)


def place_of(
    expression: Expression, types: Mapping[Var, Type]
) -> tuple[Var, Expression] | None:
    """(variable, place over HOLE) of a chain of views of one dotted variable."""
    match expression:
        case Dot(var):
            return var, HOLE
        case Index(base, items):
            inner = place_of(base, types)
            if inner is None or (not _is_view(inner[1]) and not _is_list(base, types)):
                return None
            return inner[0], Index(inner[1], items)
        case Apply(operation, (base, *rest)) if operation in VIEWS:
            inner = place_of(base, types)
            if inner is None or (inner[1] != HOLE and not _is_view(inner[1])):
                return None
            return inner[0], Apply(operation, (inner[1], *rest))
        case _:
            return None


def _is_list(expression: Expression, types: Mapping[Var, Type]) -> bool:
    """Whether a value is a list or a tuple: its items are the things themselves."""
    return is_nest(type_of_tree(primal(expression), types))


def _is_view(place: Expression) -> bool:
    """Whether a place over HOLE is certain to be a view, so that it can be added to in place."""
    match place:
        case Index(base, items):
            return all(_is_basic(item) for item in items) and _is_view(base)
        case Apply(_, (base, *_)):
            return _is_view(base)
        case _:
            return True


def _is_basic(item: Expression) -> bool:
    match item:
        case Slice():
            return True
        case Constant(value=value):
            return not isinstance(value, bool)
        case _:
            return False


def of_pulled(
    operation: str, arguments: tuple[Expression, ...]
) -> tuple[str, tuple[Expression, ...]]:
    """Return the operation that a pulled one is the tangent of, and its arguments."""
    key = operation.removeprefix(PREFIX)
    parameters = TABLE[key].parameters
    given = list(arguments[: len(parameters)])
    while given and given[-1] == Constant(parameters[len(given) - 1].default):
        given.pop()
    return key, tuple(given)
