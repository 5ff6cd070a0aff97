"""What depends on an input and influences an output."""

from __future__ import annotations

import pytest
from normalized import normalized

from srcgrad.analysis.activity import active_variables, output_variables

CALLS = """
import numpy as np

def g(a, b):
    return a * 2.0, b * 3.0

"""


def active(source: str, types: str, wrt: str) -> str:
    program = normalized(CALLS + source, types=types)
    function = program.functions["f"]
    inputs = [v for p in function.parameters for v in p.leaves if p.name == wrt]
    found = active_variables(
        function, program.functions, inputs, output_variables(function)
    )
    return " ".join(sorted(f"{v.name}.{v.version}" for v in found))


@pytest.mark.parametrize(
    ("body", "wrt", "expected"),
    [
        ("y = x * s\n    return y", "x", "value.0 x.0 y.0"),
        ("y = x * s\n    z = s\n    return z", "x", ""),
        ("y = x * s\n    z = y\n    return z * 1.0", "s", "s.0 value.0 y.0 z.0"),
        ("n = np.floor(x)\n    return n * s", "x", ""),
        ("u, v = g(x, s)\n    return u", "s", ""),
        ("u, v = g(x, s)\n    return v", "s", "s.0 v.0"),
        ("y = s\n    if s > 1.0:\n        y = x\n    return y", "x", "x.0 y.1 y.2"),
    ],
)
def test_straight(body: str, wrt: str, expected: str) -> None:
    source = f"def f(x, s):\n    {body}\n"
    found = active(source, "x: f64, s: f64", wrt)
    assert found.replace("value.0 ", "") == expected.replace("value.0 ", "")


def test_through_the_iterations_of_a_loop() -> None:
    source = """
def f(x, s):
    t = s
    y = 0.0
    for i in range(3):
        y = y + t
        t = x
    return y
"""
    found = active(source, "x: f64, s: f64", "x")
    assert {"x.0", "t.1", "t.2", "y.1", "y.2"} <= set(found.split())


def test_a_store_makes_the_whole_buffer_active() -> None:
    source = """
def f(x, s):
    a = np.zeros(3)
    a[0] = x
    return a[1] * s
"""
    assert "a.1" in active(source, "x: f64, s: f64", "x").split()


def test_only_the_shape_is_read() -> None:
    source = """
def f(x, s):
    return s * np.zeros_like(x)[0]
"""
    assert active(source, "x: f64[n], s: f64", "x") == ""
