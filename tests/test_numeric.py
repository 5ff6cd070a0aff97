"""The checks themselves: a right derivative passes, a wrong one is caught."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from differences import directional
from numeric import check_forward, check_reverse
from reference import Subject, check_point, subject

SOURCE = """
import numpy as np


def scaled(x, s):
    x[1:] *= s
    return np.sum(x * x)
"""

RIGHT = """
import numpy as np


def scaled_forward(x, s):
    before = x.copy()
    x[1:] *= s
    return np.sum(x * x), (x, s, before)


def scaled_backward(saved, value_bar=1.0):
    x, s, before = saved
    x_bar = 2.0 * value_bar * x
    s_bar = np.sum(x_bar[1:] * before[1:])
    x_bar[1:] *= s
    return x_bar, s_bar


def scaled_value_and_grad(x, s):
    value, saved = scaled_forward(x, s)
    return value, scaled_backward(saved)


def scaled_grad(x, s):
    return scaled_value_and_grad(x, s)[1]


def scaled_jvp(x, s, *, x_dot, s_dot):
    x_dot = x_dot.copy()
    x_dot[1:] = x_dot[1:] * s + x[1:] * s_dot
    x[1:] *= s
    return np.sum(x * x), np.sum(2.0 * x * x_dot)
"""

# What a compiler could get wrong -> the edit that makes it so.
WRONG_REVERSE = {
    "a value off": ("return np.sum(x * x), (x", "return np.sum(x * x) + 1e-3, (x"),
    "a gradient off": ("2.0 * value_bar * x", "2.0001 * value_bar * x"),
    "a gradient of NaN": ("x_bar[1:] *= s", "x_bar[1:] *= s\n    x_bar[0] = np.nan"),
    "a shape off": ("return x_bar, s_bar", "return x_bar, np.array([s_bar])"),
    "a dtype off": ("return x_bar, s_bar", "return np.float32(x_bar), s_bar"),
    "saved is written to": ("x_bar = 2.0", "before *= 2.0\n    x_bar = 2.0"),
    "an argument is restored": ("x_bar = 2.0", "x[:] = before\n    x_bar = 2.0"),
    "an argument is spared": ("    x[1:] *= s\n", "    x = x.copy()\n    x[1:] *= s\n"),
    "state is kept": (
        "    x_bar = 2.0 * value_bar * x",
        "    scaled_backward.calls = getattr(scaled_backward, 'calls', 0) + 1\n"
        "    x_bar = (2.0 + 0.1 * (scaled_backward.calls > 1)) * value_bar * x",
    ),
}
WRONG_FORWARD = {
    "a tangent off": ("2.0 * x * x_dot", "2.0001 * x * x_dot"),
    "a tangent written to": ("    x_dot = x_dot.copy()\n", ""),
    "a tangent of NaN": ("np.sum(2.0 * x * x_dot)", "np.nan"),
}


@pytest.fixture
def target(tmp_path: Path) -> Subject:
    path = tmp_path / "source.py"
    path.write_text(SOURCE)
    return subject(path, "scaled", "x, s", (np.array([0.5, -1.0, 2.0]), 0.7))


def module_of(text: str) -> ModuleType:
    module = ModuleType("emitted")
    exec(compile(text, "emitted", "exec", dont_inherit=True), module.__dict__)
    return module


def run(target: Subject, text: str) -> None:
    module = module_of(text)
    seed, slopes = check_point(target)
    gradient = check_reverse(module, target, seed, slopes)
    check_forward(module, target, seed, slopes, gradient)


def test_a_right_derivative_passes(target: Subject) -> None:
    run(target, RIGHT)


@pytest.mark.parametrize("wrong", [*WRONG_REVERSE, *WRONG_FORWARD])
def test_a_wrong_one_is_caught(target: Subject, wrong: str) -> None:
    old, new = {**WRONG_REVERSE, **WRONG_FORWARD}[wrong]
    assert RIGHT.count(old) >= 1
    with pytest.raises(AssertionError):
        run(target, RIGHT.replace(old, new, 1))


def test_differences_are_sharp() -> None:
    for function, derivative in (
        (np.exp, np.exp),
        (np.sin, np.cos),
        (lambda x: x**5, lambda x: 5.0 * x**4),
    ):
        for at in (0.3, -1.7, 2.5):
            found, error = directional(function, (at,), (0,), (1.0,))
            assert error < 1e-8
            assert abs(found - derivative(at)) < 1e-9


def test_differences_tell_where_they_are_not_to_be_trusted() -> None:
    _, error = directional(lambda x: abs(x - 1e-4), (0.0,), (0,), (1.0,))
    assert error > 1e-3
