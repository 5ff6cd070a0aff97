"""The text of a program -> the same with one line changed a little, for every line."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """One changed line (1-based), the statement it is in, and both texts of that."""

    line: int
    before: str
    after: str
    text: str


def edits(source: str) -> Iterator[Edit]:
    """Yield one edit for each line that can have one.

    A line has none if it is blank or part of a docstring, or says only `else:`, an
    import, or names of parameters.
    """
    lines = source.splitlines(keepends=True)
    for number in range(1, len(lines) + 1):
        changed = _changed(source, lines, number)
        if changed is None:
            continue
        text = "".join([*lines[: number - 1], changed, *lines[number:]])
        yield Edit(number, _statement(source, number), _statement(text, number), text)


def whole_edits(source: str) -> Iterator[Edit]:
    """Yield an edit of the whole value of each assignment and return of one line.

    A tuple has none, nor has what a call alone gives: nothing can be multiplied there.
    """
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(value=value) | ast.AugAssign(value=value):
                pass
            case ast.Return(value=ast.expr() as value):
                pass
            case _:
                continue
        number = value.lineno
        own = isinstance(value, ast.Call) and isinstance(value.func, ast.Name)
        if number == value.end_lineno and not own and not isinstance(value, ast.Tuple):
            line, start, end = lines[number - 1], value.col_offset, value.end_col_offset
            changed = f"{line[:start]}1.25 * ({line[start:end]}){line[end:]}"
            text = "".join([*lines[: number - 1], changed, *lines[number:]])
            before, after = _statement(source, number), _statement(text, number)
            yield Edit(number, before, after, text)


def _changed(source: str, lines: list[str], number: int) -> str | None:
    line = lines[number - 1]
    if line.strip().startswith("#"):
        return f"{line.rstrip()} indeed\n"
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NUMBER and token.start[0] == number:
            if re.search("[.e]", token.string):
                start, end = token.start[1], token.end[1]
                return f"{line[:start]}{float(token.string) + 0.125!r}{line[end:]}"
    for node in ast.walk(ast.parse(source)):
        part = _multipliable(node)
        if part is not None and part.lineno == part.end_lineno == number:
            start, end = part.col_offset, part.end_col_offset
            if isinstance(node, ast.For) and not ast.unparse(node.iter).startswith(
                "range"
            ):
                # a product would be worked out above the loop, and kept in its place
                return f"{line[:end]}[1:]{line[end:]}"
            factor = "2" if isinstance(node, ast.For) else "1.25"
            return f"{line[:start]}{factor} * ({line[start:end]}){line[end:]}"
    default = re.match(r"(    \w+: int = )(\d+)(,\n)", line)
    return f"{default[1]}{int(default[2]) + 1}{default[3]}" if default else None


def _multipliable(node: ast.AST) -> ast.expr | None:
    """Return the first variable that a statement reads, so that it can be multiplied.

    A variable and not the whole value: what is 1.25 times a tanh has another need of
    what was before it than a tanh has. A constant is multiplied where there is none.
    """
    match node:
        case ast.Assign(value=whole) | ast.AugAssign(value=whole) | ast.For(iter=whole):
            pass
        case ast.Return(value=ast.expr() as whole):
            pass
        case _:
            return None
    called = {part.func for part in ast.walk(whole) if isinstance(part, ast.Call)}
    names = [
        part
        for part in ast.walk(whole)
        if isinstance(part, ast.Name) and part.id != "np" and part not in called
    ]
    return min(names, key=lambda name: name.col_offset, default=whole)


def _statement(source: str, number: int) -> str:
    """Return the innermost statement on a line; of a compound one, its first lines."""
    lines = source.splitlines()
    found = (number, number)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = body[0].lineno - 1 if body else (node.end_lineno or node.lineno)
            if node.lineno <= number <= end:
                found = (node.lineno, end)
    if lines[number - 1].strip().startswith("#"):
        found = (number, number)
    return "\n".join(lines[found[0] - 1 : found[1]])
