"""Text that stands in place of a statement -> the statements that it says."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from srcgrad.frontend.origins import Places
from srcgrad.frontend.parse import parse_file
from srcgrad.frontend.statements import StatementReader
from srcgrad.ir.surface import Origin, SurfaceStatement


def reread(text: str, origin: Origin) -> tuple[SurfaceStatement, ...]:
    """Read a text as if it stood where `origin` does; its comments stay above it."""
    span = origin.span
    indent = " " * max(span.column, 1)
    lines = "\n".join(indent + line for line in text.split("\n"))
    file = parse_file("\n" * (span.line - 2) + f"def _():\n{lines}\n", span.path)
    (node,) = file.tree.body
    assert isinstance(node, cst.FunctionDef)
    reader = StatementReader(Places(file, 0))
    first, *others = reader.block(node.body)
    assert not reader.refusals, "what has been read can be read again"
    above = replace(first.origin, comments=origin.comments)
    last = others[-1] if others else first
    found = [replace(first, origin=above), *others]
    if origin.trailing:
        end = replace(found[-1].origin, trailing=origin.trailing)
        found[-1] = replace(last if others else found[-1], origin=end)
    return tuple(found)
