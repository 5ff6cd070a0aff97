"""A function of a library and its arguments -> the Formula of its value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Apply, Name
from srcgrad.ir.types import ListOf, Passive, TupleOf
from srcgrad.normalize.evaluation.mapped import mapped
from srcgrad.normalize.scopes.scope import (
    Method,
    Qualified,
    Structure,
    UserFunction,
    Value,
)
from srcgrad.normalize.scopes.values import (
    index,
    items_of,
    literal,
    operation,
    primitive,
    stopped,
    unknown,
    unwrap,
)
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.formula import Formula, lift
from srcgrad.primitives.table import BY_NAME

PROPERTIES = frozenset(("shape", "size", "ndim", "T", "dtype", "real", "imag"))
OF_ARRAYS = frozenset(
    name for kind in (np.ndarray, list, dict, str) for name in dir(kind)
)
# Operators as functions -> the keys of their primitives.
OPERATORS = {
    f"operator.{name}": key
    for name, key in {
        "add": "add",
        "sub": "subtract",
        "mul": "multiply",
        "truediv": "divide",
        "pow": "power",
        "neg": "negative",
        "matmul": "matmul",
    }.items()
}
GATHERED = frozenset(("shape", "newshape", "axes"))


def applied(
    function: Value,
    values: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Value:
    """Return the value of a call of a library function or of a method."""
    match function, values:
        case Qualified(name="builtins.tuple" | "builtins.list" as kind), (
            Structure(items=items),
        ):
            return Structure(kind.removeprefix("builtins."), items)
        case Qualified(name="builtins.zip"), _ if values and not keywords:
            rows = [items_of(value) for value in values]
            known = [row for row in rows if row is not None]
            if len(known) == len(rows):
                pairs = zip(*known, strict=False)
                return Structure("list", tuple(Structure("tuple", p) for p in pairs))
        case Qualified(name="builtins.map"), (first, *others):
            return _each(first, others, span)
        case Qualified(name="functools.reduce"), (first, *others):
            return _folded(first, others, span)
        case Qualified(name="builtins.sum"), (Structure(items=items),) if items:
            total, *others = items
            for item in others:
                total = operation("add", span, total, item)
            return operation("add", span, literal(0), total) if not others else total
        case Qualified(name="builtins.tuple"), (Formula(type=ListOf()) as single,):
            return single
        case Qualified(name="helper.stop_gradient"), (value,):
            return stopped(value, span)
    whole = mapped(function, values, keywords, span)
    if whole is not None:
        return whole
    positional = tuple(unwrap(value, span) for value in values)
    named = {keyword: unwrap(value, span) for keyword, value in keywords.items()}
    match function:
        case Qualified(name="builtins.range"):
            bounds = tuple(lift(value) for value in positional)
            return Formula(Apply("range", bounds), Passive("range"))
        case Qualified(name=name, text=text):
            if name in OPERATORS and not named:
                return operation(OPERATORS[name], span, *values)
            entry = BY_NAME.get(name)
            if entry is None:
                unknown(name, text, span)
            found = primitive(entry, positional, named, span)
            # what a helper gives is nested as its argument is, and stays one value
            return found if entry.key.startswith("helper.") else several(found)
        case Method(base=base, name=name):
            entry = BY_NAME.get(f"ndarray.{name}")
            if entry is None:
                unknown(f"ndarray.{name}", f".{name}()", span)
            given = (unwrap(base, span), *_gathered(entry, positional))
            return primitive(entry, given, named, span)
        case _:
            raise refuse("SG112", "this is called, but what it is cannot be told", span)


def several(value: Formula) -> Value:
    """Return a result of several parts as the parts."""
    if not isinstance(value.type, TupleOf):
        return value
    parts = (index(value, (k,)) for k in range(len(value.type.items)))
    return Structure("tuple", tuple(parts), value.type.names)


def _each(function: Value, others: list[Value], span: Span) -> Value:
    """`map(f, xs)` for a function of a library, over items that are known."""
    rows = [_items(function, value, "map", span) for value in others]
    found = (applied(function, row, {}, span) for row in zip(*rows, strict=False))
    return Structure("list", tuple(found))


def _folded(function: Value, others: list[Value], span: Span) -> Value:
    """`reduce(f, xs, first)` for a function of a library, over items that are known."""
    items = _items(function, others[0], "reduce", span)
    first, *rest = (*others[1:], *items)
    for item in rest:
        first = applied(function, (first, item), {}, span)
    return first


def _items(function: Value, value: Value, name: str, span: Span) -> tuple[Value, ...]:
    items = items_of(value)
    if isinstance(function, UserFunction) or items is None:
        raise refuse(
            "SG112",
            f"what `{name}` calls here, and how often, is not followed",
            span,
            hint="write it as a loop, or as `[f(x) for x in xs]`",
        )
    return items


def attribute(base: Value, name: str, span: Span) -> Value:
    """Return the meaning of `base.name`."""
    if isinstance(base, Structure) and name in base.keys:
        return base.items[base.keys.index(name)]
    if isinstance(base, Qualified):
        return Qualified(f"{base.name}.{name}", f"{base.text}.{name}")
    if (
        isinstance(base, Formula)
        and isinstance(base.expression, Name)
        and isinstance(base.type, Passive)
    ):
        return Method(base, name)
    entry = BY_NAME.get(f"ndarray.{name}")
    if entry is not None and (_is_property(entry) or name in PROPERTIES):
        return primitive(entry, (unwrap(base, span),), {}, span)
    return Method(base, name)


def is_foreign(name: str) -> bool:
    """Whether an array has no attribute of this name that a rule knows."""
    return f"ndarray.{name}" not in BY_NAME and name not in PROPERTIES | OF_ARRAYS


def _is_property(entry: Primitive) -> bool:
    return entry.spelling.startswith(".") and not entry.spelling.endswith("()")


def _gathered(entry: Primitive, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """`x.reshape(2, 3)` -> the tuple that the function takes: `(2, 3)`."""
    names = [parameter.name for parameter in entry.parameters]
    if len(values) > 1 and len(names) > 1 and names[1] in GATHERED:
        return (values,)
    return values
