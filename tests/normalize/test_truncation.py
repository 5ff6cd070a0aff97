"""Integers where floating point is stored: refused where the emitted code is entered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import srcgrad

HEAD = "import numpy as np\n\n\n"
STORED = """def f(x, a):
    x[0] = a * 1.5
    return np.sum(x) * a
"""
LIKE_IT = """def f(x, a):
    y = np.zeros_like(x)
    y[0] = a * x[1]
    return np.sum(y) * a
"""
CALLED = """def fill(out, a):
    out[1:] = a * 0.5


def f(x, a):
    fill(x, a)
    return np.sum(x * x)
"""
COPIED = """def f(x, a):
    y = x.copy()
    for i in range(3):
        y[i] += a * y[i - 1]
    return np.sum(y)
"""
MADE_FLOAT = """def f(x, a):
    y = x * a
    y[0] = a * x[1]
    return np.sum(y) * a
"""
NOT_STORED = """def f(x, a):
    return np.sum(x * a) * np.exp(a)
"""


def derivative(tmp_path: Path, source: str, **options: object) -> srcgrad.Derivative:
    path = tmp_path / "source.py"
    path.write_text(HEAD + source)
    return srcgrad.generate(path, "f", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [STORED, LIKE_IT, CALLED, COPIED])
def test_integers_are_refused(source: str, tmp_path: Path) -> None:
    module = derivative(tmp_path, source, wrt="a").load()
    with pytest.raises(TypeError, match="for x: floating point"):
        module.f_grad(np.array([1, 2, 3]), 0.5)
    for kind in (np.float32, np.float64):
        assert np.isfinite(module.f_grad(np.array([1, 2, 3], kind), 0.5))


@pytest.mark.parametrize("source", [STORED, LIKE_IT, CALLED, COPIED])
def test_forward_mode_refuses_them_too(source: str, tmp_path: Path) -> None:
    module = derivative(tmp_path, source, wrt="a", mode="forward").load()
    with pytest.raises(TypeError, match="for x: floating point"):
        module.f_jvp(np.array([1, 2, 3]), 0.5, a_dot=1.0)


@pytest.mark.parametrize("source", [MADE_FLOAT, NOT_STORED])
def test_integers_that_become_numbers_are_not(source: str, tmp_path: Path) -> None:
    module = derivative(tmp_path, source, wrt="a").load()
    found = module.f_grad(np.array([1, 2, 3]), 0.5)
    assert found == module.f_grad(np.array([1.0, 2.0, 3.0]), 0.5)


def test_known_types_need_no_test(tmp_path: Path) -> None:
    types = "x: f64[n], a: float"
    assert "result_type" not in derivative(tmp_path, STORED, wrt="a", types=types).text


def test_the_test_is_read_again(tmp_path: Path) -> None:
    """An emitted file is a source: also one that tests for floating point."""
    text = derivative(tmp_path, COPIED, wrt="a").text
    path = tmp_path / "source_grad.py"
    path.write_text(text)
    again = srcgrad.generate(path, "f_grad", wrt="a").load()
    x = np.array([1.0, 2.0, 3.0])
    step = 1e-5
    module = derivative(tmp_path, COPIED, wrt="a").load()
    slope = (module.f_grad(x, 0.5 + step) - module.f_grad(x, 0.5 - step)) / (2 * step)
    assert np.isclose(again.f_grad_grad(x, 0.5), slope, rtol=1e-6)
