"""Parameters that can only be numbers."""

from __future__ import annotations

import pytest

from srcgrad.analysis.scalars import scalar_parameters
from srcgrad.frontend.lower import lower
from srcgrad.normalize import normalize


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return x * s", ""),
        ("if x > 0.0:\n        s = s * 2.0\n    return s", "x"),
        ("y = x * s\n    while y > 1.0:\n        y = y / 2.0\n    return y", "s x"),
        ("return math.sin(x) * s", "x"),
        ("return x if s > 0.0 else 2.0 * x", "s"),
        ("if x.sum() > 0.0:\n        s = s * 2.0\n    return s", ""),
        ("return small(x) + s", "x"),
        ("if np.ndim(x) != 0:\n        raise TypeError(x)\n    return x * s", "x"),
    ],
)
def test_scalar_parameters(body: str, expected: str) -> None:
    text = f"""
import math
import numpy as np

def small(a):
    if a < 1.0:
        return a
    return 1.0

def f(x, s):
    {body}
"""
    program = normalize(lower(text, "source.py"), "f", {})
    assert " ".join(sorted(scalar_parameters(program))) == expected
