"""What a statement computes + the cotangent of it -> contributions to other cotangents."""

from __future__ import annotations

from dataclasses import replace

from srcgrad.analysis.typing import type_of_tree
from srcgrad.diagnostics import refuse
from srcgrad.ir.code import Put, Scatter, Set
from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, Var, walk
from srcgrad.ir.program import Step
from srcgrad.ir.types import ListOf, Numeric, TupleOf, Type, is_scalar
from srcgrad.primitives.entry import Unsupported
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.cotangents import Contribution, Cotangent
from srcgrad.transform.transposition.slots import is_atom, is_fresh
from srcgrad.transform.transposition.transpose import Transposer
from srcgrad.transform.transposition.unbroadcasting import fitted


def pull(
    builder: Builder,
    value: Expression,
    given: Expression,
    step: Step,
    kind: Type | None = None,
    named: Var | None = None,
    masked: bool = False,
) -> list[Contribution]:
    """Contributions of `value`, which has the name `named`, with the cotangent `given`."""
    span = step.origin.span if step.origin else None
    try:
        tangent = builder.tangent(value, named, span)
    except Unsupported as error:
        raise refuse("SG208", str(error), span) from error
    if tangent is None:
        return []
    transposer = Transposer(
        builder.types, lambda e, s: hold(builder, e, s), lambda *a: scatter(builder, *a)
    )
    type_ = slot_type(transposer.type(value)) if kind is None else kind
    mask = (
        Apply("not_equal", (given, Constant(0.0)))
        if masked and _is_risky(value)
        else None
    )
    cotangent = Cotangent(given, type_, mask)
    if kind is not None:
        cotangent = fitted(cotangent, tangent, builder.types)
    try:
        transposer.pull(tangent, cotangent)
    except Unsupported as error:
        raise refuse("SG208", str(error), span) from error
    return transposer.found


def slot_type(type_: Type) -> Type:
    """Type of a cotangent: a number may be a Python float, whatever its primal is."""
    if not isinstance(type_, Numeric) or not is_scalar(type_):
        return type_
    dtype = (
        "float64"
        if type_.dtype is not None and type_.dtype.startswith("float")
        else type_.dtype
    )
    return replace(type_, dtype=dtype, weak=True)


RISKY = frozenset(
    "divide power sqrt cbrt log log2 log10 log1p arcsin arccos arctanh arccosh reciprocal norm".split()
)


def _is_risky(value: Expression) -> bool:
    """Whether a partial may be infinite where the value is not wanted."""
    return any(
        isinstance(part, Apply) and part.operation in RISKY for part in walk(value)
    )


def hold(builder: Builder, expression: Expression, scalar: bool) -> Expression:
    """Name a value that is used more than once in the block."""
    if is_atom(expression):
        return expression
    if (
        isinstance(expression, Apply)
        and expression.operation == "negative"
        and is_atom(expression.arguments[0])
    ):
        return expression
    name = builder.names.term()
    shown = (
        expression if scalar or is_fresh(expression) else copied(builder, expression)
    )
    builder.emit(Set((name,), shown))
    return Name(name, type_of_tree(expression, builder.types))


def copied(builder: Builder, expression: Expression) -> Expression:
    """Return a copy of a cotangent: of a list, another list."""
    kind = type_of_tree(expression, builder.types)
    nested = isinstance(kind, ListOf | TupleOf)
    return Apply("to_list" if nested else "copy", (expression,))


def scatter(
    builder: Builder, zero: Expression, items: tuple[Expression, ...], value: Expression
) -> Expression:
    """An array of zeros with `value` at `items`."""
    name = builder.names.term()
    builder.emit(Set((name,), zero))
    if builder.is_gather(items):
        builder.emit(Scatter(Name(name), items, value))
    else:
        builder.emit(Put(Index(Name(name), items), value))
    return Name(name)
