"""Small sources and their normal form, as people read it: `golden/*.txt`.

A case is `=== what it shows`, options (`# types: ...`, `# of: ...`), the source, `---`, and the
normal form or the refusals. Run with `--update-cases` to write the forms anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from normalized import normalized

from srcgrad.diagnostics import CompileError
from srcgrad.ir.check import problems
from srcgrad.ir.printer import program_text

FILES = sorted((Path(__file__).parent / "golden").glob("*.txt"))


@dataclass(frozen=True)
class Case:
    """A source and the text of its normal form."""

    title: str
    source: str
    expected: str

    def option(self, name: str) -> str | None:
        found = re.search(rf"^# {name}: (.*)$", self.source, flags=re.M)
        return found[1] if found else None

    def found(self) -> str:
        types, of = self.option("types"), self.option("of")
        try:
            program = normalized(self.source, types=types, of=of)
        except CompileError as error:
            lines = (
                f"{d.code} line {d.span.line if d.span else '?'}: {d.message}\n"
                for d in error.diagnostics
            )
            return "".join(lines)
        assert problems(program) == ()
        return program_text(program)


def cases(path: Path) -> Iterator[Case]:
    for part in re.split(r"^=== ", path.read_text(), flags=re.M)[1:]:
        title, _, rest = part.partition("\n")
        source, _, expected = rest.partition("---\n")
        yield Case(title, source, expected.rstrip("\n") + "\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_normal_forms(path: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-cases"):
        parts = (f"=== {c.title}\n{c.source}---\n{c.found()}" for c in cases(path))
        path.write_text("\n".join(parts))
    for case in cases(path):
        assert case.found() == case.expected, case.title


def test_there_are_many() -> None:
    assert sum(1 for path in FILES for _ in cases(path)) >= 25
