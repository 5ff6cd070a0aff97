"""What goes wrong with a user's source -> frozen values that say so in the user's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """Where in a file: 1-based lines, 0-based columns, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Span("", 0, 0, 0, 0)


@dataclass(frozen=True)
class Note:
    """One more sentence of a diagnostic, with a place of its own where it has one."""

    message: str
    span: Span | None = None


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong: code (`SG203`), a sentence, where, and the rewrite that works."""

    code: str
    message: str
    span: Span | None = None
    notes: tuple[Note, ...] = ()
    hint: str | None = None


class CompileError(Exception):
    """Generation was refused. `diagnostics` holds every reason found, in source order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(f"{d.code}: {d.message}" for d in self.diagnostics))


def refuse(
    code: str,
    message: str,
    span: Span | None = None,
    *,
    notes: Iterable[Note] = (),
    hint: str | None = None,
) -> CompileError:
    """Return the error that carries this one diagnostic, ready to be raised."""
    return CompileError([Diagnostic(code, message, span, tuple(notes), hint)])
