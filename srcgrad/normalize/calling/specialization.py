"""Types of a call's arguments -> the functions in them, which decide what is called.

A function that is handed `decay` is another function than one that is handed `growth`:
each has its own normal form, and a name of its own: `step_decay`, `step_growth`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

from srcgrad.ir.types import (
    NOTHING,
    FunctionOf,
    LibraryOf,
    LiteralOf,
    RecordOf,
    TupleOf,
    Type,
)


def fixed(type_: Type, keys: Mapping[str, int] | None = None) -> Hashable:
    """Return what of a type one function in normal form is made for.

    keys : where in the environment around each name stands: frames name things in their
    own way, and that makes no other function.
    """
    match type_:
        case FunctionOf(name, captured, environment, preset):
            if environment is not None:
                keys = {key: place for place, (key, _) in enumerate(environment)}
            known = keys or {}
            held = tuple(fixed(part, known) for _, part in environment or ())
            reads = tuple((n, known.get(k, -1)) for n, k in captured)
            given = tuple(
                (p.name, known.get(p.key, -1), repr(p.literal)) for p in preset
            )
            return (name, reads, held, given)
        case LibraryOf(name):
            return name
        case LiteralOf(value):
            return (type(value).__name__, value)
        case TupleOf(items):
            return ("tuple", tuple(fixed(item, keys) for item in items))
        case RecordOf(kind, owner, fields):
            parts = tuple((key, fixed(part, keys)) for key, part in fields)
            return (kind, owner, parts)
        case _:
            return type_ == NOTHING


def aligned(known: Type, type_: Type) -> Type:
    """Return a type of the same kind with what functions have captured named alike."""
    match known, type_:
        case FunctionOf(environment=tuple() as held), FunctionOf(
            environment=tuple() as others
        ):
            pairs = zip(held, others, strict=True)
            parts = tuple((key, aligned(a, b)) for (key, a), (_, b) in pairs)
            return FunctionOf(known.name, known.captured, parts, known.preset)
        case FunctionOf(), FunctionOf():
            return known
        case TupleOf(items), TupleOf(others):
            both = zip(items, others, strict=True)
            return replace(type_, items=tuple(aligned(a, b) for a, b in both))
        case _:
            return type_


def names_of(type_: Type) -> Iterator[str]:
    """Yield the names of the functions in a type."""
    match type_:
        case FunctionOf(name):
            yield name
        case LibraryOf(name):
            yield name.rpartition(".")[2]
        case LiteralOf(str() as text) if text.isidentifier():
            yield text
        case TupleOf(items):
            for item in items:
                yield from names_of(item)


def stem(name: str, types: tuple[Type, ...]) -> str:
    """Return what a function is called that is made for arguments of these types."""
    given = dict.fromkeys(other for type_ in types for other in names_of(type_))
    # `scan_step` of a function `scan` that is handed `scan_step` says it once
    return "_".join((name, *(other.removeprefix(f"{name}_") for other in given)))
