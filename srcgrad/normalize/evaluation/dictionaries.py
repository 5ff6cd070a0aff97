"""What is done with a dictionary -> what its parts are then, or what is read of it."""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir.expressions import literal_text
from srcgrad.ir.types import Key
from srcgrad.normalize.evaluation.keys import known_key
from srcgrad.normalize.evaluation.parts import part
from srcgrad.normalize.scopes.bindings import bind_part
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.records import missing
from srcgrad.normalize.scopes.scope import (
    Method,
    Qualified,
    Record,
    State,
    Structure,
    Value,
    meaning,
)
from srcgrad.normalize.scopes.values import as_formula, literal

METHODS = frozenset("get keys values items copy update pop setdefault".split())
OF_DICTIONARIES = frozenset(
    f"builtins.{name}" for name in ("len", "list", "tuple", "dict", "sorted")
)


def is_dictionary(value: Value) -> bool:
    """Whether a value is a dictionary, with or without a name."""
    return isinstance(value, Record | Structure) and value.kind == "dict"


def is_about_dictionaries(function: Value, values: tuple[Value, ...]) -> bool:
    """Whether a call makes a dictionary or asks one, or changes it."""
    match function:
        case Method(base=base):
            return is_dictionary(base)
        case Qualified(name="builtins.dict"):
            return True
        case Qualified(name=name):
            first = values[:1]
            return name in OF_DICTIONARIES and any(map(is_dictionary, first))
        case _:
            return False


def displayed(
    context: Context,
    state: State,
    pairs: tuple[tuple[Value | None, Value], ...],
    span: Span,
) -> Structure:
    """Return the value of `{key: value, **other}`."""
    found: dict[Key, Value] = {}
    for key, value in pairs:
        if key is None:
            found |= entries(context, state, value, span)
        else:
            found[_key(context, key, span)] = value
    return Structure("dict", tuple(found.values()), tuple(found))


def entries(
    context: Context, state: State, value: Value, span: Span
) -> dict[Key, Value]:
    """Return the parts of a dictionary, by key."""
    match value:
        case Record(kind="dict"):
            _known_whole(context, state, value, span)
            return {
                key: meaning(state, state.names[context.records.part(value, key)])
                for key in context.records.keys(state, value)
            }
        case Structure("dict", items, keys):
            return dict(zip(keys, items, strict=True))
        case Structure("tuple" | "list", items):
            pairs = [item for item in items if isinstance(item, Structure)]
            if len(pairs) == len(items) and all(len(p.items) == 2 for p in pairs):
                return {_key(context, p.items[0], span): p.items[1] for p in pairs}
    raise refuse(
        "SG323",
        "the keys of what is unpacked here are not known",
        span,
        hint="write the entries out: `{key: value}`",
    )


def contains(
    context: Context, state: State, container: Value, key: Value, span: Span
) -> bool:
    """Whether a dictionary, or an object that is one, has a key."""
    wanted = _key(context, key, span)
    if isinstance(container, Record):
        name = context.records.part(container, wanted)
        if name in state.names:
            return True
    return wanted in entries(context, state, container, span)


def about_dictionaries(
    context: Context,
    state: State,
    function: Value,
    values: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Value:
    """Carry out a call that makes, asks or changes a dictionary."""
    match function:
        case Qualified(name="builtins.dict"):
            given = entries(context, state, values[0], span) if values else {}
            given.update(keywords.items())
            return _dictionary(given)
        case Qualified(name="builtins.len"):
            return literal(len(entries(context, state, values[0], span)))
        case Qualified(name=name):
            keys = [literal(key) for key in entries(context, state, values[0], span)]
            if name == "builtins.sorted":
                keys.sort(key=lambda formula: formula.expression.value)  # type: ignore[union-attr]
            return Structure("tuple" if name.endswith("tuple") else "list", tuple(keys))
        case Method(base=base, name=name) if name in METHODS:
            return _method(context, state, base, name, values, keywords, span)
        case Method(name=name):
            raise refuse(
                "SG324",
                f"`.{name}()` of a dictionary is not supported",
                span,
                hint=f"supported are {', '.join(f'`{m}`' for m in sorted(METHODS))}",
            )
        case _:
            raise AssertionError("no call of a dictionary")


def _dictionary(entries_: Mapping[Key, Value]) -> Structure:
    return Structure("dict", tuple(entries_.values()), tuple(entries_))


def _method(
    context: Context,
    state: State,
    base: Value,
    name: str,
    values: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Value:
    match name:
        case "get" | "pop" | "setdefault":
            return _looked_up(context, state, base, name, values, span)
        case "update":
            record = _changeable(base, span)
            new = entries(context, state, values[0], span) if values else {}
            new.update(keywords.items())
            for key, value in new.items():
                bind_part(context, state, record, key, value, span)
            return literal(None)
    known = entries(context, state, base, span)
    match name:
        case "keys":
            return Structure("list", tuple(literal(key) for key in known))
        case "values":
            return Structure("list", tuple(known.values()))
        case "items":
            pairs = (
                Structure("tuple", (literal(key), value))
                for key, value in known.items()
            )
            return Structure("list", tuple(pairs))
        case _:
            return _dictionary(known)


def _looked_up(
    context: Context,
    state: State,
    base: Value,
    name: str,
    values: tuple[Value, ...],
    span: Span,
) -> Value:
    """Carry out `get`, `pop` or `setdefault`."""
    key = _key(context, values[0], span)
    default = values[1] if len(values) > 1 else None
    if not isinstance(base, Record):
        found = entries(context, state, base, span).get(key, default)
        return literal(None) if found is None else found
    there = context.records.part(base, key) in state.names
    if not there and (default is not None or name != "pop"):
        # whether a parameter has the key is not seen from here
        _known_whole(context, state, base, span)
        default = literal(None) if default is None else default
        if name == "setdefault":
            bind_part(context, state, base, key, default, span)
            return part(context, state, base, key, span)
        return default
    value = part(context, state, base, key, span)
    if name == "pop":
        remove(context, state, base, key, span)
    return value


def remove(
    context: Context, state: State, record: Record, key: Key, span: Span
) -> None:
    """Take a part away from a record: `del cache["h"]`."""
    name = context.records.part(record, key)
    if name not in state.names:
        raise missing(record, key, context.records.spelled(state, record), span)
    context.lose(state, name)
    del state.names[name]


def _changeable(base: Value, span: Span) -> Record:
    if isinstance(base, Record):
        return base
    raise refuse(
        "SG324",
        "a dictionary without a name is changed",
        span,
        hint="assign it to a name first",
    )


def _known_whole(context: Context, state: State, record: Record, span: Span) -> None:
    """Refuse to go through a parameter of which only the parts used are known."""
    if context.records.is_whole(record):
        return
    path = context.records.path(record) or ("it",)
    shown = context.records.spelled(state, record)
    raise refuse(
        "SG325",
        f"which keys `{shown}` has is not known",
        span,
        hint=f'give its type, such as --types "{path[0]}: {{w: f64[n], b: float}}"',
    )


def _key(context: Context, value: Value, span: Span) -> Key:
    found = known_key(context, as_formula(value, span))
    if found is None:
        raise _computed(span)
    key: Key = found.value
    return key


def _computed(span: Span) -> CompileError:
    return refuse(
        "SG323",
        "this key of a dictionary is worked out when the program runs",
        span,
        hint=f"use a key that is written out, such as {literal_text('w1')}",
    )
