"""A top-level `def` of a file -> SurfaceFunction, or all of its refusals at once."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import replace

import libcst as cst

from srcgrad.diagnostics import CompileError, Span
from srcgrad.frontend import fence
from srcgrad.frontend.origins import Places, comments_of, trailing_of
from srcgrad.frontend.parse import ParsedFile, too_deep
from srcgrad.frontend.statements import StatementReader, behind_colon
from srcgrad.ir.surface import (
    Evaluate,
    Literal,
    SurfaceFunction,
    SurfaceParameter,
    SurfaceStatement,
)


def lower_function(
    file: ParsedFile, number: int, star_import: Span | None = None
) -> SurfaceFunction:
    """Lower the function that is statement `number` of a file.

    Raises
    ------
    CompileError
        With every refusal in the function, in the order of their lines.
    """
    node = file.tree.body[number]
    assert isinstance(node, cst.FunctionDef)
    places = Places(file, number)
    reader = StatementReader(places)
    if star_import is not None:
        reader.refusals.append(fence.diagnostic(fence.STAR_IMPORT, star_import))
    try:
        function = _lower(node, reader, file, number)
    except RecursionError:
        raise too_deep(places.span(node.name)) from None
    if reader.refusals:
        unique = dict.fromkeys(reader.refusals)
        raise CompileError(sorted(unique, key=lambda d: (d.span or _NOWHERE, d.code)))
    return function


def _lower(
    node: cst.FunctionDef, reader: StatementReader, file: ParsedFile, number: int
) -> SurfaceFunction:
    places = reader.places
    if node.asynchronous is not None:
        reader.refuse(node.asynchronous, fence.ASYNC)
    if node.type_parameters is not None:
        reader.refuse(node.type_parameters, fence.TYPE_ALIAS)
    decorators = reader.read_all([d.decorator for d in node.decorators])
    parameters = _parameters(node.params, reader)
    body = reader.block(node.body)
    footer, reader.waiting = reader.waiting, ()
    docstring, body, footer = _docstring(body, footer)
    first = places.span(node.decorators[0] if node.decorators else node)
    header = places.span(node, behind_colon(node))
    last = _last_line(node, places)
    return SurfaceFunction(
        name=node.name.value,
        parameters=parameters,
        body=body,
        docstring=docstring,
        source="\n".join(file.lines[first.line - 1 : last]),
        span=header,
        returns_text=""
        if node.returns is None
        else places.code(node.returns.annotation),
        decorators=decorators,
        footer=footer,
        above=_above(node, file, number),
        header_comments=_header_comments(node),
        decorated=header.line - first.line,
    )


def _parameters(
    node: cst.Parameters, reader: StatementReader
) -> tuple[SurfaceParameter, ...]:
    """Lower the parameters; `*args` and `**kwargs` are refused."""
    for star in (node.star_arg, node.star_kwarg):
        if isinstance(star, cst.Param):
            reader.refuse(star, fence.PARAMETERS)
    places = reader.places

    def one(
        param: cst.Param, keyword_only: bool = False, positional_only: bool = False
    ) -> SurfaceParameter:
        annotation = param.annotation
        return SurfaceParameter(
            name=param.name.value,
            span=places.span(param.name),
            default_text="" if param.default is None else places.code(param.default),
            default=None if param.default is None else reader.read(param.default),
            annotation_text=(
                "" if annotation is None else places.code(annotation.annotation)
            ),
            keyword_only=keyword_only,
            positional_only=positional_only,
        )

    return (
        *(one(param, positional_only=True) for param in node.posonly_params),
        *(one(param) for param in node.params),
        *(one(param, keyword_only=True) for param in node.kwonly_params),
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


def _above(node: cst.FunctionDef, file: ParsedFile, number: int) -> tuple[str, ...]:
    """Comments directly above the function; a blank line parts them from it."""
    lines: Sequence[cst.EmptyLine] = node.leading_lines
    if number == 0:
        lines = (*file.tree.header, *lines)
    comments = comments_of(lines)
    blank = max((n for n, text in enumerate(comments) if not text), default=-1)
    return comments[blank + 1 :]


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


_NOWHERE = Span("", 0, 0, 0, 0)
