"""One golden case as a file -> its flags, source and expected derivative.

# flags: NAME --wrt u,r --of a --mode forward --types "u: f64[n]"
# example: normal(6), 0.1, 3
# third
... the source ...
# ---- derivative ----
... what `srcgrad generate` prints for it ...
"""

from __future__ import annotations

import argparse
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from programs import evaluate

MARKER = "# ---- derivative ----\n"
HEAD = re.compile(r"# (flags|example|third)\b:?\s*(.*)\n")


@dataclass(frozen=True)
class Case:
    """A source, what is asked of the tool, and what it should answer."""

    path: Path
    function: str
    wrt: tuple[str, ...] | None
    of: str | None
    mode: str
    types: str | None
    example: str
    third: bool
    source: str
    expected: str

    def arguments(self) -> tuple[Any, ...]:
        return evaluate(f"({self.example},)", self.function)

    def options(self) -> dict[str, Any]:
        return {
            "wrt": self.wrt,
            "of": self.of,
            "mode": self.mode,
            "types": self.types,
        }


def flags(text: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("function")
    parser.add_argument("--wrt")
    parser.add_argument("--of")
    parser.add_argument("--mode", default="reverse")
    parser.add_argument("--types")
    return parser.parse_args(shlex.split(text))


def read(path: Path) -> Case:
    """Return the case of a file."""
    text = path.read_text(encoding="utf-8")
    said = {}
    start = 0
    while match := HEAD.match(text, start):
        said[match[1]] = match[2]
        start = match.end()
    source, _, expected = text[start:].partition(MARKER)
    given = flags(said["flags"])
    return Case(
        path,
        given.function,
        tuple(given.wrt.split(",")) if given.wrt else None,
        given.of,
        given.mode,
        given.types,
        said["example"],
        "third" in said,
        source.rstrip("\n") + "\n",
        expected,
    )


def rewrite(case: Case, derivative: str) -> None:
    """Put a new expectation into the file."""
    text = case.path.read_text(encoding="utf-8")
    before = text.partition(MARKER)[0].rstrip("\n")
    case.path.write_text(f"{before}\n\n\n{MARKER}{derivative}", encoding="utf-8")
