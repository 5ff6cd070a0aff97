"""`match` on plain values -> `if`, `elif` and `else`.

match kind:                     if kind == "square":
    case "square":                  return x * x
        return x * x     ->     elif kind in ("cube", "third"):
    case "cube" | "third":          return x * x * x
        return x * x * x        else:
    case _:                         return x
        return x
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import libcst as cst

from srcgrad.frontend import fence
from srcgrad.frontend.origins import Places, trailing_of
from srcgrad.ir.surface import (
    Boolean,
    Comparison,
    Display,
    If,
    Origin,
    SurfaceExpression,
    SurfaceStatement,
)


class Reader(Protocol):
    """Whoever lowers blocks and expressions."""

    places: Places

    def read(self, node: cst.CSTNode) -> SurfaceExpression:
        """Lower one expression."""
        ...

    def refuse(self, node: cst.CSTNode, why: fence.Refusal) -> SurfaceExpression:
        """Note a refusal."""
        ...

    def take(self, lines: Sequence[cst.EmptyLine]) -> tuple[str, ...]:
        """Return the comments above a statement."""
        ...

    def block(self, suite: cst.BaseSuite) -> tuple[SurfaceStatement, ...]:
        """Lower the statements of a block."""
        ...


def branches_of(node: cst.Match, reader: Reader) -> If | None:
    """Lower a `match`; None where a pattern is more than a value, which is refused."""
    plain = isinstance(node.subject, cst.Name | cst.Attribute | cst.Subscript)
    last = node.cases[-1]
    closed = _is_wildcard(last.pattern) and last.guard is None
    tested = node.cases[:-1] if closed else node.cases
    if not plain or not tested or not all(_is_value(c.pattern) for c in tested):
        return None
    above = (
        *reader.take(node.leading_lines),
        *filter(None, [trailing_of(node.whitespace_after_colon)]),
    )
    found = [_case(node, case, reader, k) for k, case in enumerate(tested)]
    otherwise: tuple[SurfaceStatement, ...] = ()
    otherwise_origin = None
    if closed:
        span = reader.places.span(last.pattern)
        comments = reader.take(last.leading_lines)
        otherwise_origin = Origin("else:", span, comments, _trailing(last.body))
        otherwise = reader.block(last.body)
    for k in reversed(range(len(found))):
        condition, then, origin = found[k]
        if k == 0:
            origin = Origin(
                origin.text, origin.span, (*above, *origin.comments), origin.trailing
            )
        branch = If(condition, then, otherwise, origin, k > 0, otherwise_origin)
        otherwise, otherwise_origin = (branch,), None
    return branch


def _case(
    node: cst.Match, case: cst.MatchCase, reader: Reader, position: int
) -> tuple[SurfaceExpression, tuple[SurfaceStatement, ...], Origin]:
    """Return the test, the body and the header of one case."""
    comments = reader.take(case.leading_lines)
    condition, text = _test(node, case.pattern, reader)
    if case.guard is not None:
        guard = reader.read(case.guard)
        shown = reader.places.code(case.guard)
        span = reader.places.span(case.pattern)
        if condition is None:
            condition, text = guard, shown
        else:
            condition = Boolean("and", (condition, guard), span)
            text = f"{text} and ({shown})"
    assert condition is not None
    word = "elif" if position else "if"
    span = reader.places.span(case.pattern)
    origin = Origin(f"{word} {text}:", span, comments, _trailing(case.body))
    return condition, reader.block(case.body), origin


def _test(
    node: cst.Match, pattern: cst.MatchPattern, reader: Reader
) -> tuple[SurfaceExpression | None, str]:
    places = reader.places
    span, subject = places.span(pattern), places.code(node.subject).strip()
    match pattern:
        case cst.MatchValue(value=value):
            test = Comparison(
                reader.read(node.subject), ("==",), (reader.read(value),), span
            )
            return test, f"{subject} == {places.code(value)}"
        case cst.MatchSingleton(value=value):
            test = Comparison(
                reader.read(node.subject), ("is",), (reader.read(value),), span
            )
            return test, f"{subject} is {value.value}"
        case cst.MatchOr(patterns=elements):
            values = [
                element.pattern.value
                for element in elements
                if isinstance(element.pattern, cst.MatchValue)
            ]
            display = Display("tuple", tuple(map(reader.read, values)), span)
            test = Comparison(reader.read(node.subject), ("in",), (display,), span)
            return test, f"{subject} in ({', '.join(map(places.code, values))})"
        case _:
            return None, ""


def _is_value(pattern: cst.MatchPattern) -> bool:
    match pattern:
        case cst.MatchValue() | cst.MatchSingleton():
            return True
        case cst.MatchOr(patterns=elements):
            return all(isinstance(e.pattern, cst.MatchValue) for e in elements)
        case _:
            return False


def _is_wildcard(pattern: cst.MatchPattern) -> bool:
    return (
        isinstance(pattern, cst.MatchAs)
        and pattern.pattern is None
        and pattern.name is None
    )


def _trailing(suite: cst.BaseSuite) -> str:
    return trailing_of(suite.header) if isinstance(suite, cst.IndentedBlock) else ""
