"""Golden cases: the committed text is what is generated, it runs, and it is right.

`pytest tests/test_cases.py --update-cases` writes the expectations anew; the diff is
for people to read.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest
from cases_file import Case, read, rewrite
from numeric import check
from reference import check_point, subject

import srcgrad

FOLDER = Path(__file__).parent / "cases"
PATHS = sorted(FOLDER.glob("*.py"))
EACH = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)

AGAIN = """
import json, sys
import srcgrad
texts = {}
for name, path, function, options in json.load(sys.stdin):
    texts[name] = srcgrad.generate(path, function, **options).text
json.dump(texts, sys.stdout)
"""


def source_of(case: Case, folder: Path) -> Path:
    path = folder / case.path.name
    path.write_text(case.source, encoding="utf-8")
    return path


def comments(text: str) -> list[str]:
    """Return the comments in order, however they are laid out."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


@EACH
def test_text(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    case = read(path)
    derivative = srcgrad.generate(
        source_of(case, tmp_path), case.function, **case.options()
    )
    if request.config.getoption("--update-cases"):
        rewrite(case, derivative.text)
        return
    assert derivative.text == case.expected


@EACH
def test_point(path: Path, tmp_path: Path) -> None:
    """The source runs, and differences see a smooth function there."""
    case = read(path)
    source = source_of(case, tmp_path)
    check_point(subject(source, case.function, case.wrt, case.arguments(), case.of))


@EACH
def test_numbers(path: Path, tmp_path: Path) -> None:
    """Both modes are right at the example, with the case's types and without."""
    case = read(path)
    source = source_of(case, tmp_path)
    for types in dict.fromkeys([case.types, None]):
        check(
            source,
            case.function,
            case.wrt,
            case.arguments(),
            of=case.of,
            types=types,
            third=case.third,
        )


@EACH
def test_comments_are_kept(path: Path) -> None:
    """Every comment inside the functions is in the derivative as well."""
    case = read(path)
    kept = comments(case.expected)
    for comment in comments(case.source):
        assert comment in kept, comment


@EACH
def test_only_numpy_is_imported(path: Path) -> None:
    case = read(path)
    allowed = ("import numpy", "from numpy", "import math", "from math")
    if "scipy" in case.source:  # no more than the source imports
        allowed = (*allowed, "import scipy", "from scipy")
    for line in case.expected.splitlines():
        if line.startswith(("import ", "from ")):
            assert line.startswith((*allowed, "from __future__")), line


def test_another_hash_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    cases = [read(path) for path in PATHS]
    asked = [
        (
            case.path.stem,
            str(source_of(case, tmp_path)),
            case.function,
            case.options(),
        )
        for case in cases
    ]
    for seed in ("1", "77"):
        run = subprocess.run(
            [sys.executable, "-c", AGAIN],
            input=json.dumps(asked),
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=FOLDER.parents[1],
            capture_output=True,
            text=True,
            check=True,
        )
        texts = json.loads(run.stdout)
        for case in cases:
            assert texts[case.path.stem] == case.expected, (seed, case.path.stem)


def test_emitted_files_satisfy_the_tools(tmp_path: Path) -> None:
    """`ruff check`, `ruff format --check` and `mypy` pass on every expectation."""
    names = []
    for path in PATHS:
        name = tmp_path / f"{path.stem}_grad.py"
        name.write_text(read(path).expected, encoding="utf-8")
        names.append(str(name))
    for command in (
        ["ruff", "check", "--isolated"],
        ["ruff", "format", "--isolated", "--check"],
        ["mypy", "--no-error-summary", "--cache-dir", str(tmp_path / "cache")],
    ):
        run = subprocess.run(
            [sys.executable, "-m", *command, *names],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
