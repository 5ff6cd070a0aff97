"""A document -> text in which lines keep within 88 columns wherever the groups allow.

The printer works through a stack of frames, a frame being a document with the indent
and the mode (flat or broken) of its surroundings. A group is measured together with all
that follows it up to the next certain line break, so that `f(x)[` counts the bracket
too.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from srcgrad.emit.layout.document import (
    BestFit,
    Document,
    FitsExpanded,
    Group,
    IfBroken,
    Indent,
    Line,
    ParenthesizeIfFits,
    Suffix,
    propagate,
)

LINE_LENGTH = 88
INDENT = 4


class Measure(Enum):
    """How much of a document must fit."""

    FIRST_LINE = "up to the first line break"
    ALL_LINES = "every line"
    OVERFLOW = "every line, and the text itself may be too long"


class Frame(NamedTuple):
    """A document that is still to be printed or measured."""

    document: Document | Closing
    indent: int
    flat: bool
    measure: Measure = Measure.FIRST_LINE


class Closing(Enum):
    """What has to be done where the content of a document ends."""

    PARENTHESIS = "end of content that was put into parentheses"


def text_width(text: str) -> int:
    """Return the columns that the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1
        for char in text
    )


def print_document(document: Document, indent: int) -> str:
    """Return the document as text, the first line too at the given indent."""
    return _Printer(document, indent).run()


class _Printer:
    def __init__(self, document: Document, indent: int) -> None:
        self.output: list[str] = []
        self.column = 0
        self.pending = indent
        self.suffixes: list[str] = []
        # An enclosing group was measured flat and no line has ended since.
        self.measured = False
        self.broken: dict[int, bool] = {}
        self.stack = [Frame(propagate(document)[0], indent, False)]

    def run(self) -> str:
        stack = self.stack
        while stack:
            self.step(stack.pop())
        self.output.extend(self.suffixes)
        return "".join(self.output)

    def step(self, frame: Frame) -> None:
        document, indent, flat, measure = frame
        if type(document) is str:
            self.text(document)
        elif type(document) is list:
            self.stack.extend(
                [Frame(part, indent, flat, measure) for part in reversed(document)]
            )
        else:
            self.structure(document, frame)

    def structure(self, document: Document | Closing, frame: Frame) -> None:
        _, indent, flat, measure = frame
        match document:
            case Line():
                self.line(document, indent, flat)
            case Group(content, identity, expand, when):
                if when and not self.broken[when]:
                    self.stack.append(Frame(content, indent, flat, measure))
                else:
                    self.group(content, identity, expand, frame)
            case IfBroken(content, identity, broken):
                is_broken = self.broken[identity] if identity else not flat
                if is_broken == broken:
                    self.stack.append(Frame(content, indent, flat, measure))
            case Indent(content, when):
                if not when or self.broken[when]:
                    indent += INDENT
                self.stack.append(Frame(content, indent, flat, measure))
            case FitsExpanded(content, when):
                if not when or not self.broken[when]:
                    self.measured = False
                self.stack.append(Frame(content, indent, flat, measure))
            case BestFit(variants, all_lines):
                self.best_fit(variants, all_lines, frame)
            case ParenthesizeIfFits():
                self.parenthesize(document, frame)
            case Closing():
                self.stack.append(Frame(")", indent, flat, measure))
                self.stack.append(Frame(Line.HARD, indent, flat, measure))
            case Suffix(text, width):
                self.suffixes.append(text)
                self.column += width

    def text(self, text: str) -> None:
        if not text:
            return
        if self.pending:
            self.output.append(" " * self.pending)
            self.column += self.pending
            self.pending = 0
        self.output.append(text)
        if "\n" in text:
            self.measured = False
            self.column = text_width(text.rpartition("\n")[2])
        else:
            self.column += text_width(text)

    def line(self, line: Line, indent: int, flat: bool) -> None:
        if line is Line.EXPAND:
            return
        if flat and line is not Line.HARD:
            if line is Line.SPACE:
                self.text(" ")
            return
        self.output.extend(self.suffixes)
        self.suffixes.clear()
        if self.column > 0:
            self.output.append("\n")
            self.column = 0
            self.measured = False
        self.pending = indent

    def group(
        self, content: Document, identity: int, expand: bool, frame: Frame
    ) -> None:
        flat = not expand and self.fits_flat(content, identity, frame)
        if identity:
            self.broken[identity] = not flat
        self.stack.append(Frame(content, frame.indent, flat, frame.measure))

    def fits_flat(self, content: Document, identity: int, frame: Frame) -> bool:
        if frame.flat and self.measured:
            return True
        self.measured = True
        if identity:
            self.broken[identity] = False
        return self.fits([Frame(content, frame.indent, True, frame.measure)])

    def best_fit(
        self, variants: tuple[Document, ...], all_lines: bool, frame: Frame
    ) -> None:
        _, indent, flat, measure = frame
        if flat and self.measured:
            self.stack.append(Frame(variants[0], indent, flat, measure))
            return
        self.measured = True
        wanted = Measure.ALL_LINES if all_lines else Measure.FIRST_LINE
        for variant in variants[:-1]:
            if self.fits([Frame(variant, indent, True, wanted)]):
                self.stack.append(Frame(variant, indent, True, measure))
                return
        self.stack.append(Frame(variants[-1], indent, False, measure))

    def parenthesize(self, document: ParenthesizeIfFits, frame: Frame) -> None:
        content, identity = document
        flat = self.fits_flat(content, identity, frame)
        if not flat:
            self.broken[identity] = True
            flat = not self.fits(
                self.in_parentheses(content, frame.indent, Measure.ALL_LINES)
            )
        self.broken[identity] = not flat
        if flat:
            self.stack.append(Frame(content, frame.indent, True, frame.measure))
        else:
            self.stack += self.in_parentheses(content, frame.indent, frame.measure)

    @staticmethod
    def in_parentheses(content: Document, indent: int, measure: Measure) -> list[Frame]:
        return [
            Frame(Closing.PARENTHESIS, indent, False, measure),
            Frame(content, indent + INDENT, False, measure),
            Frame(Line.HARD, indent + INDENT, False, measure),
            Frame("(", indent, False, measure),
        ]

    def fits(self, frames: list[Frame]) -> bool:
        """Return whether the frames, and what follows them on the line, fit."""
        rest = len(self.stack)
        column = self.column
        pending = self.pending
        while frames or rest:
            if frames:
                frame = frames.pop()
            else:
                rest -= 1
                frame = self.stack[rest]
            document, indent, flat, measure = frame
            if type(document) is list:
                frames.extend(
                    [Frame(part, indent, flat, measure) for part in reversed(document)]
                )
                continue
            if isinstance(document, Line):
                if document is Line.EXPAND:
                    continue
                if flat:
                    if document is Line.HARD:
                        return True
                    if document is Line.SOFT:
                        continue
                    document = " "
                elif measure is Measure.FIRST_LINE:
                    return True
                else:
                    column, pending = 0, indent
                    continue
            if type(document) is str:
                if not document:
                    continue
                column += pending
                pending = 0
                first, newline, tail = document.partition("\n")
                column += text_width(first)
                if column > LINE_LENGTH and measure is not Measure.OVERFLOW:
                    return False
                if newline:
                    if measure is Measure.FIRST_LINE:
                        return True
                    column = text_width(tail.rpartition("\n")[2])
                continue
            if isinstance(document, Suffix):
                column += document.width
                if column > LINE_LENGTH:
                    return False
            elif document is Closing.PARENTHESIS:
                column, pending = 0, indent
                frames.append(Frame(")", indent, flat, measure))
            elif not self.measure(document, frame, frames):
                return False
        return True

    def measure(
        self, document: Document | Closing, frame: Frame, frames: list[Frame]
    ) -> bool:
        """Push the content to be measured; False where it can not fit."""
        _, indent, flat, measure = frame
        match document:
            case Group(content, identity, expand, when):
                inner = flat
                if not when or self.broken.get(when, not flat):
                    inner = flat and not expand
                    if identity:
                        self.broken[identity] = not inner
                frames.append(Frame(content, indent, inner, measure))
            case IfBroken(content, identity, broken):
                is_broken = (
                    self.broken.get(identity, not flat) if identity else not flat
                )
                if is_broken == broken:
                    frames.append(Frame(content, indent, flat, measure))
            case Indent(content, when):
                if not when or self.broken.get(when, not flat):
                    indent += INDENT
                frames.append(Frame(content, indent, flat, measure))
            case FitsExpanded(content, when, forced):
                if not flat:
                    frames.append(Frame(content, indent, flat, measure))
                elif not when or not self.broken.get(when, not flat):
                    frames.append(Frame(content, indent, False, Measure.OVERFLOW))
                elif forced:
                    return False
                else:
                    frames.append(Frame(content, indent, flat, measure))
            case BestFit(variants, all_lines):
                wanted = Measure.ALL_LINES if all_lines else Measure.FIRST_LINE
                frames.append(Frame(variants[0 if flat else -1], indent, flat, wanted))
            case ParenthesizeIfFits(content, identity):
                self.broken[identity] = not flat
                frames.append(Frame(content, indent, flat, measure))
        return True
