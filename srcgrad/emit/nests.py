"""Structure of a value, and a text for each leaf -> the text of the whole.

{"w": params_w_bar, "b": params_b_bar}      the cotangent of a dictionary
SimpleNamespace(w=self_w_bar)               of an object: its attributes
"""

from __future__ import annotations

from collections.abc import Iterator

from srcgrad.ir.expressions import literal_text
from srcgrad.ir.program import Result, place_text

NAMESPACE = "SimpleNamespace"
IMPORT = f"from types import {NAMESPACE}"


def nest_text(nest: Result, texts: Iterator[str], base: str = "") -> str:
    """Return the text of a structure whose leaves have `texts`, in their order.

    base : text of a value of this structure. A named tuple, whose class the emitted
    file does not know, is made from that.
    """
    if nest.items is None:
        return "None" if nest.leaf is None else next(texts)
    items = [
        nest_text(item, texts, base and place_text(nest, base, position))
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


def needs_base(nest: Result) -> bool:
    """Whether a value of this structure is made from one that is given."""
    named = nest.kind == "tuple" and bool(nest.keys)
    return named or any(map(needs_base, nest.items or ()))
