"""Python statements in any layout -> the same statements as `ruff format` prints them.

Emitted modules must pass `ruff format --check` whatever the layout of the user's
source, and ruff is no dependency of the compiler, so its layout rules are built here: a
statement becomes a document of groups and soft line breaks (`expressions`,
`statements`, `headers`), which `printer` fits into 88 columns.
"""

from __future__ import annotations

from srcgrad.emit.layout.format import layout_header, layout_statement

__all__ = ["layout_header", "layout_statement"]
