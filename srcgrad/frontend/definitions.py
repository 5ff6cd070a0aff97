"""A `def` or a `lambda`, wherever it stands -> SurfaceFunction."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import libcst as cst

from srcgrad.frontend import fence
from srcgrad.frontend.origins import Places, behind_colon, comments_of, trailing_of
from srcgrad.frontend.parameters import Reader, parameters_of
from srcgrad.ir.surface import (
    Evaluate,
    Literal,
    Origin,
    Return,
    SurfaceExpression,
    SurfaceFunction,
    SurfaceStatement,
)

LAMBDA = "<lambda>"


class BlockReader(Reader, Protocol):
    """Whoever lowers blocks; `waiting` are comments that look for a statement."""

    waiting: tuple[str, ...]

    def refuse(self, node: cst.CSTNode, why: fence.Refusal) -> SurfaceExpression:
        """Note a refusal."""
        ...

    def read_all(self, nodes: Sequence[cst.CSTNode]) -> tuple[SurfaceExpression, ...]:
        """Lower several expressions."""
        ...

    def block(self, suite: cst.BaseSuite) -> tuple[SurfaceStatement, ...]:
        """Lower the statements of a block."""
        ...


def function_of(
    node: cst.FunctionDef, reader: BlockReader, above: tuple[str, ...] = ()
) -> SurfaceFunction:
    """Lower a `def` with its body; what is refused in it goes to the reader."""
    places = reader.places
    if node.asynchronous is not None:
        reader.refuse(node.asynchronous, fence.ASYNC)
    if node.type_parameters is not None:
        reader.refuse(node.type_parameters, fence.TYPE_ALIAS)
    decorators = reader.read_all([d.decorator for d in node.decorators])
    parameters = parameters_of(node.params, reader)
    outer, reader.waiting = reader.waiting, ()
    body: tuple[SurfaceStatement, ...] = reader.block(node.body)
    footer: tuple[str, ...] = reader.waiting
    reader.waiting = outer
    docstring, body, footer = _docstring(body, footer)
    header = places.span(node, behind_colon(node))
    first = places.span(node.decorators[0] if node.decorators else node)
    return SurfaceFunction(
        name=node.name.value,
        parameters=parameters,
        body=body,
        docstring=docstring,
        source=_source(node, places),
        span=header,
        returns_text=""
        if node.returns is None
        else places.code(node.returns.annotation),
        decorators=decorators,
        footer=footer,
        above=above,
        header_comments=_header_comments(node),
        decorated=header.line - first.line,
    )


def function_of_lambda(
    node: cst.Lambda, reader: Reader, name: str = LAMBDA
) -> SurfaceFunction:
    """Lower a `lambda`: its body is the statement that returns its value."""
    places = reader.places
    span = places.span(node.body)
    text = places.text(span)
    before = "return (" if "\n" in text else "return "
    after = ")" if "\n" in text else ""
    # the span begins where the text would, if it led up to the value: so that the value
    # stands in the text where its own span says
    column = span.column - len(before)
    first, *others = text.split("\n")
    lines = [first, *(" " * -column + line[max(column, 0) :] for line in others)]
    origin = Origin(
        before + "\n".join(lines) + after, replace(span, column=column), fixed=()
    )
    value = reader.read(node.body)
    return SurfaceFunction(
        name=name,
        parameters=parameters_of(node.params, reader),
        body=(Return(value, origin),),
        docstring="",
        source=places.text(places.span(node)),
        span=places.span(node),
    )


def _docstring(
    body: tuple[SurfaceStatement, ...], footer: tuple[str, ...]
) -> tuple[str, tuple[SurfaceStatement, ...], tuple[str, ...]]:
    """Split off the docstring. The comments around it go to the next statement."""
    match body:
        case (Evaluate(Literal(str(text)), origin), *rest):
            around = (*origin.comments, *filter(None, [origin.trailing]))
        case _:
            return "", body, footer
    text = inspect.cleandoc(text)
    if not around:
        return text, tuple(rest), footer
    if not rest:
        return text, (), (*around, *footer)
    next_origin = rest[0].origin
    moved = _with_comments(rest[0], (*around, *next_origin.comments))
    return text, (moved, *rest[1:]), footer


def _with_comments(
    statement: SurfaceStatement, comments: tuple[str, ...]
) -> SurfaceStatement:
    """Return the statement with other comments above it."""
    return replace(statement, origin=replace(statement.origin, comments=comments))


def _source(node: cst.FunctionDef, places: Places) -> str:
    """Text of the function from its first decorator to its last comment, dedented."""
    first = places.span(node.decorators[0] if node.decorators else node)
    lines = places.file.lines[first.line - 1 : _last_line(node, places)]
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    return "\n".join(line.removeprefix(indent) for line in lines)


def _last_line(node: cst.FunctionDef, places: Places) -> int:
    """Line of the function's last statement, or of the comments that end its blocks."""
    last = places.span(node).end_line
    for line in _closing_comments(node.body):
        last = max(last, places.span(line).line)
    return last


def _closing_comments(suite: cst.CSTNode) -> Iterator[cst.EmptyLine]:
    """Comments in the footers of the blocks that end where this one ends."""
    if not isinstance(suite, cst.IndentedBlock):
        return
    yield from (line for line in suite.footer if line.comment is not None)
    last: cst.CSTNode | None = suite.body[-1] if suite.body else None
    while isinstance(last, (cst.If, cst.For, cst.While, cst.Else)):
        inner = getattr(last, "orelse", None)
        if inner is None:
            yield from _closing_comments(last.body)
        last = inner


def _header_comments(node: cst.FunctionDef) -> tuple[str, ...]:
    """Comments among the decorators and parameters, and behind the colon."""
    found: list[str] = []

    def walk(part: cst.CSTNode) -> None:
        if isinstance(part, cst.Comment):
            found.append(part.value)
        for child in part.children:
            walk(child)

    for child in node.children:
        if child is node.body:
            continue
        if not any(child is line for line in node.leading_lines):
            walk(child)
    if isinstance(node.body, cst.IndentedBlock):
        found.extend(filter(None, [trailing_of(node.body.header)]))
    return tuple(found)


def above(node: cst.FunctionDef, header: tuple[cst.EmptyLine, ...]) -> tuple[str, ...]:
    """Comments directly above the function; a blank line parts them from it."""
    comments = comments_of((*header, *node.leading_lines))
    blank = max((n for n, text in enumerate(comments) if not text), default=-1)
    return comments[blank + 1 :]
