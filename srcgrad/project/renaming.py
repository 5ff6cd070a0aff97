"""Text + other names at some places of it -> the text with these, line by line."""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.project.references import Place


def renamed(text: str, edits: Mapping[Place, str]) -> str:
    """Return the text with each place replaced. No line comes or goes."""
    lines = text.split("\n")
    for place in sorted(edits, key=lambda p: (p.line, p.start), reverse=True):
        line = lines[place.line - 1].encode()
        changed = line[: place.start] + edits[place].encode() + line[place.end :]
        lines[place.line - 1] = changed.decode()
    return "\n".join(lines)
