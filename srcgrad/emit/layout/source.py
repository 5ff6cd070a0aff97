"""A statement as text -> its tokens, and the parentheses around each node."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from keyword import iskeyword
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
      (?P<space>(?:[ \t\f\r\n]|\\\r?\n)+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<string>(?i:[rbut]{0,2})(?:
          '''(?:[^\\']|\\.|'(?!''))*'''
        | \"\"\"(?:[^\\"]|\\.|"(?!""))*\"\"\"
        | '[^'\\\n]*(?:\\.[^'\\\n]*)*'
        | "[^"\\\n]*(?:\\.[^"\\\n]*)*"
      ))
    | (?P<format>(?i:fr?|rf|tr?|rt)(?:'{3}|\"{3}|'|"))
    | (?P<number>(?:0[xXoObB][0-9a-fA-F_]+
        | (?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)[jJ]?)
    | (?P<name>\w+)
    | (?P<operator>\*\*=|//=|>>=|<<=|\.\.\.|->|:=|\*\*|//|>>|<<|[-+*/%&|^@=!<>]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSING = {")": "(", "]": "[", "}": "{"}


class Token(NamedTuple):
    """One token: its class (a group name of the pattern) and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Return the tokens of the text, comments too, white space left out."""
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None and match.lastgroup is not None
        kind, end = match.lastgroup, match.end()
        if kind == "format":
            kind, end = "string", end_of_format_string(text, end, match.group())
        if kind != "space":
            tokens.append(Token(kind, text[position:end], position, end))
        position = end
    return tokens


def end_of_format_string(text: str, position: int, opening: str) -> int:
    """Return where the f-string ends whose content starts at the position."""
    prefix = opening.rstrip("'\"")
    quote = opening[len(prefix) :]
    raw = "r" in prefix.lower()
    while not text.startswith(quote, position):
        char = text[position : position + 1]
        if not char:
            break
        if char == "\\" and not (raw and text[position + 1] in "{}"):
            position += 2
        elif text.startswith(("{{", "}}"), position):
            position += 2
        elif char == "{":
            position = end_of_field(text, position + 1, quote)
        else:
            position += 1
    return position + len(quote)


def end_of_field(text: str, position: int, quote: str) -> int:
    """Return the place behind the `}` of the replacement field opened before here."""
    depth = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None
        kind, token, end = match.lastgroup, match.group(), match.end()
        if depth == 0 and kind == "operator" and token[0] in "}:":
            if token == "}":
                return position + 1
            return end_of_specification(text, position + 1, quote)
        if kind == "format":
            end = end_of_format_string(text, end, token)
        elif kind == "operator":
            depth += (token in "([{") - (token in ")]}")
        position = end
    return position


def end_of_specification(text: str, position: int, quote: str) -> int:
    """Return the place behind the `}` that ends a format specification."""
    while position < len(text) and text[position] != "}":
        if text[position] == "{":
            position = end_of_field(text, position + 1, quote)
        else:
            position += 1
    return position + 1


class Source:
    """A statement's text with its tokens, asked by the node."""

    def __init__(self, text: str) -> None:
        self.text = text
        everything = tokenize(text)
        self.comments = [token for token in everything if token.kind == "comment"]
        self.tokens = [token for token in everything if token.kind != "comment"]
        self.starts = [token.start for token in self.tokens]
        self.lines = [0] + [match.end() for match in re.finditer("\n", text)]
        self.ascii = text.isascii()
        self.partner: dict[int, int] = {}
        self.grouping: set[int] = set()
        self._match_brackets()

    def _match_brackets(self) -> None:
        opened = []
        for position, token in enumerate(self.tokens):
            if token.kind != "operator":
                continue
            if token.text in "([{":
                opened.append(position)
                if token.text == "(" and not self._ends_atom(position - 1):
                    self.grouping.add(position)
            elif token.text in _CLOSING:
                start = opened.pop()
                self.partner[start] = position
                self.partner[position] = start

    def _ends_atom(self, position: int) -> bool:
        if position < 0:
            return False
        kind, text, _, _ = self.tokens[position]
        if kind == "name":
            return not iskeyword(text)
        return kind in ("string", "number") or text in ")]}"

    def offset(self, line: int, column: int) -> int:
        """Return the place in the text of a position as `ast` gives it."""
        start = self.lines[line - 1]
        if self.ascii:
            return start + column
        end = self.lines[line] if line < len(self.lines) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode())

    def first(self, node: ast.AST) -> int:
        """Return the number of the node's first token."""
        assert isinstance(node, ast.expr | ast.arg | ast.keyword | ast.alias | ast.stmt)
        start = self.offset(node.lineno, node.col_offset)
        return bisect_right(self.starts, start) - 1

    def last(self, node: ast.AST) -> int:
        """Return the number of the node's last token."""
        assert isinstance(node, ast.expr | ast.arg | ast.keyword | ast.alias | ast.stmt)
        assert node.end_lineno is not None and node.end_col_offset is not None
        end = self.offset(node.end_lineno, node.end_col_offset)
        return bisect_right(self.starts, end - 1) - 1

    def parenthesized(self, node: ast.expr) -> bool:
        """Return whether parentheses that are not the node's own surround it."""
        before = self.first(node) - 1
        return before in self.grouping and self.partner[before] == self.last(node) + 1

    def own_parentheses(self, node: ast.Tuple | ast.GeneratorExp) -> bool:
        """Return whether the tuple or generator has parentheses of its own."""
        first = self.first(node)
        return first in self.grouping and self.partner[first] == self.last(node)

    def of(self, node: ast.expr) -> str:
        """Return the node's text."""
        return self.text[
            self.tokens[self.first(node)].start : self.tokens[self.last(node)].end
        ]

    def comma_before(self, position: int) -> bool:
        """Return whether the token before this one is a comma."""
        return self.tokens[position - 1].text == ","
