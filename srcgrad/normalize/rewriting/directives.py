"""Comments `# srcgrad: ...` of a function -> what they ask for, at the statements they stand by.

mean = x.mean()  # srcgrad: constant                        nothing flows through it
h = np.tanh(z)  # srcgrad: backward: h_bar = h_bar.clip(-1, 1)
for t in range(n):  # srcgrad: checkpoint
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from srcgrad.diagnostics import CompileError, Diagnostic, Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.nesting import blocks_in, with_blocks
from srcgrad.suggestion import nearest

Block: TypeAlias = tuple[s.SurfaceStatement, ...]

KNOWN = ("constant", "backward")
_MARK = re.compile(r"#\s*srcgrad\s*:\s*(.*)$")
_WORD = re.compile(r"(\w+)\s*(?::\s*(.*))?$")


@dataclass(frozen=True)
class Directive:
    """`# srcgrad: word: text`."""

    word: str
    text: str


def directives_of(origin: s.Origin) -> tuple[Directive, ...]:
    """Read the directives above a statement and behind it.

    Raises
    ------
    CompileError
        SG160 one that is not known.
    """
    found: list[Directive] = []
    for comment in (*origin.comments, origin.trailing):
        mark = _MARK.match(comment)
        if mark is None:
            continue
        match = _WORD.match(mark[1])
        word = match[1] if match else mark[1]
        if match is None or word not in KNOWN:
            raise refuse(
                "SG160",
                f"`# srcgrad: {mark[1]}` is not a directive",
                origin.span,
                hint=nearest(word, KNOWN)
                or "there are `# srcgrad: constant` and `# srcgrad: backward: ...`",
            )
        found.append(Directive(word, match[2] or ""))
    return tuple(found)


def obeyed(block: Block) -> Block:
    """Return a block in which values that are to be constant are marked as such.

    Raises
    ------
    CompileError
        SG160 a directive that is not known, SG161 one that stands where it says
        nothing.
    """
    problems = [
        diagnostic for statement in _all(block) for diagnostic in _problems(statement)
    ]
    if problems:
        raise CompileError(problems)
    return tuple(map(_marked, block))


def _all(block: Block) -> Iterator[s.SurfaceStatement]:
    for statement in block:
        yield statement
        for inner in blocks_in(statement):
            yield from _all(inner)


def _problems(statement: s.SurfaceStatement) -> tuple[Diagnostic, ...]:
    try:
        for directive in directives_of(statement.origin):
            _check(statement, directive)
        header = getattr(statement, "otherwise_origin", None)
        if header is not None and directives_of(header):
            raise _misplaced("a directive behind `else` says nothing", header.span)
    except CompileError as error:
        return error.diagnostics
    return ()


def _check(statement: s.SurfaceStatement, directive: Directive) -> None:
    span = statement.origin.span
    if directive.word == "constant":
        if not isinstance(statement, s.Assign) or directive.text:
            raise _misplaced(
                "`# srcgrad: constant` belongs to an assignment, and to nothing else",
                span,
            )
        return
    if not isinstance(statement, s.Assign | s.Augment | s.Evaluate):
        raise _misplaced(
            "`# srcgrad: backward: ...` belongs to an assignment or a call, whose "
            "adjoint block it goes to",
            span,
        )
    try:
        ast.parse(directive.text)
        complete = bool(directive.text)
    except SyntaxError:
        complete = False
    if not complete:
        raise _misplaced(
            "`# srcgrad: backward:` is to be followed by a statement", span
        )


def _misplaced(message: str, span: Span) -> CompileError:
    return refuse("SG161", message, span)


def _marked(statement: s.SurfaceStatement) -> s.SurfaceStatement:
    words = {directive.word for directive in directives_of(statement.origin)}
    if isinstance(statement, s.Assign) and "constant" in words:
        value = statement.value
        return replace(statement, value=s.Stopped(value, value.span))
    return with_blocks(statement, lambda inner: tuple(map(_marked, inner)))


def backward_texts(origin: s.Origin) -> tuple[str, ...]:
    """Return the statements that are to go to the adjoint block of a statement."""
    return tuple(
        directive.text
        for directive in directives_of(origin)
        if directive.word == "backward"
    )


def directive_names(function: s.SurfaceFunction) -> frozenset[str]:
    """Names that statements for the backward pass read."""
    return frozenset(
        node.id
        for statement in _all(function.body)
        for text in backward_texts(statement.origin)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Name)
    )
