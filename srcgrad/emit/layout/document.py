"""Pieces of text -> a document: text with groups that break or stay on one line.

A document is a string, a list of documents, a `Line`, or one of the classes below.
Widths are unknown here; `printer` decides which groups break.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, TypeAlias


class Line(Enum):
    """A place where the line may (or must) end."""

    SOFT = "nothing when flat"
    SPACE = "a space when flat"
    HARD = "always a line break"
    EXPAND = "no text; breaks every enclosing group"


class Group(NamedTuple):
    """Content that is printed flat where it fits; `when`: only if that group broke."""

    content: Document
    identity: int = 0
    expand: bool = False
    when: int = 0


class IfBroken(NamedTuple):
    """Content printed only if the group (0: the enclosing one) is broken, or is not."""

    content: Document
    identity: int = 0
    broken: bool = True


class Indent(NamedTuple):
    """Content four columns further in; `when`: only if that group broke."""

    content: Document
    when: int = 0


class FitsExpanded(NamedTuple):
    """Content that may break without breaking the groups around it.

    `when` limits that to the case that the named group is printed flat.
    """

    content: Document
    when: int = 0
    forced: bool = False


class BestFit(NamedTuple):
    """The first of several variants that fits, else the last."""

    variants: tuple[Document, ...]
    all_lines: bool = False


class ParenthesizeIfFits(NamedTuple):
    """Content in parentheses of its own lines, but only if that makes it fit."""

    content: Document
    identity: int


class Suffix(NamedTuple):
    """A comment at the end of the line, `width` columns of which count."""

    text: str
    width: int


Document: TypeAlias = (
    "str | list[Document] | Line | Group | IfBroken | Indent | FitsExpanded"
    " | BestFit | ParenthesizeIfFits | Suffix"
)


def block(content: Document) -> Document:
    """Return the content indented on lines of its own if the enclosing group breaks."""
    return [Indent([Line.SOFT, content]), Line.SOFT]


def hard_block(content: Document) -> Document:
    """Return the content indented on lines of its own, always."""
    return [Indent([Line.HARD, content]), Line.HARD]


def join(entries: list[Document], separator: Document) -> Document:
    """Return the entries with the separator between them."""
    joined: list[Document] = []
    for position, entry in enumerate(entries):
        if position:
            joined.append(separator)
        joined.append(entry)
    return joined


def forces_break(document: Document) -> bool:
    """Return whether the document can never be printed on one line."""
    if type(document) is str:
        return "\n" in document
    if type(document) is list:
        return any(forces_break(part) for part in document)
    if isinstance(document, Line):
        return document is Line.HARD or document is Line.EXPAND
    if isinstance(document, Group):
        return document.expand or forces_break(document.content)
    if isinstance(document, IfBroken | Indent | FitsExpanded | ParenthesizeIfFits):
        return forces_break(document.content)
    return False


def propagate(document: Document) -> tuple[Document, bool]:
    """Return the document with every group expanded that holds a forced break.

    The flag tells the same of the document itself. Alternatives (`BestFit`) and
    `FitsExpanded` shield what is around them.
    """
    if type(document) is str:
        return document, "\n" in document
    if type(document) is list:
        parts = [propagate(part) for part in document]
        return [part for part, _ in parts], any(forced for _, forced in parts)
    match document:
        case Line():
            return document, document in (Line.HARD, Line.EXPAND)
        case Group(content, identity, expand, when):
            content, forced = propagate(content)
            forced = forced or expand
            return Group(content, identity, forced, when), forced
        case IfBroken(content, identity, broken):
            content, forced = propagate(content)
            return IfBroken(content, identity, broken), forced
        case Indent(content, when):
            content, forced = propagate(content)
            return Indent(content, when), forced
        case FitsExpanded(content, when):
            content, forced = propagate(content)
            return FitsExpanded(content, when, forced), False
        case BestFit(variants, all_lines):
            expanded = tuple(propagate(variant)[0] for variant in variants)
            return BestFit(expanded, all_lines), False
        case ParenthesizeIfFits(content, identity):
            return ParenthesizeIfFits(propagate(content)[0], identity), False
    return document, False


def flatten(document: Document) -> Document:
    """Return the document without soft breaks, as if every group were flat."""
    if type(document) is list:
        return [flatten(part) for part in document]
    match document:
        case Line.SOFT:
            return ""
        case Line.SPACE:
            return " "
        case Group(content) | FitsExpanded(content) | Indent(content):
            return flatten(content)
        case ParenthesizeIfFits(content):
            return flatten(content)
        case IfBroken(content, _, broken):
            return "" if broken else flatten(content)
        case BestFit(variants):
            return flatten(variants[0])
    return document
