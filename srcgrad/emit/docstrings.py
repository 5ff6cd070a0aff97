"""Sentences -> docstrings that fit into 88 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

WIDTH = 88


def docstring(summary: str, more: str = "") -> list[str]:
    """Lines of a docstring at the indent of a function body."""
    one = f'    """{summary}"""'
    if not more and len(one) <= WIDTH:
        return [one]
    lines = _wrapped(summary, WIDTH - 8)
    if len(lines) == 1 and not more:
        # one line whose closing quotes stand below it would be joined by a formatter
        lines = _wrapped(summary, WIDTH - 11)
    shown = [f'    """{lines[0]}', *(f"    {line}" for line in lines[1:])]
    if more:
        safe = more.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
        shown += ["", *(f"    {line}".rstrip() for line in safe.split("\n"))]
    return [*shown, '    """']


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def named(names: Sequence[str]) -> str:
    """Return `a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return (
        quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    )
