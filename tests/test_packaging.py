from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import srcgrad
from srcgrad.version import VERSION

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_folder_is_packaged():
    folders = {path.parent for path in (ROOT / "srcgrad").rglob("*.py")}
    names = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == names | {"srcgrad_cli"}


def test_every_package_says_what_it_is():
    for folder in {path.parent for path in (ROOT / "srcgrad").rglob("*.py")}:
        text = (folder / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), folder


def test_the_version_is_one():
    assert srcgrad.__version__ == VERSION


def test_imports_are_declared():
    declared = {"numpy", "libcst", "click", "rich", "srcgrad", "srcgrad_cli"}
    optional = {"numba", "scipy"}
    for folder in ("srcgrad", "cli"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Import(names):
                        modules = {alias.name for alias in names}
                    case ast.ImportFrom(module=str(module), level=0):
                        modules = {module}
                    case _:
                        continue
                tops = {module.partition(".")[0] for module in modules}
                unknown = tops - declared - optional - sys.stdlib_module_names
                assert not unknown, (path, unknown)


def test_extras_are_complete():
    extras = PROJECT["project"]["optional-dependencies"]
    assert set(extras) == {"numba", "scipy", "samples", "test", "bench", "all"}
    assert extras["all"] == ["srcgrad[numba,scipy,samples,test]"]
    runtime = {word.split(">=")[0] for word in PROJECT["project"]["dependencies"]}
    assert runtime == {"numpy", "libcst", "click", "rich"}
