"""Where a variable is made, and what destroys its memory."""

from __future__ import annotations

from normalized import normalized

from srcgrad.analysis.homes import destroyers, homes_of
from srcgrad.ir.expressions import Var


def destroyed(source: str, types: str) -> dict[str, str]:
    function = normalized(source, types=types).functions["f"]
    homes = homes_of(function)

    def text(var: Var) -> str:
        return f"{var.name}.{var.version}"

    return {
        text(var): " ".join(map(text, found))
        for var in homes.home
        if (found := list(destroyers(var, homes, function.buffers)))
    }


def test_a_store_destroys_what_was_there() -> None:
    source = "def f(a):\n    b = a * 2.0\n    b[0] = 1.0\n    return b\n"
    assert destroyed(source, "a: f64[n]") == {"b.0": "b.1"}


def test_a_store_destroys_views() -> None:
    source = "def f(a):\n    b = a * 2.0\n    c = b[1:]\n    b = b * c\n    return b\n"
    assert destroyed(source, "a: f64[n]") == {}


def test_rebinding_destroys_nothing() -> None:
    source = "def f(a):\n    b = a * 2.0\n    b = b * b\n    return b\n"
    assert destroyed(source, "a: f64[n]") == {}


def test_the_next_iteration_destroys_what_this_one_made() -> None:
    source = """
def f(a):
    for i in range(3):
        a[0] = a[1] * a[0]
    return a
"""
    found = destroyed(source, "a: f64[n]")
    assert found["a.1"] == found["a.2"] == "a.2"
    assert "a.3" not in found


def test_homes() -> None:
    source = """
def f(x):
    y = x
    for i in range(3):
        if x > 1.0:
            y = y * x
    return y
"""
    function = normalized(source, types="x: f64").functions["f"]
    homes = homes_of(function)
    kinds = {f"{v.name}.{v.version}": h.kind for v, h in homes.home.items()}
    assert kinds["x.0"] == "entry"
    assert kinds["y.0"] == "after"
    assert kinds["i.0"] == "counter"
    assert kinds["y.1"] == "start"
    inner = homes.home[Var("y", 2)]
    assert (len(inner.loops), len(inner.branches)) == (1, 1)
