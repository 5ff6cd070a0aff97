"""srcgrad/README.md: its map names every file, and what it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from srcgrad.compiler import STAGES

ROOT = Path(__file__).parent.parent
MAP = ROOT / "srcgrad/README.md"


def first_line(path: Path) -> str:
    """What a file says that it is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def section(folder: Path, name: str) -> list[str]:
    """A line for each file of a folder, then the folders in it."""
    lines = [f"### `{name}/`", "", first_line(folder / "__init__.py"), ""]
    files = sorted(p for p in folder.glob("*.py") if p.name != "__init__.py")
    lines += [f"- `{path.name}`: {first_line(path)}" for path in files]
    for inner in sorted(p.parent for p in folder.glob("*/__init__.py")):
        lines += ["", *section(inner, f"{name}/{inner.name}")]
    return lines


def filled(text: str) -> str:
    """The page with its map made anew."""
    lines = [*section(ROOT / "srcgrad", "srcgrad"), "", *section(ROOT / "cli", "cli")]
    before, start, rest = text.partition("<!-- map -->\n")
    _, end, after = rest.partition("<!-- /map -->")
    assert start and end, "the page has no map"
    return "".join((before, start, "\n".join(lines), "\n", end, after))


def test_the_map_is_up_to_date(request: pytest.FixtureRequest) -> None:
    text = MAP.read_text(encoding="utf-8")
    if request.config.getoption("--update-cases"):
        MAP.write_text(filled(text), encoding="utf-8")
        return
    assert text == filled(text), (
        "run: python -m pytest tests/test_map.py --update-cases"
    )


@pytest.mark.parametrize("folder", ["srcgrad", "cli"])
def test_every_file_says_what_it_is(folder: str) -> None:
    files = (ROOT / folder).rglob("*.py")
    assert [str(path) for path in files if not first_line(path)] == []


def test_the_stages_are_those_of_the_compiler() -> None:
    rows = re.findall(r"^\| (\w+) \| `", MAP.read_text(encoding="utf-8"), flags=re.M)
    assert rows == [stage.name for stage in STAGES]


def test_files_that_are_named_exist() -> None:
    prose = MAP.read_text(encoding="utf-8").partition("<!-- map -->")[0]
    for name in re.findall(r"`([\w/]+(?:\.py|/))`", prose):
        places = (ROOT, ROOT / "srcgrad", ROOT / "srcgrad/primitives")
        assert any((place / name).exists() for place in places), name
