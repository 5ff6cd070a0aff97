"""Programs outside the language: each offending line is named, and nothing else is."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import srcgrad

FOLDER = Path(__file__).parent / "refusals"
MARK = re.compile(r"#\s*E:\s*(SG\d+)?")
SAID = re.compile(r"#\s*(wrt|of|types):\s*(.+)$")


@dataclass(frozen=True)
class Refused:
    """A function, and the lines with codes that its diagnostics must have."""

    path: Path
    function: str
    line: int
    expected: tuple[tuple[int, str | None], ...]
    said: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.path.stem}-{self.function}"


def called(node: ast.AST) -> set[str]:
    return {
        part.func.id
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
    }


def refused(path: Path) -> list[Refused]:
    """Return a case for each function of a file that is refused, itself or a callee."""
    lines = path.read_text().splitlines()
    functions = {
        node.name: node
        for node in ast.parse(path.read_text()).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    found = []
    for name, node in functions.items():
        tree = [node, *(functions[c] for c in called(node) & set(functions))]
        marks = {
            (number, match[1])
            for part in tree
            for number in range(part.lineno, (part.end_lineno or 0) + 1)
            if (match := MARK.search(lines[number - 1]))
        }
        said = {}
        for line in reversed(lines[: node.lineno - 1]):
            if not line.startswith("#"):
                break
            if match := SAID.match(line):
                said[match[1]] = match[2]
        if marks:
            found.append(
                Refused(
                    path,
                    name,
                    node.lineno,
                    tuple(sorted(marks, key=str)),
                    tuple(said.items()),
                )
            )
    return found


CASES = [case for path in sorted(FOLDER.glob("*.py")) for case in refused(path)]


def test_there_are_many() -> None:
    assert len(CASES) > 50


@pytest.mark.parametrize("case", CASES, ids=str)
def test_refused(case: Refused) -> None:
    options = dict(case.said)
    wrt = options.get("wrt")
    with pytest.raises(srcgrad.CompileError) as caught:
        srcgrad.generate(
            case.path,
            case.function,
            wrt=None if wrt is None else tuple(part.strip() for part in wrt.split(",")),
            of=options.get("of"),
            types=options.get("types"),
        )
    diagnostics = caught.value.diagnostics
    # What is wrong with an option has no line in the file: the `def` stands for it.
    found = {
        case.line if item.span is None or item.code < "SG1" else item.span.line
        for item in diagnostics
    }
    assert found == {line for line, _ in case.expected}, diagnostics
    for line, code in case.expected:
        codes = {
            item.code
            for item in diagnostics
            if item.span is not None and item.span.line == line
        }
        assert code is None or code in codes, diagnostics
    for item in diagnostics:
        assert re.fullmatch(r"SG\d{3}", item.code), item
        assert not item.code.startswith("SG9"), item
        assert item.message and "\n" not in item.message, item
        if item.span is not None:
            assert Path(item.span.path).name == case.path.name, item
            assert item.span.line <= item.span.end_line, item


@pytest.mark.parametrize("case", CASES, ids=str)
def test_refused_or_taken_in_forward_mode(case: Refused) -> None:
    """Forward mode may take what reverse mode refuses, but nothing else goes wrong."""
    options = dict(case.said)
    wrt = options.get("wrt")
    try:
        srcgrad.generate(
            case.path,
            case.function,
            wrt=None if wrt is None else tuple(part.strip() for part in wrt.split(",")),
            of=options.get("of"),
            types=options.get("types"),
            mode="forward",
        ).load()
    except srcgrad.CompileError as error:
        assert not any(d.code.startswith("SG9") for d in error.diagnostics), error
