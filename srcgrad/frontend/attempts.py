"""`try` -> a block whose exceptions are passed on, or a branch that is printed whole.

try:                                    With(body), behind which the rest of the text
y = np.linalg.solve(a, b)           stands as it is: no handler comes back, so what
except LinAlgError as error:            it does is nothing to a derivative
raise ValueError(name) from error

try:                                    If(then=body, otherwise=handler): which of them
n = int(text)                       ran is not known, so nothing active may depend
except ValueError:                      on it
n = 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeAlias

import libcst as cst

from srcgrad.diagnostics import Diagnostic
from srcgrad.frontend import fence
from srcgrad.frontend.mentions import names_in
from srcgrad.frontend.origins import Places, behind_colon, trailing_of
from srcgrad.ir.nesting import blocks_in
from srcgrad.ir.surface import (
    Assign,
    Definition,
    Effect,
    If,
    Jump,
    Literal,
    NameRef,
    Origin,
    Return,
    SurfaceExpression,
    SurfaceStatement,
    With,
)

Block: TypeAlias = tuple[SurfaceStatement, ...]


class Reader(Protocol):
    """Whoever lowers blocks and expressions."""

    places: Places
    refusals: list[Diagnostic]
    waiting: tuple[str, ...]

    def read(self, node: cst.CSTNode) -> SurfaceExpression:
        """Lower one expression."""
        ...

    def take(self, lines: Sequence[cst.EmptyLine]) -> tuple[str, ...]:
        """Return the comments above a statement."""
        ...

    def block(self, suite: cst.BaseSuite) -> Block:
        """Lower the statements of a block."""
        ...


def attempt_of(node: cst.Try, reader: Reader) -> SurfaceStatement:
    """Lower a `try` statement."""
    if node.orelse is None and all(map(_raises, node.handlers)):
        return _passed_on(node, reader)
    return _branches(node, reader)


# ---- handlers that raise


def _raises(handler: cst.ExceptHandler) -> bool:
    """Whether a handler says something at most, and raises."""
    *before, last = _lines(handler.body) or [cst.Pass()]
    told = all(isinstance(line, cst.Expr | cst.Assign) for line in before)
    return told and isinstance(last, cst.Raise)


def _lines(suite: cst.BaseSuite) -> list[cst.CSTNode]:
    found: list[cst.CSTNode] = []
    for part in suite.body:
        simple = isinstance(part, cst.SimpleStatementLine)
        found.extend(part.body if simple else [part])  # type: ignore[union-attr]
    return found


def _passed_on(node: cst.Try, reader: Reader) -> With:
    places = reader.places
    trailing = ""
    if isinstance(node.body, cst.IndentedBlock):
        trailing = trailing_of(node.body.header)
    header = places.span(node, behind_colon(node))
    origin = places.origin(header, reader.take(node.leading_lines), trailing)
    body = reader.block(node.body)
    final = node.finalbody
    first = node.handlers[0] if node.handlers else final
    assert first is not None
    waited = reader.take(first.leading_lines)
    start = places.span(first)
    span = replace(places.span(node), line=start.line, column=start.column)
    text = places.origin(span).text
    reads: dict[str, None] = {}
    for handler in node.handlers:
        if handler.type is not None:
            reads.update(dict.fromkeys(names_in(reader.read(handler.type))))
        said = reader.block(handler.body)
        own = {_name(handler), *_bound(said)}
        reads.update(dict.fromkeys(n for n in names_in(said) if n not in own))
    last = () if final is None else reader.block(final.body)
    reads.update(dict.fromkeys(names_in(last)))
    reader.waiting = tuple(comment for comment in reader.waiting if comment not in text)
    tail = "\n".join([*(comment for comment in waited if comment), text])
    named = tuple(NameRef(name, span) for name in reads)
    return With((), body, origin, tail, named, last)


def _name(handler: cst.ExceptHandler) -> str:
    name = None if handler.name is None else handler.name.name
    return name.value if isinstance(name, cst.Name) else ""


def _bound(block: Block) -> set[str]:
    return {
        target.name
        for statement in block
        if isinstance(statement, Assign)
        for target in statement.targets
        if isinstance(target, NameRef)
    }


# ---- handlers that come back


def _branches(node: cst.Try, reader: Reader) -> If:
    places = reader.places
    header = places.span(node, behind_colon(node))
    above = reader.take(node.leading_lines)
    whole = places.origin(places.span(node), above)
    last = () if node.finalbody is None else reader.block(node.finalbody.body)
    body = reader.block(node.body)
    if node.orelse is not None:
        body = (*body, *reader.block(node.orelse.body))
    arms: list[tuple[Origin, Block]] = []
    for handler in node.handlers:
        span = places.span(handler, behind_colon(handler))
        said = reader.block(handler.body)
        if name := _name(handler):
            told = Assign((NameRef(name, span),), Literal("", span), Origin("", header))
            said = (told, *said)
        arms.append((Origin("", span), said))
    reader.waiting = tuple(c for c in reader.waiting if c not in whole.text)
    inside = [*body, *last, *(one for _, said in arms for one in said)]
    if any(map(_is_unlike, inside)):
        reader.refusals.append(fence.diagnostic(fence.TRY, header))
    kind = "jumps" if any(map(_jumps, inside)) else "whole"
    *others, (_, said) = arms
    otherwise: Block = (*said, *last)
    for origin, said in reversed(others):
        test = Literal(True, header)
        otherwise = (If(test, (*said, *last), otherwise, origin, attempt=kind),)
    return If(Literal(True, header), (*body, *last), otherwise, whole, attempt=kind)


def _is_unlike(statement: SurfaceStatement) -> bool:
    """Whether a statement cannot stand in a `try` that is printed whole."""
    match statement:
        case Definition() | Effect(kind="import"):
            return True
        case _:
            return False


def _jumps(statement: SurfaceStatement) -> bool:
    inner = blocks_in(statement)
    if isinstance(statement, Return | Jump):
        return True
    return any(_jumps(one) for block in inner for one in block)
