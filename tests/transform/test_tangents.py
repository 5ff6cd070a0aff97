"""Forward mode: where each tangent stands, and that order and memory are respected."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numeric import check

import srcgrad

PROGRAMS = Path(__file__).parents[1] / "probes"


def body(tmp_path: Path, source: str, wrt: str = "x", types: str | None = None) -> str:
    """Return the statements of the emitted function, without its docstring."""
    path = tmp_path / "source.py"
    path.write_text("import numpy as np\n\n\n" + source)
    text = srcgrad.generate(path, "f", wrt=wrt, mode="forward", types=types).text
    lines = text.partition('"""Value of')[2].partition("\n")[2].split("\n")
    return "\n".join(line.removeprefix("    ") for line in lines).strip()


def test_a_tangent_follows_and_uses_the_value(tmp_path: Path) -> None:
    source = """
def f(x: float):
    # growth
    y = np.exp(x)  # e to the x
    return y * y
"""
    assert body(tmp_path, source).splitlines()[2:] == [
        "# growth",
        "y = np.exp(x)  # e to the x",
        "y_dot = y * x_dot",
        "value = y * y",
        "value_dot = 2.0 * y * y_dot",
        "return value, value_dot",
    ]


def test_a_tangent_goes_before_what_overwrites(tmp_path: Path) -> None:
    source = """
def f(x):
    y = x * x
    # shrink
    y[1:] *= y[:-1]
    y = y * y
    return np.sum(y)
"""
    text = body(tmp_path, source)
    wanted = """# shrink
y_dot[1:] = y[:-1] * y_dot[1:] + y[1:] * y_dot[:-1]
y[1:] *= y[:-1]
y_dot = 2.0 * y * y_dot
y = y * y"""
    assert wanted in text


def test_a_loop_over_rows_counts_only_where_it_must(tmp_path: Path) -> None:
    source = """
def f(x, a):
    total = 0.0
    for row in x:
        total = total + np.sum(row * row)
    for row in a:
        total = total * np.sum(row)
    for i, row in enumerate(x):
        total = total + i * row[0]
    return total
"""
    text = body(tmp_path, source, types="x: f64[n, m], a: f64[n, m]")
    assert "for row_index, row in enumerate(x):\n    row_dot = x_dot[row_index]" in text
    assert "for row in a:" in text
    assert "for i, row in enumerate(x):\n    row_dot = x_dot[i]" in text


def test_zeros_stand_where_a_passive_value_is_made(tmp_path: Path) -> None:
    source = """
def f(x, n: int):
    a = np.zeros(3)
    total = 0.0
    for i in range(n):
        a[i] = x[i]
        total += x[i]
    if n > 5:
        b = total
    else:
        b = 1.0
    return np.sum(a) * b
"""
    text = body(tmp_path, source, types="x: f64[k]")
    assert "a_dot = np.zeros_like(a)\ntotal = 0.0\ntotal_dot = 0.0" in text
    assert "    b = 1.0\n    b_dot = 0.0" in text


def test_calls_are_made_in_forward_form(tmp_path: Path) -> None:
    source = """
def g(a, b):
    return a * b


def f(x, k: float):
    y = g(x, k) + g(
        k,  # first
        x,
    )
    z = g(y, y)
    return z
"""
    text = body(tmp_path, source, types="x: float")
    assert "g_value, g_value_dot = g_a_jvp(x, k, a_dot=x_dot)" in text
    assert "z, z_dot = g_jvp(y, y, a_dot=y_dot, b_dot=y_dot)" in text or (
        "z, z_dot = g_a_b_jvp(y, y, a_dot=y_dot, b_dot=y_dot)" in text
    )
    assert "# first" in text


def test_the_value_of_early_returns(tmp_path: Path) -> None:
    source = """
def f(x: float):
    if x > 0:
        return x
    y = x * x
    return y * y
"""
    text = body(tmp_path, source)
    assert text.endswith("return value, value_dot")
    assert "value_dot = x_dot" in text


SEEDS = """
import numpy as np


def stores(x):
    x[0] = x[1] * x[2]
    x *= 2.0
    return np.sum(x * x)


def copies(x):
    y = x * 1.0
    z = x + 0.0
    y[0] = 5.0
    z += y
    return np.sum(x * y * z)


def broadcasts(x):
    y = np.zeros(3) + x[0]
    y[1] = x[2]
    y -= x
    return np.sum(y * y)


def callee(a):
    return a * 1.0


def from_a_call(x):
    y = callee(x)
    y[0] = 3.0
    return np.sum(x * y)


def from_a_loop(x, n):
    y = x
    for _ in range(n):
        z = y
        z = z * x
        z[0] = 1.0
        y = z
    return np.sum(x * y)


def swapped(x, n):
    a = x * x
    b = x + 1.0
    for i in range(n):
        a, b = b, a
        a[i] = b[0] * x[i]
    return np.sum(a * a) + np.sum(b)


def view_out_of_reach(x):
    a = x * x
    b = a[1:]
    a = x + 1.0
    b[0] = x[0] * 3.0
    c = b * a[0]
    return np.sum(c * c)


def view_at_an_index_that_moves(x):
    a = x * x
    i = 0
    b = a[i:]
    i = 2
    b[i] = x[0]
    b[0] *= b[1]
    return np.sum(b * b) * a[i]


def same_line(x):
    a = x * 1.0
    a, b = a * x, a * a
    a[0], a[1] = a[1] * x[0], a[0] * a[1]
    return np.sum(a * b)


def item_then_store(x):
    a = x * 1.0
    s = x[0] * x[1]
    s, a[0] = s * a[1], s * s
    return np.sum(a) * s


def loop_over_an_expression(x):
    total = 1.0
    for i, (v, w) in enumerate(zip(x * x, x), 1):
        total = total * v + w * i
    return total


def pair_kept(x):
    y = x * x
    pair = (y, x)
    y = y + 1.0
    return np.sum(pair[0] * y * pair[1])
"""

CASES = [
    "stores",
    "copies",
    "broadcasts",
    "from_a_call",
    "from_a_loop",
    "swapped",
    "view_out_of_reach",
    "view_at_an_index_that_moves",
    "same_line",
    "item_then_store",
    "loop_over_an_expression",
    "pair_kept",
]


@pytest.mark.parametrize("name", CASES)
def test_memory(tmp_path: Path, name: str) -> None:
    """Right, equal to reverse mode, the seed not written to, the value unchanged."""
    path = tmp_path / "memory.py"
    path.write_text(SEEDS)
    arguments: list[object] = [np.array([0.7, -1.3, 0.4])]
    types = "x: f64[n]"
    if "n)" in SEEDS.partition(f"def {name}(")[2].partition("\n")[0]:
        arguments.append(2)
        types += ", n: int"
    modes = ("forward",) if name == "item_then_store" else ("reverse", "forward")
    check(path, name, "x", arguments, types=types, modes=modes)


@pytest.mark.parametrize(
    ("file", "name", "arguments"),
    [
        ("straight_line", "rosenbrock", None),
        ("stores", "recurrence", None),
        ("loops", "power_by_loop", None),
        ("branches", "taken", None),
    ],
)
@pytest.mark.parametrize("outer", ["forward", "reverse"])
def test_twice(
    tmp_path: Path, file: str, name: str, arguments: None, outer: str
) -> None:
    """The emitted text is differentiated again, by either mode."""
    from programs import probes

    probe = next(p for p in probes(PROGRAMS / f"{file}.py") if p.function == name)
    given = probe.arguments()
    wrt = probe.wrt[0]
    text = srcgrad.generate(probe.path, name, wrt=wrt, mode="forward").text
    path = tmp_path / "once.py"
    direction = np.ones_like(given[0]) * 0.5
    names = ", ".join(srcgrad_parameters(text, name))
    text += (
        f"\n\ndef slope({names}, along):\n"
        f"    return {name}_jvp({names}, {wrt}_dot=along)[1]\n"
    )
    path.write_text(text)
    check(path, "slope", wrt, [*given, direction[()]], modes=(outer,))


def srcgrad_parameters(text: str, name: str) -> list[str]:
    """Return the positional parameters of the emitted function."""
    head = text.partition(f"def {name}_jvp(")[2].partition("*,")[0]
    return [part.partition("=")[0].strip() for part in head.split(",") if part.strip()]
