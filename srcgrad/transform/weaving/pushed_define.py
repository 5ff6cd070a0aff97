"""The tangents of an assignment: its targets' slots get them together."""

from __future__ import annotations

from srcgrad.ir.code import Add, Set
from srcgrad.ir.expressions import Apply, Dot, Expression, Name, Var, walk
from srcgrad.ir.program import Define
from srcgrad.ir.types import is_scalar
from srcgrad.transform.weaving.assignments import together
from srcgrad.transform.weaving.woven import Line
from srcgrad.transform.weaving.writer import Writer
from srcgrad.transform.weaving.zeros import zero_tangent


def push_define(
    writer: Writer,
    statement: Define,
    tangents: list[Expression | None],
    later: list[Expression],
) -> None:
    """Write the tangent of an assignment; `later` are tangents that the statement has yet to make."""
    weaver = writer.weaver
    values: list[tuple[str, Expression]] = []
    made: list[Var] = []
    for target, value, tangent in zip(
        statement.targets, statement.values, tangents, strict=True
    ):
        if not weaver.has(target):
            continue
        slot, kind = weaver.slot(target), writer.types[target]
        if tangent is None:
            if not writer.is_after and weaver.scope.text(target):
                _late_zero(writer, target, value)
                continue
            found: Expression = zero_tangent(target, kind, value)
        else:
            found = weaver.owned(slot, tangent, kind, value)
        values.append((slot, writer.read(found)))
        made.append(target)
    held = _delayed(writer, values, made, later)
    values = [v for v in values if v[0] not in held]
    lines = together(values)
    writer.lines.extend(_augmented(writer, line) for line in lines)
    for target in made:
        weaver.scope.slots[weaver.slot(target)] = target


def _late_zero(writer: Writer, target: Var, value: Expression) -> None:
    """Zeros of the shape of a value that is not there yet."""
    weaver = writer.weaver
    slot = weaver.slot(target)
    zero = zero_tangent(target, writer.types[target], value)
    found, missing = weaver.reading(zero, weaver.scope)
    writer.missing.extend(missing)
    weaver.places.after.setdefault(id(writer.step), []).append(Set((slot,), found))
    weaver.scope.slots[slot] = target


def _augmented(writer: Writer, line: Line) -> Line:
    """Write `total_dot += v_dot` where the source has `+=`, too."""
    origin = writer.step.origin
    if origin is None or not isinstance(line, Set) or len(line.targets) != 1:
        return line
    name = line.targets[0]
    match line.value:
        case Apply(
            "add" | "subtract" as operation, (Name(text=first, type=kind), rest)
        ):
            written = origin.text.partition("=")[0].rstrip()[-1:] in ("+", "-")
            if first == name and written and is_scalar(kind):
                return Add(Name(name), rest, operation == "subtract")
    return line


def _delayed(
    writer: Writer,
    values: list[tuple[str, Expression]],
    made: list[Var],
    later: list[Expression],
) -> set[str]:
    """Hold back tangents that overwrite what a later part reads."""
    weaver = writer.weaver
    held: set[str] = set()
    for (slot, value), target in zip(values, made, strict=True):
        older = any(
            isinstance(e, Dot) and e.var != target and weaver.slot(e.var) == slot
            for expression in later
            for e in walk(expression)
        )
        if older:
            waiting = weaver.names.derived(target.name, "next_dot")
            writer.lines.append(Set((waiting,), value))
            writer.late.append(Set((slot,), Name(waiting)))
            weaver.held[target] = waiting
            held.add(slot)
    return held
