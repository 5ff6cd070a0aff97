"""Lines of code with their indentation, laid out as they are added."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from srcgrad.emit.layout import layout_header, layout_statement
from srcgrad.ir.surface import Origin

INDENT = 4


@functools.lru_cache(maxsize=4096)
def _statement(text: str, indent: int, comment: str) -> str:
    return layout_statement(text, indent, comment=comment)


@functools.lru_cache(maxsize=1024)
def _header(text: str, indent: int, comment: str) -> str:
    return layout_header(text, indent, comment=comment)


@dataclass
class Lines:
    """A function body being written."""

    lines: list[str] = field(default_factory=list)
    depth: int = 1

    def add(self, text: str, comment: str = "") -> None:
        """Add a simple statement."""
        self.lines.extend(_statement(text, self.depth * INDENT, comment).split("\n"))

    def verbatim(self, text: str) -> None:
        """Add a compound statement as it stands."""
        indent = " " * (self.depth * INDENT)
        self.lines.extend(
            (indent + line).rstrip() if line.strip() else ""
            for line in text.split("\n")
        )

    def open(self, text: str, comment: str = "") -> None:
        """Add the header of a compound statement; what follows is its body."""
        self.lines.extend(_header(text, self.depth * INDENT, comment).split("\n"))
        self.depth += 1

    def close(self) -> None:
        """End the body of a compound statement."""
        self.depth -= 1

    def comment(self, text: str) -> None:
        """Add a whole-line comment, or a blank line where it is empty."""
        if text:
            self.lines.append(" " * (self.depth * INDENT) + text)
        elif self.lines and self.lines[-1] and not self.lines[-1].endswith(":"):
            self.lines.append("")

    def comments(self, origin: Origin) -> None:
        """Add the comments above a statement."""
        for text in origin.comments:
            self.comment(text)
