"""What a statement computes + the cotangent of it -> contributions to other cotangents."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from srcgrad.analysis.typing import type_of_tree
from srcgrad.diagnostics import refuse
from srcgrad.ir.code import Put, Scatter, Set
from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, Var, walk
from srcgrad.ir.program import Step
from srcgrad.ir.types import Numeric, Type, is_discrete, is_scalar
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.pulled import PREFIX
from srcgrad.transform.transposition.builder import Builder, copy_of
from srcgrad.transform.transposition.cotangents import (
    Contribution,
    Cotangent,
    Guard,
    under,
)
from srcgrad.transform.transposition.slots import Mask, is_atom, is_fresh
from srcgrad.transform.transposition.transpose import Transposer, position_in
from srcgrad.transform.transposition.unbroadcasting import fitted


class Part(NamedTuple):
    """One of several values of a statement: its cotangent, its name."""

    value: Expression
    given: Name
    named: Var
    mask: Mask


def pull_together(
    builder: Builder, parts: list[Part], step: Step
) -> list[Contribution] | None:
    """Contributions of several results of one operation; None if they are not that."""
    if len(parts) < 2 or any(part.mask for part in parts):
        return None
    span = step.origin.span if step.origin else None
    try:
        tangents = [builder.tangent(p.value, p.named, span) for p in parts]
        base = several_of(tangents)
        if base is None:
            return None
        transposer = _transposer(builder)
        given = {
            position_in(part.value.items): Cotangent(
                part.given, transposer.type(part.value)
            )
            for part in parts
            if isinstance(part.value, Index)
        }
        transposer.pull_parts(base, given)
    except Unsupported as error:
        raise refuse("SG208", str(error), span) from error
    return transposer.found


def several_of(tangents: list[Expression | None]) -> Apply | None:
    """Return the one operation that all of these are results of."""
    bases = {t.base if isinstance(t, Index) else None for t in tangents}
    base = bases.pop()
    if bases or not isinstance(base, Apply) or not base.operation.startswith(PREFIX):
        return None
    return base


def pull(
    builder: Builder,
    value: Expression,
    given: Expression,
    step: Step,
    kind: Type | None = None,
    named: Var | None = None,
    mask: Mask = Mask.NONE,
) -> list[Contribution]:
    """Contributions of `value`, which has the name `named`, with the cotangent `given`."""
    span = step.origin.span if step.origin else None
    tangent = builder.tangent(value, named, span)
    if tangent is None:
        return []
    transposer = _transposer(builder)
    if named is not None:
        transposer.named = value, builder.types[named]
    type_ = slot_type(transposer.type(value)) if kind is None else kind
    taken = None
    if mask and _is_risky(builder, value, mask):
        taken = Apply("not_equal", (given, Constant(0.0)))
    cotangent = Cotangent(given, type_, taken)
    if kind is not None:
        cotangent = fitted(cotangent, tangent, transposer.type)
    try:
        transposer.pull(tangent, cotangent)
    except Unsupported as error:
        raise refuse("SG208", str(error), span) from error
    return transposer.found


def _transposer(builder: Builder) -> Transposer:
    return Transposer(
        builder.types, lambda *a: hold(builder, *a), lambda *a: scatter(builder, *a)
    )


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
    "power float_power sqrt cbrt log log2 log10 log1p arcsin arccos arctanh arccosh "
    "reciprocal hypot arctan2 std linalg.norm math.sqrt math.cbrt math.log math.log_of "
    "math.log2 math.log10 math.log1p math.asin math.acos math.atanh math.acosh "
    "math.pow math.hypot math.atan2".split()
)


def _is_risky(builder: Builder, value: Expression, mask: Mask) -> bool:
    """Whether a partial may be infinite where the value is not wanted.

    A quotient is where a mask keeps its zeros out; otherwise the values that a program
    divides by are taken to be none.
    """
    for part in walk(value):
        match part:
            case Apply("power", (_, Constant(value=int() as exponent))) if exponent > 0:
                pass
            case Apply("divide", (_, Constant())):
                pass
            case Apply("divide", (_, below)):
                kind = type_of_tree(below, builder.types)
                if mask is Mask.CHOICE and not is_scalar(kind):
                    return True
            case Apply(operation, arguments) if operation in RISKY:
                kinds = (type_of_tree(a, builder.types) for a in arguments)
                if not all(map(is_discrete, kinds)):
                    return True
            case _:
                pass
    return False


def hold(
    builder: Builder, expression: Expression, scalar: bool, guard: Guard
) -> Expression:
    """Name a value that is used more than once in the block, under a guard."""
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
    builder.emit(Set((name,), under(guard, shown)))
    return Name(name, type_of_tree(expression, builder.types))


def copied(builder: Builder, expression: Expression) -> Expression:
    """Return a copy of a cotangent: of a list, another list."""
    kind = type_of_tree(expression, builder.types)
    return copy_of(expression, kind)


def scatter(
    builder: Builder,
    zero: Expression,
    items: tuple[Expression, ...],
    value: Expression,
    guard: Guard,
) -> Expression:
    """An array of zeros with `value` at `items`."""
    name = builder.names.term()
    builder.emit(Set((name,), under(guard, zero)))
    if builder.is_gather(items):
        builder.emit(Scatter(Name(name), items, value), guard)
    else:
        builder.emit(Put(Index(Name(name), items), value), guard)
    return Name(name)
