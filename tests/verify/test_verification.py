"""Verification: right derivatives pass, and every way of being wrong is seen."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import srcgrad
from srcgrad.derivative import load as load_text
from srcgrad.verify import Report, Row, verify
from srcgrad.verify.branches import Record
from srcgrad.verify.checks import Checker
from srcgrad.verify.subject import Subject, load

SOURCE = """
import numpy as np


def loss(w, b, x, y, kind="mean", power=2.0):
    residual = x @ w + b - y
    if b > 100.0:
        residual = residual * 2.0
    total = np.mean(residual**2) if kind == "mean" else np.sum(residual**2)
    return total * power


def update(a, s):
    a[1:] *= a[:-1] * s


def rooted(x):
    if x <= 0.0:
        raise ValueError("x must be positive")
    return np.sqrt(x) * x


def pair(x):
    y = x * x
    return y, np.sum(y)


def never(x):
    return np.log(-1.0 - x * x)


def broken():
    return missing
"""

TYPES = "w: f64[d], b: float, x: f64[n, d], y: f64[n]"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "model.py"
    path.write_text(SOURCE)
    return path


def checks(report: Report) -> set[str]:
    return {row.check for row in report.rows}


def test_a_right_derivative_passes(source: Path) -> None:
    report = verify(source, "loss", wrt="w,b", types=TYPES, points=3, seed=5)
    assert report.passed
    assert {row.point for row in report.rows} == {1, 2, 3}
    wanted = {"value", "differences", "complex step", "forward", "value_and_grad"}
    assert wanted <= checks(report)


def test_it_says_which_branches_were_not_taken(source: Path) -> None:
    report = verify(source, "loss", wrt="w", types=TYPES, points=2)
    assert report.branches_never_taken == (
        "model.py:7: `if b > 100.0` was never true",
        "model.py:9: `kind == 'mean'` was never false",
    )


def test_a_mutated_argument_and_a_tuple(source: Path) -> None:
    report = verify(
        source, "update", wrt="a,s", of="a", types="a: f64[n], s: float", points=2
    )
    assert report.passed
    assert any(row.check == "arguments" and row.target == "a" for row in report.rows)
    assert verify(source, "pair", types="x: f32[n]", points=2).passed


def test_points_suit_the_source(source: Path) -> None:
    """A function of positive numbers is not given others."""
    assert verify(source, "rooted", types="x: float", points=4).passed


def test_an_example_gives_the_arguments(source: Path, tmp_path: Path) -> None:
    examples = tmp_path / "examples.py"
    examples.write_text(
        "import numpy as np\n\n\n"
        "def same():\n    return np.ones(2), 0.5, np.eye(2), np.zeros(2), 'sum'\n\n\n"
        "def named(draw):\n"
        "    x = draw.normal(size=(3, 2))\n"
        "    return {'w': x[0], 'x': x, 'y': x[:, 0], 'b': 101.0}\n\n\n"
        "def few():\n    return (np.ones(2),)\n"
    )
    for name in ("same", "named"):
        report = verify(source, "loss", wrt="w,b", example=f"{examples}:{name}")
        assert report.passed, report.rows
    with pytest.raises(srcgrad.CompileError) as caught:
        verify(source, "loss", wrt="w", example=f"{examples}:few")
    assert caught.value.diagnostics[0].code == "SG037"


@pytest.mark.parametrize(
    ("function", "options", "code"),
    [
        ("loss", {}, "SG038"),
        ("never", {"types": "x: float"}, "SG039"),
        ("pair", {"types": "x: f64[n]", "example": "nothing"}, "SG037"),
        ("pair", {"types": "x: f64[n]", "example": "no_such_module:f"}, "SG037"),
    ],
)
def test_what_cannot_be_run_is_refused(
    source: Path, function: str, options: dict[str, str], code: str
) -> None:
    with pytest.raises(srcgrad.CompileError) as caught:
        verify(source, function, **options)
    assert {d.code for d in caught.value.diagnostics} == {code}


def test_a_source_that_does_not_import(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("import no_such_module\n\n\ndef f(x):\n    return x * x\n")
    with pytest.raises(srcgrad.CompileError) as caught:
        verify(path, "f", types="x: float")
    assert caught.value.diagnostics[0].code == "SG036"


# ---- derivatives that are wrong


SQUARES = "import numpy as np\n\n\ndef f(x):\n    return np.sum(x * x)\n"
PAIR = """
import numpy as np


def f_forward(x):
    return {value}, (x,)


def f_backward(saved, value_bar=1.0):
    (x,) = saved
    return {gradient}
"""


def judged(tmp_path: Path, value: str, gradient: str) -> list[Row]:
    path = tmp_path / "squares.py"
    path.write_text(SQUARES)
    record = Record()
    function: Callable[..., object] = load(path, SQUARES, record).f
    subject = Subject(function, ("x",), frozenset(), None, record)
    module: ModuleType = load_text(PAIR.format(value=value, gradient=gradient), "pair")
    draw = np.random.default_rng(0)
    checker = Checker(subject, "f", ("x",), module, None, draw)
    checker.point(1, (np.array([0.5, -2.0, 1.0]),))
    return checker.rows


def test_the_right_pair_passes(tmp_path: Path) -> None:
    rows = judged(tmp_path, "np.sum(x * x)", "2.0 * x * value_bar")
    assert all(row.passed for row in rows)


@pytest.mark.parametrize(
    ("value", "gradient", "check"),
    [
        ("np.sum(x * x)", "2.0001 * x * value_bar", "differences"),
        ("np.sum(x * x)", "2.0001 * x * value_bar", "complex step"),
        ("np.sum(x * x)", "np.nan * x", "differences"),
        ("np.sum(x * x)", "np.where(x > 0, 2.0 * x, np.nan)", "differences"),
        ("np.sum(x * x)", "2.0 * np.sum(x)", "shape"),
        ("np.sum(x * x) * 1.001", "2.0 * x", "value"),
        ("np.sum(x * x) * np.nan", "2.0 * x", "value"),
        ("np.sum(x * x)", "x.fill(1.0)", "shape"),
        ("(x.fill(1.0), 5.25)[1]", "2.0 * x", "arguments"),
        ("np.sum(x * x)", "undefined", "runs"),
        ("np.sum(x * x)", "np.multiply(x, 2.0, out=x)", "backward"),
    ],
)
def test_a_wrong_pair_fails(
    tmp_path: Path, value: str, gradient: str, check: str
) -> None:
    rows = judged(tmp_path, value, gradient)
    assert any(row.check == check and not row.passed for row in rows), rows


def test_nan_never_passes() -> None:
    assert not Row(1, "differences", "x", math.nan, math.inf).passed
    assert not Report((Row(1, "differences", "x", math.nan, 1.0),)).passed
    assert not Report(()).passed
