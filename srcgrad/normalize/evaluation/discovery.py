"""A parameter that is used as a record -> the type of one that has the part used.

`params["w1"]` shows that `params` is a dictionary with the key "w1". The function is
then walked again with that known, until nothing new is found.
"""

from __future__ import annotations

from dataclasses import replace

from srcgrad.diagnostics import NOWHERE
from srcgrad.ir.expressions import Var
from srcgrad.ir.types import UNKNOWN, Key, Numeric, RecordOf, TupleOf, Type
from srcgrad.normalize.evaluation.classes import hint
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.records import Discovered, Path
from srcgrad.normalize.scopes.scope import Record, Value
from srcgrad.primitives.formula import Formula


def discover(context: Context, value: Value, kind: str, key: Key) -> None:
    """Raise Discovered where a value comes in with a parameter, and may be a record."""
    path = path_of(context, value)
    if path is None:
        return
    type_: Type = UNKNOWN
    if isinstance(value, Record) and value.owner and isinstance(key, str):
        type_ = hint(context.module, value.owner, key, NOWHERE)
    raise Discovered(path, kind, key, type_)


def path_of(context: Context, value: Value) -> Path | None:
    """Return where a value comes from, if it comes in with a parameter."""
    if isinstance(value, Record):
        whole = context.records.is_whole(value)
        return None if whole else context.records.path(value)
    if not isinstance(value, Formula) or not isinstance(value.expression, Var):
        return None
    if isinstance(value.type, Numeric) and value.type.dtype is not None:
        return None
    var = value.expression
    while var in context.same:
        var = context.same[var]
    return context.paths.get(var)


def refined(type_: Type, path: Path, found: Discovered) -> Type:
    """Return the type of a parameter in which the part at `path` has what was found."""
    if path:
        first, *rest = path
        match type_:
            case RecordOf(fields=fields):
                parts = tuple(
                    (name, refined(part, tuple(rest), found))
                    if name == first
                    else (name, part)
                    for name, part in fields
                )
                return replace(type_, fields=parts)
            case TupleOf(items, names, owner):
                changed = tuple(
                    refined(item, tuple(rest), found) if k == first else item
                    for k, item in enumerate(items)
                )
                return TupleOf(changed, names, owner)
        raise AssertionError("a path leads through what has no parts")
    if isinstance(type_, RecordOf):
        assert type_.field(found.key) is None, "a part is discovered twice"
        return replace(type_, fields=(*type_.fields, (found.key, found.type)))
    return RecordOf(found.kind, "", ((found.key, found.type),))
