"""Facts that the stages find -> aligned columns of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from srcgrad.display.notation import notation
from srcgrad.frontend.type_text import format_type
from srcgrad.ir.expressions import Dot, Expression, Var, substitute
from srcgrad.ir.program import HOLE, Append, Invoke, Simple, Store
from srcgrad.ir.surface import SurfaceFunction
from srcgrad.ir.types import UNKNOWN, Type
from srcgrad.transform.differentials import values
from srcgrad.transform.pairs import Active, Linear, Pair, Request


def columns(rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """Return rows with their columns aligned."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [(indent + "  ".join(map(str.ljust, row, widths))).rstrip() for row in rows]


def types_text(
    function: SurfaceFunction,
    types: Mapping[str, Type],
    wrt: Iterable[str],
    of: str | None,
) -> str:
    """Return the type of each parameter, and what is differentiated."""
    rows = []
    for parameter in function.parameters:
        kind = types.get(parameter.name, UNKNOWN)
        shown = "unknown" if kind == UNKNOWN else format_type(kind)
        rows.append((parameter.name, shown))
    asked = "the value" if of is None else of
    head = f"{asked} of {function.name} with respect to {', '.join(wrt)}"
    return "\n".join([head, *columns(rows, "    ")])


def activity_text(active: Active) -> str:
    """Return which variables of a function are active."""
    lines = [_head(active.request, active.inputs, active.outputs)]
    lines.append(f"    active: {_listed(active.variables)}")
    passive = frozenset(active.function.types) - active.variables
    lines.append(f"    passive: {_listed(passive)}")
    return "\n".join(lines)


def tangents_text(part: Linear) -> str:
    """Return the tangent of each active statement."""
    active = part.active
    lines = [_head(active.request, active.inputs, active.outputs)]
    for step, value, target in values(active.function.body, active.variables):
        tangent = part.tangents.get((id(value), target))
        if tangent is None:
            continue
        shown = notation(tangent)
        if target is not None:
            lines.append(f"    {notation(Dot(target))} = {shown}")
            continue
        owner = next(s for s in step.statements if _holds(s, value))
        lines.append(f"    {_placed(owner, shown)}")
    return "\n".join(lines)


def _holds(statement: Simple, value: Expression) -> bool:
    """Return whether a statement computes a value for something that has no name."""
    match statement:
        case Store(value=own) | Append(value=own):
            return own is value
        case Invoke(arguments=arguments):
            return any(argument is value for argument in arguments)
        case _:
            return False


def _placed(statement: Simple, tangent: str) -> str:
    """Return where a tangent goes."""
    match statement:
        case Store(target=target, place=place, accumulate=accumulate):
            sign = "+=" if accumulate else "="
            return (
                f"{notation(substitute(place, {HOLE: Dot(target)}))} {sign} {tangent}"
            )
        case Append(target=target):
            return f"{notation(Dot(target))}.append({tangent})"
        case Invoke(function=function):
            return f"{function} is given {tangent}"
        case _:
            raise AssertionError(statement)


def storage_text(pair: Pair) -> str:
    """Return the storage table: each value that the backward pass reads, and how."""
    rows = [("value", "decision", "name")]
    rows += [(notation(d.var), d.how, d.name) for d in pair.plan.decisions]
    saved = ", ".join(pair.plan.saved) or "nothing"
    head = f"{pair.function.name} hands over {saved}"
    return "\n".join([head, *(columns(rows, "    ") if rows[1:] else [])])


def _head(request: Request, inputs: Iterable[Var], outputs: Iterable[Var]) -> str:
    """Return what is differentiated with respect to what."""
    left = ", ".join(map(notation, outputs))
    return f"{request.function}: {left} by {', '.join(map(notation, inputs))}"


def _listed(variables: Iterable[Var]) -> str:
    ordered = sorted(variables, key=lambda var: (var.name, var.version))
    return ", ".join(map(notation, ordered)) or "none"
