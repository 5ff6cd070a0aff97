"""Sums that several loops scatter, gathered by one: the same numbers, one loop that adds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from interpreted import interpreted

import srcgrad

SOURCE = """import numpy as np


def rod(u, r, steps):
    for step in range(steps):
        u[1:-1] = u[1:-1] + r * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u * u)


def plate(u, steps):
    a = u.copy()
    for step in range(steps):
        a[1:-1, 1:-1] = 0.2 * (
            a[1:-1, 1:-1] + a[:-2, 1:-1] + a[2:, 1:-1] - a[1:-1, :-2] + a[1:-1, 2:]
        )
    return np.sum(a * a)


def parts(u, w):
    t = np.tanh(u[:-3])
    s = np.exp(w)
    total = np.sum(t[1:] * u[4:]) + np.sum(s[2:] * s[1:-1] * w[:-2])
    return total + np.sum(u[::2]) - np.sum((u[1:] - u[:-1]) ** 2 * t[0])
"""


@pytest.mark.parametrize("size", range(4, 9))
@pytest.mark.parametrize(
    ("name", "types", "arguments"),
    [
        ("rod", "u: f64[n], r: f64, steps: int", lambda n: (row(n), 0.2, 3)),
        ("plate", "u: f64[n, m], steps: int", lambda n: (grid(n), 2)),
        ("parts", "u: f64[n], w: f64[m]", lambda n: (row(n + 2), row(n + 4))),
    ],
)
def test_numbers(tmp_path: Path, name, types, arguments, size) -> None:  # type: ignore[no-untyped-def]
    source = tmp_path / "source.py"
    source.write_text(SOURCE)
    wrt = "u,w" if name == "parts" else "u"
    plain = srcgrad.generate(source, name, wrt=wrt, types=types).load()
    made = srcgrad.generate(source, name, wrt=wrt, types=types, numba=True)
    compiled = interpreted(made.text)
    given = arguments(size)
    try:
        expected = getattr(plain, f"{name}_value_and_grad")(*copied(given))
    except ValueError:
        pytest.skip("shapes of this size do not fit")
    found = getattr(compiled, f"{name}_value_and_grad")(*copied(given))
    np.testing.assert_allclose(found[0], expected[0], rtol=1e-12)
    several = found[1] if isinstance(found[1], tuple) else (found[1],)
    wanted = expected[1] if isinstance(expected[1], tuple) else (expected[1],)
    for one, two in zip(several, wanted, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-11, atol=1e-14)


def test_one_loop_adds(tmp_path: Path) -> None:
    source = tmp_path / "source.py"
    source.write_text(SOURCE)
    types = "u: f64[n], r: f64, steps: int"
    fast = srcgrad.generate(source, "rod", types=types, numba=True).text
    joint = fast[fast.index("def rod_value_and_grad") : fast.index("def rod_grad")]
    assert joint.count("u_bar[i] +=") == 1
    assert "u_bar[i + 1] +=" not in joint and "u_bar[i + 2] +=" not in joint
    # the order of sums is that of the source
    strict = srcgrad.generate(
        source, "rod", types=types, numba=True, accuracy="strict"
    ).text
    assert "u_bar[i + 2] +=" in strict


def row(n: int) -> np.ndarray:
    return np.linspace(0.1, 1.0, n) ** 2


def grid(n: int) -> np.ndarray:
    return np.sin(np.arange(n * (n + 1.0))).reshape(n, n + 1)


def copied(arguments):  # type: ignore[no-untyped-def]
    return [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
