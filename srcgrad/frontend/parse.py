"""Text -> LibCST tree, or the diagnostic that says why it is not Python."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

import libcst as cst

from srcgrad.diagnostics import CompileError, Span, refuse


@dataclass(frozen=True)
class ParsedFile:
    """A file's tree, and what is needed to say where its nodes stand.

    text : as parsed: one kind of newline, no byte order mark, no form feeds.
    lines : of that text. first_lines : the line that each statement of `tree.body`
        begins on, decorators apart. shifts : line -> columns removed at its start.
    """

    path: str
    tree: cst.Module
    text: str
    lines: tuple[str, ...]
    first_lines: tuple[int, ...]
    shifts: dict[int, int]


def parse(text: str, path: str) -> cst.Module:
    """Return the LibCST tree of a file.

    Raises
    ------
    CompileError
        SG011 the text is not Python, SG012 it is nested too deeply, SG013 a form feed
        stands where it cannot be kept.
    """
    return parse_file(text, path).tree


def parse_file(text: str, path: str) -> ParsedFile:
    """Return the tree of a file together with its lines; errors as in `parse`."""
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    # Python's own parser goes first: its messages are the better ones, and LibCST's
    # accepts some of what is not Python (`return` outside a function).
    meaning = _compiled(text, path)
    shifts: dict[int, int] = {}
    if "\f" in text:
        text, shifts = _without_form_feeds(text, path, meaning)
    try:
        tree = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        line, column = error.raw_line, error.raw_column
        span = Span(path, line, column, line, column + 1)
        raise refuse("SG011", "LibCST cannot read this Python", span) from None
    except RecursionError:
        raise too_deep(Span(path, 1, 0, 1, 0)) from None
    lines = tuple(text.split("\n"))
    return ParsedFile(path, tree, text, lines, _first_lines(tree, meaning), shifts)


def too_deep(span: Span) -> CompileError:
    """Return the refusal of an expression that recursion cannot follow."""
    return refuse(
        "SG012",
        "this is nested too deeply to be read",
        span,
        hint="split the longest expression into several statements",
    )


def _compiled(text: str, path: str) -> ast.Module:
    """Parse as Python does. Compiling runs nothing, and finds misplaced words."""
    if "\0" in text:  # Python does not say where
        line = text[: text.index("\0")].count("\n") + 1
        raise refuse(
            "SG011",
            "this is not Python: it has a NUL byte",
            Span(path, line, 0, line, 1),
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, path)
            compile(text, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise refuse(
            "SG011", f"this is not Python: {error.msg}", _place(error, path)
        ) from None
    except (RecursionError, MemoryError):
        raise too_deep(Span(path, 1, 0, 1, 0)) from None
    return tree


def _place(error: SyntaxError, path: str) -> Span:
    line = max(error.lineno or 1, 1)
    column = max((error.offset or 1) - 1, 0)
    end_line, end_column = error.end_lineno or line, (error.end_offset or 0) - 1
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return Span(path, line, column, end_line, end_column)


def _without_form_feeds(
    text: str, path: str, meaning: ast.Module
) -> tuple[str, dict[int, int]]:
    """Drop form feeds that begin a line: LibCST loses them and its columns."""
    lines = text.split("\n")
    shifts: dict[int, int] = {}
    for number, line in enumerate(lines, start=1):
        leading = line[: len(line) - len(line.lstrip(" \t\f"))]
        if "\f" in leading:
            shifts[number] = leading.rindex("\f") + 1
            lines[number - 1] = line[shifts[number] :]
    cleaned = "\n".join(lines)
    if shifts and ast.dump(ast.parse(cleaned)) != ast.dump(meaning):
        number = min(shifts)
        raise refuse(
            "SG013",
            "a form feed begins a line within a text literal",
            Span(path, number, 0, number, shifts[number]),
            hint=r"write it as `\f`",
        )
    return cleaned, shifts


def _first_lines(tree: cst.Module, meaning: ast.Module) -> tuple[int, ...]:
    """Line of each statement in `tree.body`: both parsers see the same statements."""
    starts: list[int] = []
    remaining = iter(meaning.body)
    for statement in tree.body:
        starts.append(next(remaining).lineno)
        if isinstance(statement, cst.SimpleStatementLine):
            for _ in statement.body[1:]:  # `a = 1; b = 2` is two for Python
                next(remaining)
    return tuple(starts)
