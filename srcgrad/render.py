"""A diagnostic and the source -> what a person reads, with the line and a caret.

error[SG301]: `y` may share memory with `x`, and is stored to
 --> model.py:7:4
  |
7 |     y += 1.0
  |     ^^^^^^^^
note: `y` is made of `x` here
 --> model.py:6:4
  |
6 |     y = x
  |     -----
help: write `y = x.copy()`
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from srcgrad.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from rich.text import Text

Style = Literal["error", "note", "help", "gutter", "plain", "strong"]

COLOURS: Mapping[Style, str] = {
    "error": "bold red",
    "note": "bold cyan",
    "help": "bold green",
    "gutter": "blue",
    "plain": "",
    "strong": "bold",
}
TAB = 4
WIDTH = 96
LINES = 5


@dataclass(frozen=True)
class Piece:
    """A run of text, never across lines but for its own line break, in one style."""

    text: str
    style: Style = "plain"


def render(diagnostic: Diagnostic, sources: Mapping[str, str]) -> str:
    """Return the diagnostic as plain text; `sources` maps a span's path to its text.

    A span whose path is not in `sources` is given as a place only.
    """
    return "".join(piece.text for piece in pieces(diagnostic, sources))


def coloured(diagnostic: Diagnostic, sources: Mapping[str, str]) -> Text:
    """Return the same text as `render`, in colours."""
    from rich.text import Text

    return Text.assemble(
        *((piece.text, COLOURS[piece.style]) for piece in pieces(diagnostic, sources))
    )


def pieces(diagnostic: Diagnostic, sources: Mapping[str, str]) -> Iterator[Piece]:
    """Yield the text of a diagnostic, each piece with its style."""
    spans = [diagnostic.span, *(note.span for note in diagnostic.notes)]
    gutter = max(
        (len(str(s.end_line)) for s in spans if s and s.path in sources), default=1
    )
    yield Piece(f"error[{diagnostic.code}]", "error")
    yield Piece(f": {printable(diagnostic.message)}\n", "strong")
    if diagnostic.span is not None:
        yield from _place(diagnostic.span, sources, gutter, "^", "error")
    for note in diagnostic.notes:
        yield Piece("note", "note")
        yield Piece(f": {printable(note.message)}\n")
        if note.span is not None:
            yield from _place(note.span, sources, gutter, "-", "note")
    if diagnostic.hint is not None:
        yield Piece("help", "help")
        first, *rest = diagnostic.hint.splitlines() or [""]
        yield Piece(f": {printable(first)}\n")
        for line in rest:
            yield Piece(f"      {printable(line)}".rstrip() + "\n")


def printable(text: str) -> str:
    """Return `text` with what a terminal would obey, not show, spelled out."""
    return "".join(
        c if c.isprintable() or c == "\t" else f"\\x{ord(c):02x}" if c != "\n" else " "
        for c in text
    )


def _place(
    span: Span, sources: Mapping[str, str], gutter: int, mark: str, style: Style
) -> Iterator[Piece]:
    margin = " " * gutter
    yield Piece(f"{margin}--> ", "gutter")
    yield Piece(f"{printable(span.path)}:{span.line}:{span.column + 1}\n")
    lines = sources.get(span.path, "").split("\n")
    if not (span.path in sources and 1 <= span.line <= len(lines)):
        return
    yield Piece(f"{margin} |\n", "gutter")
    last = max(span.line, min(span.end_line, len(lines)))
    for number in range(span.line, last + 1):
        if last - span.line >= LINES and span.line + 2 <= number < last:
            if number == span.line + 2:
                yield Piece(f"{'.' * gutter} |\n", "gutter")
            continue
        line = lines[number - 1]
        indent = len(line) - len(line.lstrip())
        start = span.column if number == span.line else indent
        end = span.end_column if number == span.end_line else len(line.rstrip())
        text, offset, length = _window(line, start, max(end, start + 1))
        yield Piece(f"{number:>{gutter}} | ", "gutter")
        yield Piece(f"{text}\n")
        if text:
            yield Piece(f"{margin} | ", "gutter")
            yield Piece(f"{' ' * offset}{mark * length}\n", style)


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the line as shown, and where in it the marks go and how many.

    Tabs and wide letters take the columns that a terminal gives them; of a long line,
    the part around the span is shown.
    """
    cells = [_cell(c) for c in line.rstrip()]
    low, high = 0, len(cells)
    if high > WIDTH:
        low = max(0, min(start - WIDTH // 4, high - WIDTH))
        high = low + WIDTH
    before = "... " if low else ""
    after = " ..." if high < len(cells) else ""
    start, end = max(start, low), max(min(end, high), start + 1)
    offset = len(before) + sum(width for _, width in cells[low:start])
    offset += max(0, start - len(cells))
    marks = sum(width for _, width in cells[start:end]) or 1
    return before + "".join(c for c, _ in cells[low:high]) + after, offset, marks


def _cell(character: str) -> tuple[str, int]:
    """Return how a character is shown, and how many columns that takes."""
    if character == "\t":
        return " " * TAB, TAB
    shown = printable(character)
    if unicodedata.combining(character):
        return shown, 0
    wide = unicodedata.east_asian_width(character) in "WF"
    return shown, 2 if wide else len(shown)
