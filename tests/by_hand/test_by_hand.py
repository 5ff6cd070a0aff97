"""Emitted pairs against pairs that were written by hand: numbers, and lines of code."""

from __future__ import annotations

import ast
import importlib.util
import io
import tokenize
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import srcgrad

FOLDER = Path(__file__).parent
LIMIT = 1.25
SPACE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@dataclass(frozen=True)
class Work:
    """A program, what of it is differentiated, and the size that its time is taken at."""

    name: str
    function: str
    wrt: tuple[str, ...]
    types: str | None
    arguments: Callable[[np.random.Generator], tuple[Any, ...]]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> Path:
        return FOLDER / f"{self.name}.py"

    def by_hand(self) -> ModuleType:
        return loaded(FOLDER / f"{self.name}_pair.py")

    def derivative(self) -> srcgrad.Derivative:
        return srcgrad.generate(
            self.source, self.function, wrt=self.wrt, types=self.types
        )


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"by_hand_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WORKS = (
    Work(
        "heat",
        "energy",
        ("u", "r"),
        None,
        lambda draw: (draw.normal(size=2000), 0.2, 200),
    ),
    Work(
        "orbit",
        "prey_left",
        ("prey", "growth"),
        None,
        lambda draw: (1.2, 0.8, 0.7, 0.01, 1000),
    ),
    Work(
        "regression",
        "loss",
        ("w", "b"),
        "w: f64[d], b: f64, x: f64[n, d], y: f64[n]",
        lambda draw: (
            draw.normal(size=20),
            0.3,
            draw.normal(size=(500, 20)),
            draw.normal(size=500),
        ),
    ),
    Work(
        "recurrent",
        "loss",
        ("w", "u", "b"),
        "w: f64[h, h], u: f64[h, d], b: f64[h], inputs: f64[n, d], target: f64[h]",
        lambda draw: (
            draw.normal(size=(64, 64)) / 8.0,
            draw.normal(size=(64, 16)) / 4.0,
            draw.normal(size=64),
            draw.normal(size=(50, 16)),
            draw.normal(size=64),
        ),
    ),
    Work(
        "growth",
        "cost",
        ("rate", "limit"),
        None,
        lambda draw: (1.1, 2.0, 0.3, 1000),
    ),
    Work(
        "softmax",
        "loss",
        ("w1", "b1", "w2", "b2"),
        "w1: f64[d, h], b1: f64[h], w2: f64[h, k], b2: f64[k], x: f64[n, d], "
        "labels: i64[n]",
        lambda draw: (
            draw.normal(size=(64, 100)) / 8.0,
            draw.normal(size=100),
            draw.normal(size=(100, 10)) / 10.0,
            draw.normal(size=10),
            draw.normal(size=(256, 64)),
            draw.integers(0, 10, size=256),
        ),
    ),
)
EACH = pytest.mark.parametrize("work", WORKS, ids=str)


def code_lines(text: str) -> Mapping[str, int]:
    """Return for each function its lines of code, comments and docstrings apart."""
    found: dict[str, int] = {}
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    for node in ast.parse(text).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        first, said = node.body[0], range(0)
        if ast.get_docstring(node) is not None:
            said = range(first.lineno, (first.end_lineno or 0) + 1)
        rows = {
            row
            for token in tokens
            if token.type not in SPACE
            for row in range(token.start[0], token.end[0] + 1)
            if node.lineno <= row <= (node.end_lineno or 0) and row not in said
        }
        found[node.name] = len(rows)
    return found


def gradient(module: ModuleType, work: Work, arguments: tuple[Any, ...]) -> Any:
    _, saved = getattr(module, f"{work.function}_forward")(*arguments)
    return getattr(module, f"{work.function}_backward")(saved)


@pytest.mark.parametrize("work", WORKS[:3], ids=str)
def test_lines(work: Work) -> None:
    """No function of a pair is longer than 1.25 times the one that is written by hand."""
    ours = code_lines(work.derivative().text)
    theirs = code_lines((FOLDER / f"{work.name}_pair.py").read_text(encoding="utf-8"))
    assert theirs
    for name, limit in theirs.items():
        assert ours[name] <= LIMIT * limit, (name, ours[name], limit)


@EACH
def test_numbers(work: Work) -> None:
    arguments = work.arguments(np.random.default_rng(0))
    copies = [
        tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)
        for _ in range(2)
    ]
    found = gradient(work.derivative().load(), work, copies[0])
    expected = gradient(work.by_hand(), work, copies[1])
    for one, two in zip(found, expected, strict=True):
        scale = float(np.max(np.abs(two)))
        assert np.allclose(one, two, rtol=1e-9, atol=1e-11 * scale)
