"""`a and b` whose second operand needs lines of its own -> a test, and a branch on it.

if a and any(...):    ->    test = a
if test:
test = any(...)
if test:
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias

from srcgrad.ir import surface as s
from srcgrad.normalize.rewriting.excerpts import Part, excerpt, pieces_of, replaced

Block: TypeAlias = tuple[s.SurfaceStatement, ...]
Statement: TypeAlias = s.Assign | s.Augment | s.Evaluate | s.Return | s.If | s.For


def split(statement: Statement, whole: s.Boolean, at: int, name: str) -> Block:
    """Evaluate the operands of `whole` before `at`, and the others where these ask for it."""
    origin, span = statement.origin, whole.span
    target = s.NameRef(name, span)

    def assign(operands: tuple[s.SurfaceExpression, ...]) -> s.Assign:
        pieces: list[Part] = [f"{name} = "]
        for position, operand in enumerate(operands):
            bracketed = len(operands) > 1 and not isinstance(
                operand, s.NameRef | s.Call
            )
            pieces.append(f" {whole.operator} " if position else "")
            pieces.append("(" if bracketed else "")
            pieces.extend(pieces_of(origin, operand, {}, not bracketed))
            pieces.append(")" if bracketed else "")
        single = len(operands) == 1
        value = operands[0] if single else s.Boolean(whole.operator, operands, span)
        return s.Assign((target,), value, excerpt(origin, *pieces))

    first = assign(whole.operands[:at])
    first = replace(first, origin=replace(first.origin, comments=origin.comments))
    goes_on: s.SurfaceExpression = target
    if whole.operator == "or":
        goes_on = s.Unary("not", target, span)
    header = f"if {name}:" if whole.operator == "and" else f"if not {name}:"
    then = (assign(whole.operands[at:]),)
    second = s.If(goes_on, then, (), excerpt(origin, header))
    return (first, second, named_part(statement, whole, name))


def named_part(
    statement: Statement, whole: s.SurfaceExpression, name: str
) -> Statement:
    """Return a statement with a name for one of its expressions."""
    origin = statement.origin
    start, end = origin.place(whole.span)
    before, behind = origin.text[:start].rstrip(), origin.text[end:].lstrip()
    if before.endswith("(") and behind.startswith(")") and not _calls(before[:-1]):
        start, end = len(before) - 1, len(origin.text) - len(behind) + 1
    text = excerpt(origin, (0, start), name, (end, len(origin.text)))
    reference = s.NameRef(name, whole.span)

    def change(part: Any) -> Any:
        return reference if part is whole else None

    made = replaced(statement, change)
    return replace(made, origin=replace(text, trailing=origin.trailing))


def _calls(text: str) -> bool:
    """Whether a bracket behind this text is that of a call, or of a subscript's base."""
    return text[-1:].isidentifier() or text[-1:] in (")", "]") or text[-1:].isdigit()
