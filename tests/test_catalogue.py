from __future__ import annotations

import re
from pathlib import Path

import pytest

import srcgrad
from srcgrad.catalogue import CATALOGUE

ROOT = Path(__file__).parent.parent
CODE = re.compile(r"SG\d{3}")


def raised() -> set[str]:
    """Codes in the sources, but for those of docstrings and comments, are raised."""
    found: set[str] = set()
    for folder in (ROOT / "srcgrad", ROOT / "cli"):
        for path in folder.rglob("*.py"):
            if "catalogue" not in path.parts:
                quoted = re.findall(r'"(SG\d{3})"', path.read_text(encoding="utf-8"))
                found.update(quoted)
    return found


def test_every_code_that_is_raised_is_explained():
    assert raised() - CATALOGUE.keys() == set()


def test_every_code_that_is_explained_is_raised():
    assert CATALOGUE.keys() - raised() == set()


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_an_explanation_is_complete(code):
    entry = CATALOGUE[code]
    assert CODE.fullmatch(code)
    assert entry.title and not entry.title.endswith(".")
    assert len(entry.title) <= 60
    assert entry.meaning.endswith(".") and len(entry.meaning) >= 60
    assert bool(entry.example) == bool(entry.rewrite)


PROGRAMS = sorted(
    code
    for code, entry in CATALOGUE.items()
    if entry.example and not entry.example.startswith("$")
)


def compiled(text: str, path: Path) -> str:
    """Generate the derivative of the last function of a program."""
    path.write_text(text, encoding="utf-8")
    function = re.findall(r"^(?:async )?def (\w+)", text, re.MULTILINE)[-1]
    return srcgrad.generate(path, function).text


@pytest.mark.parametrize("code", PROGRAMS)
def test_the_example_is_refused_with_its_code(code, tmp_path):
    with pytest.raises(srcgrad.CompileError) as caught:
        compiled(CATALOGUE[code].example, tmp_path / "example.py")
    assert code in {diagnostic.code for diagnostic in caught.value.diagnostics}


@pytest.mark.parametrize("code", PROGRAMS)
def test_the_rewrite_works(code, tmp_path):
    assert compiled(CATALOGUE[code].rewrite, tmp_path / "rewrite.py")
