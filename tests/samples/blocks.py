"""The text of a derivative -> the statement of the source that each line belongs to.

In a backward function the comment above a block names the statement; everywhere else a
line belongs to the statement that it is part of, where the value and the saved part of
a call count as the call. So two derivatives of nearly the same source can be held
against each other, block by block. Helpers, which a file holds if any line needs them,
belong to no statement.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from srcgrad.primitives.helper_text import HELPERS

HEADER_LINES = 3


@dataclass(frozen=True)
class Line:
    """One line of a derivative, and the statement that it belongs to."""

    text: str
    owner: str


def squeezed(text: str) -> str:
    """Return a statement without what may differ between a source and its derivative.

    That is: spaces, brackets, comments, `return` or `value =`, what a call saves, and
    of a `def` all but the name.
    """
    text = re.sub(r"#.*", "", text).strip()
    if text.startswith("def "):
        return "def " + re.sub(r"\W.*", "", text[4:], flags=re.DOTALL)
    text = re.sub(r"^(?:value = |return )", "", text)
    text = re.sub(r",\s*\w+_saved\w* = ", " = ", text)
    return re.sub(r"[\s()]|,(?=\s*\))", "", text).rstrip(":,")


def owned_lines(text: str) -> list[Line]:
    """Return the lines below the header, each with its owner."""
    lines = text.splitlines()
    original = _originals(text)
    owners = [squeezed(line) or line.strip() for line in lines]
    found = [Line(*pair) for pair in zip(lines, owners, strict=True)]
    functions = [f for f in ast.parse(text).body if isinstance(f, ast.FunctionDef)]
    for function in reversed(functions):
        first, last = function.body[0].lineno - 1, function.end_lineno or 0
        for index in range(function.lineno - 1, first):
            owners[index] = f"def {original[function.name]}"
        if "_backward" in function.name:
            _own_by_heading(lines, owners, first, last)
        else:
            _own_by_statement(lines, owners, function, original)
        if function.name in HELPERS:
            owners[function.lineno - 1 : last] = ["helper"] * (
                last - function.lineno + 1
            )
        begin = function.lineno - 1
        pairs = zip(lines[begin:last], owners[begin:last], strict=True)
        found[begin:last] = [Line(*pair) for pair in pairs]
        if function.name.endswith("_forward"):
            _split_return(found, function)
    return [
        line
        for line in found[HEADER_LINES:]
        if line.owner != "helper" and line.text.strip()
    ]


def _originals(text: str) -> dict[str, str]:
    """Return the function of the source that each function is about."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            about = re.match(
                r"(?:Value|Gradient) of\s`(\w+)`", ast.get_docstring(node) or ""
            )
            found[node.name] = about[1] if about else node.name
    return found


def _split_return(found: list[Line], function: ast.FunctionDef) -> None:
    """Tell the value, which a statement of the source returns, from what is saved."""
    last = function.body[-1]
    if not (isinstance(last, ast.Return) and isinstance(last.value, ast.Tuple)):
        return
    value, saved = map(ast.unparse, last.value.elts)
    owner = found[last.lineno - 2].owner if value == "value" else squeezed(value)
    found[last.lineno - 1 : last.end_lineno] = [
        Line(f"return {value}", owner),
        Line(f"saved {saved}", "saved"),
    ]


def is_test_at_entry(line: Line) -> bool:
    """Whether a line tells which arguments the code is for: of which kind, say."""
    return bool(re.search("result_type|was differentiated for", line.text))


def is_kept_for_backward(line: Line) -> bool:
    """Whether a line hands over, tapes or takes up what the backward pass reads.

    Which values those are depends on the statements that read them: 1.25 times a root is
    not the root that its own derivative reads.
    """
    kept = r"= saved$|_tape\b|_saved\b|^\s*\w+_\d+ = |^\s*for .* in (zip|reversed)\("
    return line.owner == "saved" or bool(re.search(kept, line.text))


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
    """Give each line the comment at the head of its block; a return has none."""
    heading, indent, loop = "", 0, ""
    for index in range(first, last):
        depth = len(lines[index]) - len(lines[index].lstrip())
        stripped = lines[index].strip()
        before = lines[index - 1].strip()
        if stripped.startswith("# "):
            if not before.startswith("# "):
                rest = (line.strip() for line in lines[index:last])
                comment = takewhile(lambda line: line.startswith("# "), rest)
                heading = squeezed(" ".join(line[2:] for line in comment))
                indent, loop = depth, ""
        elif re.match(r"(for|while|if|elif)\b", stripped) and before.startswith("# "):
            owners[index] = loop = heading
            if stripped.endswith(":"):
                heading = ""
        elif depth == indent and stripped == "):":  # a long `for` ends here
            owners[index], heading = heading, ""
        elif depth < indent or stripped.startswith("return"):
            heading = ""
        if heading:
            owners[index] = heading
        elif loop and depth > indent:
            # what the loop binds again at the start of an iteration
            owners[index] = loop


def _own_by_statement(
    lines: list[str],
    owners: list[str],
    function: ast.FunctionDef,
    original: Mapping[str, str],
) -> None:
    """Give each line its statement, a call that was taken out of one back to it."""
    taken_out: dict[str, tuple[str, range]] = {}
    statements = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
    for node in sorted(statements[1:], key=lambda node: node.lineno):
        body = getattr(node, "body", None)
        end = body[0].lineno - 1 if body else (node.end_lineno or node.lineno)
        place = range(node.lineno - 1, end)
        code = "\n".join(re.sub(r"#.*", "", lines[index]) for index in place).strip()
        code = re.sub(
            r"\b\w+_forward\b", lambda name: original.get(name[0], name[0]), code
        )
        users = [place]
        for name in reversed(taken_out):
            call, where = taken_out[name]
            code, count = re.subn(rf"\b{name}\b", lambda _, call=call: call, code)
            if count:
                users.append(where)
        for index in (index for user in users for index in user):
            if not lines[index].strip().startswith("#"):
                owners[index] = squeezed(code)
        if match := re.match(r"(\w+_value\w*), \w+ = (.*)", code, flags=re.DOTALL):
            taken_out[match[1]] = match[2], place
