"""A command line run in this process, and a compiler that needs no compiling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import srcgrad
from srcgrad.diagnostics import CompileError, Diagnostic, Span
from srcgrad.emit.header import Command, header
from srcgrad.files import read_source


@dataclass(frozen=True)
class Result:
    """What a command line left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run `srcgrad WORDS...`."""
    from srcgrad_cli.main import run

    def call(*words: str) -> Result:
        capsys.readouterr()
        code = run(words)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Result(code, captured.out, captured.err)

    return call


@dataclass(frozen=True)
class FakeDerivative:
    """Stands in for what the compiler returns."""

    text: str


def fake_generate(path: Any, function: str, **options: Any) -> FakeDerivative:
    """Return a module that holds the source's text; refuse where it says `refuse`."""
    text = read_source(path)
    if "refuse" in text:
        line = text[: text.index("refuse")].count("\n") + 1
        span = Span(str(path), line, 4, line, 10)
        raise CompileError([Diagnostic("SG101", "`refuse` is refused", span)])
    if "wrong" in (options["types"] or ""):
        column = options["types"].index("wrong")
        span = Span("--types", 1, column, 1, column + 5)
        raise CompileError([Diagnostic("SG015", "this is no type", span)])
    if "crash" in text:
        raise RuntimeError("lost my way")
    if "stop" in text:
        raise KeyboardInterrupt
    wrt = options.pop("wrt")
    command = Command("", function, tuple(wrt or ()), **options)
    head = header(command.placed(path), {function: text})
    return FakeDerivative(f'{head}"""Derivative."""\n\nSOURCE = {text!r}\n')


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: None) -> Path:
    """Stand in a folder with one source, `model.py`."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "model.py"
    path.write_text("def loss(w, b):\n    return w * b\n", encoding="utf-8")
    return path


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put `fake_generate` in the compiler's place."""
    monkeypatch.setattr(srcgrad, "generate", fake_generate, raising=False)
