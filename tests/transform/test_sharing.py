"""Common subexpressions: named once in a block, and only where nothing changes between."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import srcgrad
from srcgrad.ir.code import Add, Set
from srcgrad.ir.expressions import Apply, Constant, Name
from srcgrad.transform.sharing import shared

HEAD = "import numpy as np\n\n\n"


def emitted(tmp_path: Path, source: str, **options: object) -> str:
    path = tmp_path / "source.py"
    path.write_text(HEAD + source)
    return srcgrad.generate(path, "f", **options).text  # type: ignore[arg-type]


def backward(tmp_path: Path, source: str, **options: object) -> str:
    """Return the statements of the backward function, without docstring and comments."""
    text = emitted(tmp_path, source, **options)
    body = text.partition("def f_backward(")[2].partition("\n\n\n")[0]
    lines = body.partition('"""\n')[2].splitlines(keepends=True)
    return "".join(line for line in lines if not line.lstrip().startswith("#"))


def test_what_a_block_reads_twice_is_made_once(tmp_path: Path) -> None:
    source = """def f(z):
    p = 1.0 / (1.0 + np.exp(-z))
    return np.sum(p * p)
"""
    text = backward(tmp_path, source, types="z: f64[n]")
    assert text.count("np.exp(-z)") == 1
    assert "exp = np.exp(-z)\n" in text


def test_a_value_is_named_after_what_it_is_of(tmp_path: Path) -> None:
    source = """def f(x, y):
    return np.sum(np.sin(x) * np.exp(y) + np.exp(x) * np.cos(y))
"""
    text = backward(tmp_path, source, wrt=("x", "y"), types="x: f64[n], y: f64[n]")
    for name in ("exp_x = np.exp(x)", "exp_y = np.exp(y)"):
        assert f"{name}\n" in text


def test_names_are_numbered_in_each_block_alone(tmp_path: Path) -> None:
    """In the order of the lines; a block before or after changes no name."""
    source = """def f(x, y):
    a = np.exp(x * y) * np.exp(x + y)
    b = np.exp(a * y) * np.exp(a + y)
    return np.sum(b)
"""
    text = backward(tmp_path, source, wrt=("x", "y"), types="x: f64[n], y: f64[n]")
    made = re.findall(r"^    (exp\w*) = ", text, flags=re.M)
    assert made == ["exp", "exp_2", "exp", "exp_2"]


def test_what_changes_between_is_made_again() -> None:
    """The cotangent that both lines read is another one in the second."""
    x_bar = Name("x_bar")
    grown = Apply("multiply", (Constant(2.0), Apply("exp", (x_bar,))))
    lines = [
        Set(("y_bar",), grown),
        Add(x_bar, Constant(1.0)),
        Set(("z_bar",), grown),
        Set(("w_bar",), grown),
    ]
    found = shared(lines, lambda word: word)
    assert found[:2] == lines[:2]
    assert [line.targets for line in found[2:]] == [("exp",), ("z_bar",), ("w_bar",)]


def test_a_value_behind_a_test_stays_there(tmp_path: Path) -> None:
    """`log` of a number that is not positive would warn, or fail."""
    source = """def f(x: float, w: float):
    y = w * np.log(x) * np.log(x) if x > 0.0 else w * x
    return y * y
"""
    text = backward(tmp_path, source, wrt=("x", "w"))
    lines = [line for line in text.splitlines() if "np.log(x)" in line]
    assert lines
    assert all("if x > 0.0 else" in line for line in lines)
    derivative = emitted(tmp_path, source, wrt=("x", "w"))
    space: dict[str, object] = {}
    exec(compile(derivative, "derivative", "exec"), space)
    value, saved = space["f_forward"](-2.0, 3.0)  # type: ignore[operator]
    assert value == 36.0
    assert space["f_backward"](saved) == (-36.0, 24.0)  # type: ignore[operator]


@pytest.mark.parametrize("line", ["y = 2.0 * x * x + 2.0 * x", "y = x**2 * x**2"])
def test_cheap_arithmetic_is_written_out(tmp_path: Path, line: str) -> None:
    source = f"def f(x):\n    {line}\n    return np.sum(y * y)\n"
    text = backward(tmp_path, source, types="x: f64[n]")
    names = re.findall(r"^    (\w+) = ", text, flags=re.M)
    assert {name for name in names if not name.endswith("_bar")} <= {"x", "y"}


def test_elements_put_back_are_read_after(tmp_path: Path) -> None:
    """One statement that stores twice: the second store's value is put back between."""
    source = """def f(x, n):
    y = np.exp(x)
    for i in range(1, n):
        y[i], y[0] = np.sin(y[0]) * np.sin(y[0]), np.sin(y[i]) * y[0]
    return np.sum(y * y)
"""
    path = tmp_path / "source.py"
    path.write_text(HEAD + source)
    import numpy as np
    from numeric import check

    check(path, "f", ("x",), (np.array([0.3, -0.2, 0.5, 0.1]), 4), types=None)
    check(path, "f", ("x",), (np.array([0.3, -0.2, 0.5, 0.1]), 4), types="x: f64[n]")


def test_forward_mode_shares_within_a_statement(tmp_path: Path) -> None:
    source = """def f(x):
    y = np.exp(x) / (1.0 + np.exp(x))
    return np.sum(y)
"""
    text = emitted(tmp_path, source, mode="forward", types="x: f64[n]")
    tangent = text.partition("y = np.exp(x) / (1.0 + np.exp(x))\n")[2]
    assert tangent.count("np.exp(x)") == 1
