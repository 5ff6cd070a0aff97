"""Surface block -> the same with conditional calls as branches, so that each is a line.

    y = square(x) if x > 0 else cube(x)    ->    if x > 0:
                                                     y = square(x)
                                                 else:
                                                     y = cube(x)

Only where the conditional is the whole value of a statement, and calls a function of
the source: a call stands on a line of its own, and a line is always or never evaluated.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import TypeAlias

from srcgrad.analysis.names import parts
from srcgrad.diagnostics import Span
from srcgrad.ir import surface as s
from srcgrad.ir.nesting import with_blocks

Block: TypeAlias = tuple[s.SurfaceStatement, ...]
Valued: TypeAlias = s.Assign | s.Augment | s.Return


def lift_conditionals(block: Block, functions: Set[str]) -> Block:
    """Return the block without conditional calls of `functions` where that can be."""
    return tuple(_lifted(statement, functions) for statement in block)


def _lifted(statement: s.SurfaceStatement, functions: Set[str]) -> s.SurfaceStatement:
    match statement:
        case s.Assign() | s.Augment() | s.Return():
            return _branched(statement, functions) or statement
        case _:
            return with_blocks(statement, lambda b: lift_conditionals(b, functions))


def _branched(statement: Valued, functions: Set[str]) -> s.If | None:
    """Return a statement as a branch, None where it has no conditional call."""
    choice = _choice(statement.value, functions)
    if choice is None or any(
        _calls(target, functions) for target in _targets(statement)
    ):
        return None
    condition, then, otherwise = choice
    line = _Line(statement)
    if line.has_inner_comment:
        return None
    yes, no = line.with_value(then), line.with_value(otherwise)
    if yes is None or no is None:
        return None
    inner = _branched(no, functions)
    last: s.SurfaceStatement = no
    if inner is not None:
        last = replace(inner, is_elif=True)
    header = f"if {line.bracketed(condition.span)}:"
    origin = replace(statement.origin, text=header, fixed=())
    return s.If(condition, (_branched(yes, functions) or yes,), (last,), origin)


def _choice(
    value: s.SurfaceExpression | None, functions: Set[str]
) -> tuple[s.SurfaceExpression, s.SurfaceExpression, s.SurfaceExpression] | None:
    """(condition, then, otherwise) of a value that is not always evaluated whole."""
    match value:
        case s.Conditional(condition=condition, then=then, otherwise=otherwise):
            found = (condition, then, otherwise)
        case s.Boolean(operator=operator, operands=(first, *others)):
            if any(isinstance(part, s.Call) for part in parts(first)):
                return None
            rest = others[0]
            if len(others) > 1:
                span = _between(others[0].span, others[-1].span)
                rest = s.Boolean(operator, tuple(others), span)
            is_and = operator == "and"
            found = (first, rest, first) if is_and else (first, first, rest)
        case _:
            return None
    return found if any(_calls(branch, functions) for branch in found[1:]) else None


def _between(first: Span, last: Span) -> Span:
    return replace(first, end_line=last.end_line, end_column=last.end_column)


def _targets(statement: Valued) -> tuple[s.SurfaceExpression, ...]:
    match statement:
        case s.Assign(targets=targets):
            return targets
        case s.Augment(target=target):
            return (target,)
        case s.Return():
            return ()


def _calls(expression: s.SurfaceExpression, functions: Set[str]) -> bool:
    return any(
        isinstance(part, s.Call)
        and isinstance(part.function, s.NameRef)
        and part.function.name in functions
        for part in parts(expression)
    )


class _Line:
    """The text of a statement, cut at the spans of what is in it."""

    def __init__(self, statement: Valued) -> None:
        assert statement.value is not None
        self.statement, self.origin = statement, statement.origin
        self.lines = self.origin.text.split("\n")
        span = statement.value.span
        self.before = self.origin.text[: self._offset(span.line, span.column)]
        after = self.origin.text[self._offset(span.end_line, span.end_column) :]
        self.before = self.before.rstrip()
        after = after.lstrip()
        while self.before.endswith("(") and after.startswith(")"):
            self.before, after = self.before[:-1].rstrip(), after[1:].lstrip()
        self.whole = not after

    @property
    def has_inner_comment(self) -> bool:
        """Whether a comment may stand within the statement, which would be lost."""
        return "#" in self.origin.text and len(self.lines) > 1

    def _offset(self, line: int, column: int) -> int:
        """Place in the text of a place in the file."""
        number = line - self.origin.span.line
        above = sum(len(text) + 1 for text in self.lines[:number])
        return above + column - self._margin(number)

    def _margin(self, number: int) -> int:
        fixed = number in self.origin.fixed
        return 0 if fixed else self.origin.span.column

    def text(self, span: Span) -> str:
        """Return what stands at a span."""
        start = self._offset(span.line, span.column)
        return self.origin.text[start : self._offset(span.end_line, span.end_column)]

    def bracketed(self, span: Span) -> str:
        """Return what stands at a span, in brackets if it takes several lines."""
        text = self.text(span)
        return f"({text})" if "\n" in text else text

    def with_value(self, value: s.SurfaceExpression) -> Valued | None:
        """Return the statement with one part of its value for the whole of it.

        Its span begins where the text would begin if it led up to that part, so that
        the part stands in the text where its own span says.
        """
        span = value.span
        text = self.bracketed(span)
        before = f"{self.before} " + ("(" if text != self.text(span) else "")
        column = span.column - len(before)
        inside = span.line == span.end_line
        if not self.whole or column < 0 or not inside or "\n" in before:
            return None
        origin = s.Origin(
            f"{self.before} {text}", replace(span, column=column), fixed=()
        )
        return replace(self.statement, value=value, origin=origin)
