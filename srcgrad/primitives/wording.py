"""Formula of a rule -> one line of NumPy, for people who look a rule up."""

from __future__ import annotations

from typing import Any

from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    Slice,
    Var,
)
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.formula import lift
from srcgrad.primitives.table import TABLE

BINDING = {
    "|": 5,
    "^": 6,
    "&": 7,
    "<<": 8,
    ">>": 8,
    "+": 9,
    "-": 9,
    "*": 10,
    "/": 10,
    "//": 10,
    "%": 10,
    "@": 10,
    "**": 13,
}
COMPARISON, SIGN, POWER, ATOM = 4, 11, 13, 20


def words(value: Any) -> str:
    """Write a value that a rule gave."""
    return _text(lift(value), 0)


def _text(expression: Expression, outer: int) -> str:
    text, binding = _worded(expression)
    return f"({text})" if binding < outer else text


def _worded(expression: Expression) -> tuple[str, int]:
    """Return the text and how tightly its outermost operator binds."""
    match expression:
        case Constant(value):
            if value is Ellipsis:
                return "...", ATOM
            negative = isinstance(value, (int, float)) and value < 0
            return repr(value), SIGN if negative else ATOM
        case Var(name) | Name(name):
            return name, ATOM
        case Apply(operation, arguments):
            return _applied(TABLE[operation], arguments)
        case Index(base, items):
            inside = ", ".join(_text(item, 0) for item in items)
            return f"{_text(base, ATOM)}[{inside}]", ATOM
        case Slice(start, stop, step):
            ends = ["" if part is None else _text(part, 0) for part in (start, stop)]
            text = ":".join(ends)
            return (text if step is None else f"{text}:{_text(step, 0)}"), ATOM
        case Sequence(items, kind):
            inside = ", ".join(_text(item, 0) for item in items)
            if kind == "list":
                return f"[{inside}]", ATOM
            return f"({inside},)" if len(items) == 1 else f"({inside})", ATOM
        case Choice(condition, then, otherwise):
            parts = [_text(part, 1) for part in (then, condition, otherwise)]
            return "{} if {} else {}".format(*parts), 0
        case _:
            return repr(expression), ATOM


def _applied(entry: Primitive, arguments: tuple[Expression, ...]) -> tuple[str, int]:
    spelling = entry.spelling
    if spelling.endswith("()"):
        inside = ", ".join(_text(argument, 0) for argument in arguments[1:])
        return f"{_text(arguments[0], ATOM)}{spelling[:-1]}{inside})", ATOM
    if spelling.startswith("."):
        return f"{_text(arguments[0], ATOM)}{spelling}", ATOM
    if spelling[0].isalpha():
        return f"{spelling}({', '.join(_given(entry, arguments))})", ATOM
    if len(arguments) == 1:
        return f"{spelling}{_text(arguments[0], SIGN)}", SIGN
    binding = BINDING.get(spelling, COMPARISON)
    left, right = binding, binding + 1
    if spelling == "**":
        left, right = binding + 1, SIGN
    first, second = _text(arguments[0], left), _text(arguments[1], right)
    space = "" if spelling == "**" else " "
    return f"{first}{space}{spelling}{space}{second}", binding


def _given(entry: Primitive, arguments: tuple[Expression, ...]) -> list[str]:
    """Write arguments: by keyword after the first that is left at its default."""
    written: list[str] = []
    keyword = False
    for parameter, argument in zip(entry.parameters, arguments, strict=False):
        if isinstance(argument, Constant) and argument == Constant(parameter.default):
            keyword = True
            continue
        if parameter.star and isinstance(argument, Sequence):
            written.extend(_text(item, 0) for item in argument.items)
            continue
        named = keyword or parameter.keyword or parameter.name in ("axis", "dtype")
        named = named and not parameter.positional
        prefix = f"{parameter.name}=" if named else ""
        keyword = named
        written.append(prefix + _text(argument, 0))
    return written
