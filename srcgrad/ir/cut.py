"""A statement's text -> the same with parts of it replaced, found by their spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from srcgrad.diagnostics import Span
from srcgrad.ir.program import Edit, Named, Passed, Piece, Restated
from srcgrad.ir.surface import Origin


class Cut:
    """A statement's text, parts of which are replaced, innermost first."""

    def __init__(self, origin: Origin) -> None:
        self.origin, self.text = origin, origin.text
        self._changes: list[tuple[int, int]] = []

    def place(self, span: Span) -> tuple[int, int]:
        """Where in the text, as it is now, a part of the source stands."""
        start, end = self.origin.place(span)
        return self._now(start), self._now(end)

    def part(self, span: Span) -> str:
        """Return the text of a part of the source, as it is now."""
        start, end = self.place(span)
        return self.text[start:end]

    def replace(self, span: Span, text: str) -> None:
        """Put a text in place of a part of the source."""
        start, end = self.place(span)
        before = self.origin.place(span)[1]
        self.text = self.text[:start] + text + self.text[end:]
        self._changes.append((before, len(text) - (end - start)))

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece.place, str):
            return piece.star + piece.place
        text = self.part(piece.place)
        return piece.star + (f"({text})" if piece.brackets else text)

    def edit(self, edit: Edit | Restated | Named) -> None:
        """Put another call, or another text, in its place."""
        if isinstance(edit, Named):
            self.replace(edit.span, edit.name)
        elif isinstance(edit, Restated):
            text = edit.text if isinstance(edit.text, str) else self.part(edit.text)
            self.replace(edit.span, text)
        else:
            arguments = self.arguments(edit.span, edit.passed)
            self.replace(edit.span, f"{edit.function}({arguments}")

    def _now(self, offset: int) -> int:
        return offset + sum(shift for end, shift in self._changes if end <= offset)

    def arguments(self, span: Span, passed: tuple[Passed, ...] | None) -> str:
        """Return what is between the brackets of a call, the closing one included."""
        if passed is None:
            return self.part(span).partition("(")[2]
        return ", ".join(map(self._passed, passed)) + ")"

    def _passed(self, passed: Passed) -> str:
        shown = [self._piece(piece) for piece in passed.pieces]
        named = f"{passed.parameter}=" if passed.parameter else ""
        return named + ", ".join(shown)


def edited(origin: Origin, edits: Iterable[Edit | Restated | Named]) -> Origin:
    """Return a header with the calls in its text changed."""
    cut = Cut(origin)
    for edit in sorted(edits, key=lambda e: innermost_first(e.span)):
        cut.edit(edit)
    return replace(origin, text=cut.text)


def innermost_first(span: Span) -> tuple[int, int, int, int]:
    """Key that sorts places so that each comes before those that hold it."""
    return (span.end_line, span.end_column, -span.line, -span.column)
