"""Documents -> documents in brackets, groups and optional parentheses.

`level` tells what surrounds an expression: `BARE` no brackets, so a line break would be
a syntax error; `BRACKETED` brackets that are printed for certain; a number: the group
whose optional parentheses are printed only if it breaks.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import Enum

from srcgrad.emit.layout.document import (
    Document,
    FitsExpanded,
    Group,
    IfBroken,
    Indent,
    Line,
    block,
    join,
)
from srcgrad.emit.layout.source import Source

BARE, BRACKETED = 0, -1


class Parens(Enum):
    """What becomes of parentheses around an expression."""

    KEEP = "as in the source"
    ALWAYS = "printed"
    NEVER = "left out"


class Mode(Enum):
    """When a place in a statement puts parentheses around its expression."""

    OPTIONAL = "where it breaks, or the source has them"
    IF_BREAKS = "where it breaks"
    BREAKS_LAST = "where it breaks, short expressions too"
    NESTED = "the same, inside other parentheses too"
    REQUIRED = "only where the grammar asks for it"


class Chain(Enum):
    """How a chain of attributes, calls and subscripts is laid out."""

    UNDECIDED = "this is its last link"
    FLUENT = "a line for each method"
    PLAIN = "not split at dots"


class Brackets(ABC):
    """What the documents of all kinds of expressions are made with."""

    def __init__(self, source: Source, field: Callable[[str], str]) -> None:
        self.source = source
        self.field = field
        self.groups = 0

    def new_group(self) -> int:
        """Return a name for a group of this statement."""
        self.groups += 1
        return self.groups

    @abstractmethod
    def expression(
        self, node: ast.expr, level: int, parens: Parens = Parens.KEEP
    ) -> Document:
        """Return the document of an expression."""

    @abstractmethod
    def fields(
        self, node: ast.expr, level: int, chain: Chain = Chain.UNDECIDED
    ) -> Document:
        """Return the document of an expression without parentheses around it."""

    def omittable(self, build: Callable[[int], Document]) -> Document:
        """Return content in parentheses unless breaking its own brackets suffices."""
        identity = self.new_group()
        content: list[Document] = [
            IfBroken("("),
            Indent([Line.SOFT, build(identity)], identity),
            Line.SOFT,
            IfBroken(")"),
        ]
        return Group(content, identity)

    @staticmethod
    def wrapped_if_broken(content: Document) -> Document:
        """Return content that gets parentheses if it does not fit on the line."""
        return Group([IfBroken("("), block(content), IfBroken(")")])

    def bracketed(
        self, left: str, content: Document, right: str, level: int, hug: bool = False
    ) -> Document:
        """Return content in brackets, on lines of its own if it does not fit."""
        inner: Document = content if hug else Group(block(content))
        if level > 0:
            inner = FitsExpanded(inner, level)
        return [left, inner, right]

    def separated(
        self, entries: list[Document], comma: bool, always: bool = False
    ) -> Document:
        """Return entries between commas; `comma`: the source ends them with one."""
        content = [join(entries, [",", Line.SPACE])]
        if comma or always or len(entries) > 1:
            content.append(IfBroken(","))
        if comma:
            content.append(Line.EXPAND)
        return content

    def line_or_space(self, level: int) -> Document:
        """Return a place to break at, if there are brackets, else a space."""
        if level == BARE:
            return " "
        if level == BRACKETED:
            return Line.SPACE
        return [IfBroken(Line.SPACE, level), IfBroken(" ", level, False)]

    def group_in_brackets(self, content: Document, level: int) -> Document:
        """Return the content as a group of its own where it stands in brackets."""
        if level == BARE:
            return content
        return Group(content, when=0 if level == BRACKETED else level)
