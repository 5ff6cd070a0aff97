"""Structure of a value, and a text for each leaf -> the text of the whole.

{"w": params_w_bar, "b": params_b_bar}      the cotangent of a dictionary
SimpleNamespace(w=self_w_bar)               of an object: its attributes
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srcgrad.ir.expressions import Var, literal_text
from srcgrad.ir.program import Result, place_text
from srcgrad.ir.types import DictOf, ListOf, RecordOf, TupleOf, Type

NAMESPACE = "SimpleNamespace"
IMPORT = f"from types import {NAMESPACE}"


def nest_text(
    nest: Result, texts: Iterator[str], base: str, types: Mapping[Var, Type]
) -> str:
    """Return the text of a structure whose leaves have `texts`, in their order.

    base : text of a value of this structure. A named tuple, whose class the emitted
    file does not know, is made from that, and so are the tuples in a list.
    """
    if nest.items is None:
        if nest.leaf is None:
            return "None"
        text = next(texts)
        return f"alike({text}, {base})" if _holds_tuples(types[nest.leaf]) else text
    items = [
        nest_text(item, texts, place_text(nest, base, position), types)
        for position, item in enumerate(nest.items)
    ]
    match nest.kind:
        case "dict":
            pairs = zip(nest.keys, items, strict=True)
            inside = ", ".join(f"{literal_text(key)}: {item}" for key, item in pairs)
            return f"{{{inside}}}"
        case "object":
            return f"{NAMESPACE}({_keywords(nest, items)})"
        case "list":
            return f"[{', '.join(items)}]"
        case _ if nest.keys:
            return f"{base}._replace({_keywords(nest, items)})"
        case _:
            inside = ", ".join(items)
            return f"({inside},)" if len(items) == 1 else f"({inside})"


def _keywords(nest: Result, items: list[str]) -> str:
    pairs = zip(nest.keys, items, strict=True)
    return ", ".join(f"{key}={item}" for key, item in pairs)


def needs_base(nest: Result, types: Mapping[Var, Type]) -> bool:
    """Whether a value of this structure is made from one that is given."""
    if nest.leaf is not None:
        return _holds_tuples(types[nest.leaf])
    named = nest.kind == "tuple" and bool(nest.keys)
    return named or any(needs_base(item, types) for item in nest.items or ())


def _holds_tuples(type_: Type) -> bool:
    """Whether a list has tuples in it: its cotangent has lists in their place."""
    match type_:
        case TupleOf():
            return True
        case ListOf(item) | DictOf(item):
            return _holds_tuples(item)
        case RecordOf(fields=fields):
            return any(_holds_tuples(part) for _, part in fields)
        case _:
            return False
