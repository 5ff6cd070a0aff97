"""Adjoint code -> which cotangents are still read after each of its statements."""

from __future__ import annotations

from srcgrad.ir.code import Add, Branch, Code, Loop, Put, Scatter, Set, Statement
from srcgrad.ir.expressions import Expression, Name, walk


def live_names(code: Code, after: frozenset[str]) -> list[frozenset[str]]:
    """Return, for each statement, the names that are read after it."""
    found: list[frozenset[str]] = []
    live = after
    for statement in reversed(code):
        found.append(live)
        live = _before(statement, live)
    return found[::-1]


def live_in(code: Code, after: frozenset[str]) -> frozenset[str]:
    """Return the names that code reads before it sets them, or that are read after it."""
    live = after
    for statement in reversed(code):
        live = _before(statement, live)
    return live


def written_names(code: Code) -> frozenset[str]:
    """Return the names that code writes to."""
    found: set[str] = set()
    for statement in code:
        match statement:
            case Set(targets, _):
                found.update(targets)
            case Put(place, _) | Add(place, _, _) | Scatter(place, _, _):
                found |= _read(place)
            case Loop(_, body):
                found |= written_names(body)
            case Branch(_, then, otherwise):
                found |= written_names(then) | written_names(otherwise)
    return frozenset(found)


def _before(statement: Statement, live: frozenset[str]) -> frozenset[str]:
    match statement:
        case Set(targets, value):
            if not live & frozenset(targets):
                return live
            return (live - frozenset(targets)) | _read(value)
        case Put(place, value) | Add(place, value, _):
            return live | _read(place) | _read(value)
        case Scatter(base, items, value):
            found = _read(base) | _read(value)
            return live.union(found, *map(_read, items))
        case Loop(_, body):
            while True:
                again = live | live_in(body, live)
                if again == live:
                    return live
                live = again
        case Branch(_, then, otherwise):
            return live_in(then, live) | live_in(otherwise, live)
        case _:
            return live


def _read(expression: Expression) -> frozenset[str]:
    return frozenset(p.text for p in walk(expression) if isinstance(p, Name))
