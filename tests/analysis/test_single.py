"""Stores that no other store to their array overlaps."""

from __future__ import annotations

import pytest

from srcgrad.analysis.single import single_stores
from srcgrad.frontend.lower import lower
from srcgrad.normalize import normalize


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("for i in range(n):\n        t[i] = x[i]", True),
        ("for i in range(1, n):\n        t[i] = x[i]", True),
        ("for i in range(n):\n        t[:i, i] = x[i]", True),
        ("t[2] = x[0]", True),
        # the place of one iteration may be that of another
        ("for i in range(n):\n        t[i + 1] = x[i]", False),
        ("for i in range(n):\n        t[0] = x[i]", False),
        ("for i in range(-2, n):\n        t[i] = x[i]", False),
        ("for i in range(n, -1, -1):\n        t[i] = x[i]", False),
        (
            "for k in range(2):\n        for i in range(n):\n            t[i] = x[k]",
            False,
        ),
        ("k = 0\n    while k < n:\n        t[k] = x[k]\n        k += 1", False),
        # another store
        ("t[0] = x[0]\n    for i in range(n):\n        t[i] = x[i]", False),
        ("for i in range(n):\n        t[i] = x[i]\n        t[i] = x[0]", False),
        ("u = t\n    u[0] = x[0]\n    for i in range(n):\n        t[i] = x[i]", False),
        # what was there is another array, or depends on `x`
        (
            "if n > 2:\n        t = x * x\n    for i in range(n):\n        t[i] = 0.0",
            False,
        ),
        ("t = x * x\n    for i in range(n):\n        t[i] = x[0]", False),
        ("for i in range(n):\n        t[i] = x[i]\n        t = t + 1.0", False),
    ],
)
def test_single_stores(body: str, expected: bool) -> None:
    text = f"""
import numpy as np

def f(x, n):
    t = np.zeros(9)
    {body}
    return np.sum(t)
"""
    function = normalize(lower(text, "source.py"), "f", {}).functions["f"]
    active = frozenset(v for v in function.types if v.name not in ("n", "i", "k"))
    active -= {v for v in active if v.name == "t" and v.version == 0}
    found = single_stores(function.body, function.buffers, active)
    assert bool(found) is expected
