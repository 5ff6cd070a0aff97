"""Nodes of one top-level statement -> where they stand and how they were written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from srcgrad.diagnostics import Span
from srcgrad.frontend.parse import ParsedFile, too_deep
from srcgrad.ir.surface import Origin


class Places:
    """Positions of the nodes of one statement of `file.tree.body`.

    Computed for one statement and not for the whole file: LibCST finds positions by
    printing the tree, which is slow, and most functions of a file are not asked for.
    """

    def __init__(self, file: ParsedFile, number: int) -> None:
        self.file = file
        statement = file.tree.body[number]
        alone = cst.Module(
            body=[statement],
            default_indent=file.tree.default_indent,
            default_newline=file.tree.default_newline,
        )
        first = file.first_lines[number]
        try:
            wrapper = MetadataWrapper(alone, unsafe_skip_copy=True)
            self._ranges = wrapper.resolve(PositionProvider)
        except RecursionError:
            raise too_deep(Span(file.path, first, 0, first, 0)) from None
        self._offset = first - self._range(statement).start.line

    def span(self, node: cst.CSTNode, end: cst.CSTNode | None = None) -> Span:
        """Return where a node stands; with `end`, from it to the start of that one."""
        here = self._range(node)
        stop = here.end if end is None else self._range(end).start
        line, end_line = here.start.line + self._offset, stop.line + self._offset
        shifts = self.file.shifts
        return Span(
            self.file.path,
            line,
            here.start.column + shifts.get(line, 0),
            end_line,
            stop.column + shifts.get(end_line, 0),
        )

    def text(self, span: Span) -> str:
        """Return what stands there, newlines and all."""
        lines = self.file.lines[span.line - 1 : span.end_line]
        start = span.column - self.file.shifts.get(span.line, 0)
        end = span.end_column - self.file.shifts.get(span.end_line, 0)
        if len(lines) == 1:
            return lines[0][start:end]
        return "\n".join((lines[0][start:], *lines[1:-1], lines[-1][:end]))

    def code(self, node: cst.CSTNode) -> str:
        """Return a node's text with the parentheses around it, which no span has."""
        return self.file.tree.code_for_node(node)

    def origin(
        self, span: Span, comments: Sequence[str] = (), trailing: str = ""
    ) -> Origin:
        """Return the origin of the statement or header that stands at `span`."""
        line = self.file.lines[span.line - 1]
        indent = line[: len(line) - len(line.lstrip())]
        first, *rest = self.text(span).split("\n")
        fixed = tuple(n - span.line for n in self._within_text(span)) if rest else ()
        dedented = [
            text if number in fixed else _dedent(text, indent)
            for number, text in enumerate(rest, start=1)
        ]
        text = "\n".join((first, *dedented))
        return Origin(text, span, tuple(comments), trailing, fixed)

    def _within_text(self, span: Span) -> list[int]:
        """Lines of the span that begin inside a string literal."""
        inside: set[int] = set()
        for node, place in self._ranges.items():
            if isinstance(node, (cst.SimpleString, cst.FormattedString)):
                start = place.start.line + self._offset
                end = place.end.line + self._offset
                if span.line <= start < end <= span.end_line:
                    inside.update(range(start + 1, end + 1))
        return sorted(inside)

    def _range(self, node: cst.CSTNode) -> CodeRange:
        found = self._ranges[node]
        assert isinstance(found, CodeRange)
        return found


def comments_of(lines: Iterable[cst.EmptyLine]) -> tuple[str, ...]:
    """Return whole-line comments, a blank line being ""."""
    return tuple("" if line.comment is None else line.comment.value for line in lines)


def trailing_of(whitespace: cst.TrailingWhitespace) -> str:
    """Return the comment at the end of a line, or ""."""
    return "" if whitespace.comment is None else whitespace.comment.value


def without_blank_ends(comments: Sequence[str]) -> tuple[str, ...]:
    """Return comments from the first that is not blank to the last."""
    kept = [number for number, text in enumerate(comments) if text]
    return tuple(comments[kept[0] : kept[-1] + 1]) if kept else ()


def behind_colon(node: cst.CSTNode) -> cst.CSTNode:
    """Return what stands right behind the colon of a compound statement."""
    if isinstance(node, cst.Match):
        return node.whitespace_after_colon
    suite = getattr(node, "body", None)
    if isinstance(suite, cst.IndentedBlock):
        return suite.header
    assert isinstance(suite, cst.SimpleStatementSuite)
    return suite.leading_whitespace


def _dedent(line: str, indent: str) -> str:
    """Take the indent off a continuation line, as far as it has one."""
    if line.startswith(indent):
        return line[len(indent) :]
    width = min(len(indent), len(line) - len(line.lstrip(" \t")))
    return line[width:]
