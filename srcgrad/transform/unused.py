"""Backward pass -> the same without the cotangents that nothing reads."""

from __future__ import annotations

from srcgrad.analysis.required import expressions_of
from srcgrad.ir.code import (
    Add,
    Branch,
    Code,
    Loop,
    Put,
    Remark,
    Restore,
    Scatter,
    Set,
    Statement,
    names_read,
)
from srcgrad.ir.expressions import Apply, Expression, Index, Name, walk
from srcgrad.ir.program import If


def without_unused(code: Code, results: tuple[Expression, ...]) -> Code:
    """Drop cotangents that nothing reads."""
    while True:
        used = _used(code) | {
            e.text for r in results for e in walk(r) if isinstance(e, Name)
        }
        kept = _keep(code, used)
        if kept == code:
            return code
        code = kept


def _used(code: Code) -> set[str]:
    found: set[str] = set()
    for statement in code:
        match statement:
            case Loop(_, body):
                found |= _used(body)
            case Branch(source, then, otherwise):
                found |= _used(then) | _used(otherwise)
                if not isinstance(source, If):
                    found |= names_read(source)
            case Put(place, value) | Add(place, value, _):
                own = _base(place)
                parts = [*walk(value), *walk(place)]
                names = [e.text for e in parts if isinstance(e, Name)]
                if own in names:
                    names.remove(own)
                found.update(names)
            case Set(targets, value):
                inside = {e.text for e in walk(value) if isinstance(e, Name)}
                found |= inside - (set(targets) if len(targets) == 1 else set())
            case Scatter(_, items, value):
                found |= {
                    e.text
                    for p in (*items, value)
                    for e in walk(p)
                    if isinstance(e, Name)
                }
            case _:
                for expression in expressions_of(statement):
                    found |= {e.text for e in walk(expression) if isinstance(e, Name)}
    return found


def _base(place: Expression) -> str:
    while not isinstance(place, Name):
        place = place.base if isinstance(place, Index) else place.arguments[0]  # type: ignore[union-attr]
    return place.text


def _keep(code: Code, used: set[str]) -> Code:
    kept: list[Statement] = []
    for statement in code:
        match statement:
            case Loop(source, body):
                inner = _keep(body, used)
                if any(not _is_note(s) for s in inner):
                    kept.append(Loop(source, inner))
            case Branch(source, then, otherwise):
                one, two = _keep(then, used), _keep(otherwise, used)
                if any(not _is_note(s) for s in (*one, *two)):
                    kept.append(Branch(source, one, two))
            case Set(targets, value):
                if any(t in used for t in targets) or _has_effect(value):
                    kept.append(statement)
            case Put(place, _) | Add(place, _, _):
                if _base(place) in used:
                    kept.append(statement)
            case Scatter(base, _, _):
                if _base(base) in used:
                    kept.append(statement)
            case _:
                kept.append(statement)
    return tuple(_without_lone_remarks(kept))


def _is_note(statement: Statement) -> bool:
    return isinstance(statement, Remark | Restore)


def _without_lone_remarks(code: list[Statement]) -> list[Statement]:
    """A remark stands only above something."""
    kept: list[Statement] = []
    for position, statement in enumerate(code):
        if isinstance(statement, Remark):
            rest = [s for s in code[position + 1 :] if not isinstance(s, Restore)]
            if not rest or isinstance(rest[0], Remark):
                continue
        kept.append(statement)
    return kept


def _has_effect(value: Expression) -> bool:
    return any(
        isinstance(e, Apply) and e.operation in ("pop", "backward") for e in walk(value)
    )
