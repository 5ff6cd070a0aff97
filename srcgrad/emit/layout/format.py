"""One statement or header as text -> the text as `ruff format` would print it."""

from __future__ import annotations

import ast

from srcgrad.emit.layout.document import Document, Line, Suffix
from srcgrad.emit.layout.headers import Headers
from srcgrad.emit.layout.literals import comment_width, normal_comment
from srcgrad.emit.layout.printer import print_document
from srcgrad.emit.layout.source import Source
from srcgrad.emit.layout.statements import Statements

_BARE_HEADERS = ("else", "try", "finally")


def layout_statement(source: str, indent: int, comment: str | None = None) -> str:
    """Return a simple statement laid out anew, every line behind `indent` spaces.

    Parameters
    ----------
    source
        The statement in any layout. One that holds comments between its lines is kept
        as it is, moved to the indent as a whole. A string alone is a docstring.
    indent
        The column to start at.
    comment
        A comment to put behind the statement; its width counts, unless it is a pragma.

    """
    text, found = _split_comment(source)
    tokens = Source(text)
    if tokens.comments:
        return _moved(source, indent)
    (node,) = ast.parse(text).body
    suffix = _suffix(comment or found)
    layout = Statements(tokens, _layout_field)
    return print_document(layout.statement(node, suffix, indent), indent)


def layout_header(source: str, indent: int, comment: str | None = None) -> str:
    """Return the header of a compound statement, or a decorator, laid out anew.

    Parameters
    ----------
    source
        The header up to and with its colon, in any layout.
    indent
        The column to start at.
    comment
        A comment to put behind the colon.

    """
    text, found = _split_comment(source)
    if Source(text).comments:
        return _moved(source, indent)
    suffix = _suffix(comment or found)
    return print_document([_header(text), suffix], indent)


def _header(text: str) -> Document:
    keyword = Source(text).tokens[0].text
    if keyword in _BARE_HEADERS:
        return keyword + ":"
    if keyword in ("match", "case"):
        return text
    if keyword == "@":
        text += "\ndef decorated(): pass"
        (function,) = ast.parse(text).body
        assert isinstance(function, ast.FunctionDef)
        decorator = function.decorator_list[0]
        return Headers(Source(text), _layout_field).decorator(decorator, function)
    if keyword == "except":
        text = f"try:\n pass\n{text}\n pass"
        (guarded,) = ast.parse(text).body
        assert isinstance(guarded, ast.Try | ast.TryStar)
        star = "except*" if isinstance(guarded, ast.TryStar) else "except"
        layout = Headers(Source(text), _layout_field)
        return layout.handler(star, guarded.handlers[0])
    prefix = ""
    if keyword == "elif":
        prefix, text = "el", text[2:]
    text += "\n pass"
    (node,) = ast.parse(text).body
    return [prefix, Headers(Source(text), _layout_field).header(node)]


def _layout_field(text: str) -> str:
    """Return the expression in a replacement field of an f-string on one line."""
    (node,) = ast.parse(f"({text})").body
    assert isinstance(node, ast.Expr)
    layout = Statements(Source(f"({text})"), _layout_field)
    return layout.flat(node.value)


def _split_comment(source: str) -> tuple[str, str]:
    """Return the statement and the comment behind it, if that is the only comment."""
    text = source.strip().rstrip(";").rstrip()
    if "#" not in text:
        return text, ""
    tokens = Source(text)
    if len(tokens.comments) != 1:
        return text, ""
    (comment,) = tokens.comments
    if comment.start < tokens.tokens[-1].start:
        return text, ""
    return text[: comment.start].rstrip().rstrip(";").rstrip(), comment.text


def _suffix(comment: str) -> Document:
    if not comment:
        return ""
    comment = normal_comment(comment)
    width = comment_width(comment)
    return [Suffix("  " + comment, width + 2 if width else 0), Line.EXPAND]


def _moved(source: str, indent: int) -> str:
    """Return the lines as they are, moved so that the first stands at the indent.

    Lines inside a string of several lines stay where they are.
    """
    text = source.strip()
    lines = text.split("\n")
    inside: set[int] = set()
    tokens = Source(text)
    for token in tokens.tokens:
        if token.kind == "string" and "\n" in token.text:
            first = text.count("\n", 0, token.start)
            inside.update(range(first + 1, first + 1 + token.text.count("\n")))
    written = len(source.lstrip("\n")) - len(source.lstrip("\n").lstrip(" "))
    if not written and lines[-1][:1] == " " and lines[-1].strip()[:1] in ")]}":
        # The text starts behind its own indent: the closing bracket shows that.
        written = len(lines[-1]) - len(lines[-1].lstrip())
    moved = [" " * indent + lines[0].rstrip()]
    for number, line in enumerate(lines[1:], 1):
        if number in inside:
            moved.append(line)
            continue
        column = len(line) - len(line.lstrip())
        pad = " " * max(0, indent + column - written)
        moved.append((pad + line.strip()).rstrip())
    return "\n".join(moved)
