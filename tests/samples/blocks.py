"""The text of a derivative -> the statement of the source that each line belongs to.

In a backward function the comment above a block names the statement; everywhere else a
line belongs to the statement that it is part of. So two derivatives of nearly the same
source can be held against each other, block by block.
"""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass
from itertools import takewhile

HEADER_LINES = 3


@dataclass(frozen=True)
class Line:
    """One line of a derivative, and the statement that it belongs to."""

    text: str
    owner: str


def squeezed(text: str) -> str:
    """Return code or a comment without what a formatter or `value =` may change."""
    text = re.sub(r"#.*", "", text)
    text = re.sub(r"^\s*(?:value = |return )", "", text)
    text = re.sub(r"^\s*(def \w+?)_(?:forward|value_and_grad|grad)\b", r"\1", text)
    return re.sub(r"[\s()]|,(?=\s*\))", "", text).rstrip(":,")


def owned_lines(text: str) -> list[Line]:
    """Return the lines below the header, each with its owner."""
    lines = text.splitlines()
    owners = [squeezed(line) or line.strip() for line in lines]
    for function in ast.parse(text).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        first, last = function.body[0].lineno - 1, function.end_lineno or 0
        if "_backward" in function.name:
            _own_by_heading(lines, owners, first, last)
        else:
            _own_by_statement(lines, owners, function)
    pairs = zip(lines, owners, strict=True)
    return [Line(line, owner) for line, owner in pairs][HEADER_LINES:]


def changed_lines(before: str, after: str) -> tuple[list[Line], list[Line]]:
    """Return the lines of `before` that are gone, and those of `after` that are new."""
    old, new = owned_lines(before), owned_lines(after)
    matcher = difflib.SequenceMatcher(
        None, [line.text for line in old], [line.text for line in new], autojunk=False
    )
    gone: list[Line] = []
    come: list[Line] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            gone += old[i1:i2]
            come += new[j1:j2]
    return gone, come


def _own_by_heading(lines: list[str], owners: list[str], first: int, last: int) -> None:
    heading, indent = "", 0
    for index in range(first, last):
        depth = len(lines[index]) - len(lines[index].lstrip())
        stripped = lines[index].strip()
        if stripped.startswith("# "):
            # A long statement is continued on comment lines of its own.
            follows = index > first and lines[index - 1].strip().startswith("# ")
            if not follows:
                rest = (line.strip() for line in lines[index:last])
                comment = takewhile(lambda line: line.startswith("# "), rest)
                heading = squeezed(" ".join(line[2:] for line in comment))
                indent = depth
        elif depth < indent or re.match(r"(for|while|return)\b", stripped):
            heading = ""
        if heading:
            owners[index] = heading


def _own_by_statement(
    lines: list[str], owners: list[str], function: ast.FunctionDef
) -> None:
    for node in ast.walk(function):
        if isinstance(node, ast.stmt) and node is not function:
            body = getattr(node, "body", None)
            end = body[0].lineno - 1 if body else (node.end_lineno or node.lineno)
            whole = squeezed(
                "\n".join(
                    re.sub(r"#.*", "", line) for line in lines[node.lineno - 1 : end]
                )
            )
            for index in range(node.lineno - 1, end):
                if not lines[index].strip().startswith("#"):
                    owners[index] = whole
