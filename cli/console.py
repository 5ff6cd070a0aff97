"""Diagnostics, tables and diffs -> the terminal, coloured; a pipe or a file, plain."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

import click

from srcgrad.diagnostics import CompileError, Diagnostic
from srcgrad.version import VERSION

if TYPE_CHECKING:
    from rich.console import Console

DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def is_coloured(stream: TextIO) -> bool:
    """Return whether a person reads this stream, and has not asked for plain text."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def show(
    diagnostics: Sequence[Diagnostic], typed: Mapping[str, str] | None = None
) -> None:
    """Write diagnostics to stderr, with the lines that they are about.

    Some are about what was typed: `typed` maps options, such as `--types`, to values.
    """
    from srcgrad.render import coloured, render

    texts = _texts(diagnostics, typed or {})
    for number, diagnostic in enumerate(diagnostics):
        if number:
            print(file=sys.stderr)
        if is_coloured(sys.stderr):
            _rich(sys.stderr).print(coloured(diagnostic, texts), end="", soft_wrap=True)
        else:
            print(render(diagnostic, texts), end="", file=sys.stderr)
    codes = dict.fromkeys(diagnostic.code for diagnostic in diagnostics)
    if codes:
        more = ", ".join(f"`srcgrad explain {code}`" for code in codes)
        print(f"\nTo read more: {more}", file=sys.stderr)


def usage(error: click.ClickException, command: str) -> None:
    """Write what is wrong with the command line, and where its help is."""
    first, *hints = error.format_message().split("\n")
    print(f"error: {first[:1].lower()}{first[1:].rstrip('.')}", file=sys.stderr)
    for hint in (*filter(None, hints), f"see `{command} --help`"):
        print(f"help: {hint}", file=sys.stderr)


def bug(error: Exception, arguments: Sequence[str]) -> Diagnostic:
    """Return the diagnostic for an exception that no code of ours expected."""
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    again = shlex.join(["srcgrad", "--traceback", *arguments])
    return Diagnostic(
        "SG901",
        f"this is a bug in srcgrad {VERSION}, not in your source: {what}",
        hint=f"run `{again}`,\n"
        "and send what it prints, with the source, to where you got srcgrad from",
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table to stdout: ruled on a terminal, aligned by spaces in a pipe."""
    rows = [list(row) for row in rows]
    if is_coloured(sys.stdout):
        from rich.table import Table
        from rich.text import Text

        ruled = Table(*headings, header_style="bold")
        for row in rows:
            ruled.add_row(*map(Text, row))
        _rich(sys.stdout).print(ruled)
        return
    lines = [list(headings), *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


def diff(text: str) -> None:
    """Write a unified diff to stdout, its lines coloured on a terminal."""
    if not is_coloured(sys.stdout):
        print(text, end="")
        return
    from rich.text import Text

    screen = _rich(sys.stdout)
    for line in text.splitlines():
        colour = DIFF_COLOURS.get(line[:1], "")
        screen.print(Text(line, colour), soft_wrap=True)


def code(text: str) -> None:
    """Write Python to stdout, highlighted on a terminal."""
    if not is_coloured(sys.stdout):
        print(text, end="")
        return
    from rich.syntax import Syntax

    look = Syntax(text, "python", theme="ansi_dark", background_color="default")
    _rich(sys.stdout).print(look, soft_wrap=True)


def heading(text: str) -> None:
    """Write a line to stdout that stands above what follows."""
    if is_coloured(sys.stdout):
        from rich.text import Text

        _rich(sys.stdout).print(Text(text, "bold"), soft_wrap=True)
    else:
        print(text)


def _rich(stream: TextIO) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def _texts(
    diagnostics: Iterable[Diagnostic], typed: Mapping[str, str]
) -> dict[str, str]:
    """Read each file that a span points to; what cannot be read is left out."""
    from srcgrad.files import read_source

    texts = dict(typed)
    for diagnostic in diagnostics:
        spans = (diagnostic.span, *(note.span for note in diagnostic.notes))
        for path in {span.path for span in spans if span is not None} - texts.keys():
            try:
                texts[path] = read_source(path)
            except CompileError:
                continue
    return texts
