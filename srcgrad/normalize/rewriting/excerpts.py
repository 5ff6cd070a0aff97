"""Pieces of a statement's text -> the origins of statements that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeAlias, TypeVar

from srcgrad.analysis.names import parts
from srcgrad.ir import surface as s

# Text as it is, or where it begins and ends in the text of the statement.
Part: TypeAlias = str | tuple[int, int]
Node = TypeVar("Node")


def excerpt(origin: s.Origin, *pieces: Part) -> s.Origin:
    """Return an origin whose text is made of pieces, without comments around it."""
    text, found = "", []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            start, end = piece
            found.append(s.Piece(start, end, len(text)))
            text += origin.text[start:end]
    return s.Origin(text, origin.span, source=origin, pieces=tuple(found))


def pieces_of(
    origin: s.Origin,
    expression: s.SurfaceExpression,
    names: Mapping[str, str],
    brackets: bool = False,
) -> Iterator[Part]:
    """Yield the text of an expression in pieces, some of its names given other ones.

    It stands in brackets if it is a tuple, or where asked for, if it takes several
    lines.
    """
    start, end = origin.place(expression.span)
    is_tuple = isinstance(expression, s.Display) and expression.kind == "tuple"
    wrapped = is_tuple or (brackets and "\n" in origin.text[start:end])
    if wrapped:
        yield "("
    found = [
        (origin.place(part.span), names[part.name])
        for part in parts(expression)
        if isinstance(part, s.NameRef) and part.name in names
    ]
    for (first, last), name in sorted(found):
        yield start, first
        yield name
        start = last
    yield start, end
    if wrapped:
        yield ")"


def replaced(node: Node, change: Callable[[Any], Any]) -> Node:
    """Return an expression or a statement with parts of it replaced.

    change : the part that goes to the place of another, None where it stays.
    """
    other = change(node)
    if other is not None:
        return other  # type: ignore[no-any-return]
    if isinstance(node, tuple):
        return tuple(replaced(item, change) for item in node)  # type: ignore[return-value]
    if not is_dataclass(node) or isinstance(node, s.Origin):
        return node
    changes = {
        field.name: replaced(value, change)
        for field in fields(node)
        if isinstance(value := getattr(node, field.name), tuple) or is_dataclass(value)
    }
    return replace(node, **changes)  # type: ignore[type-var]


def renamed(node: Node, names: Mapping[str, str]) -> Node:
    """Return an expression whose names are others."""

    def change(part: Any) -> Any:
        if isinstance(part, s.NameRef) and part.name in names:
            return replace(part, name=names[part.name])
        return None

    return replaced(node, change) if names else node
