"""Names that srcgrad would give, and that the source has given to something else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import srcgrad
from srcgrad.primitives.helper_text import HELPERS

# what each program does with NAME, beside work that needs helpers without types
USES = {
    "function": """
def NAME(v):
    return 3.0 * v


def f(x, w):
    y = np.sin(x) * NAME(w)
""",
    "passive function": """
def NAME(v):
    return 3.0


def f(x, w):
    y = np.sin(x) * w * NAME(1)
""",
    "constant": """
NAME = 3.0


def f(x, w):
    y = np.sin(x) * w * NAME
""",
    "import": """
from math import sin as NAME


def f(x, w):
    y = np.sin(x) * w * NAME(1.0)
""",
    "class": """
class NAME:
    factor = 3.0


def f(x, w):
    y = np.sin(x) * w * NAME.factor
""",
    "variable": """
def f(x, w):
    NAME = np.sin(x) * w
    for _ in range(2):
        NAME = NAME * NAME
    y = NAME
""",
    "parameter": """
def f(x, NAME):
    y = np.sin(x) * NAME
""",
}
REST = """\
    z = np.sum(y, axis=0) + np.mean(x)
    return np.sum(z @ z) + np.sum(np.max(x, axis=0))
"""
OFTEN = ("unbroadcast", "expand", "put_along", "zero_cotangent", "first_extreme")


def check_twice(path: Path, x: np.ndarray, w: np.ndarray) -> None:
    """The gradient agrees with differences, and its derivative with its own."""
    derivative = srcgrad.generate(path, "f", wrt="x")
    derivative.write()
    module = derivative.load()
    primal: dict[str, object] = {}
    exec(path.read_text(encoding="utf-8"), primal)
    f, step = primal["f"], 1e-6
    direction = np.random.default_rng(1).normal(size=x.shape)
    slope = (f(x + step * direction, w) - f(x - step * direction, w)) / (2 * step)
    gradient = module.f_grad
    np.testing.assert_allclose(np.sum(gradient(x, w) * direction), slope, rtol=1e-6)
    pushed = srcgrad.generate(path, "f", wrt="x", mode="forward").load()
    _, value_dot = pushed.f_jvp(x, w, x_dot=direction)
    np.testing.assert_allclose(value_dot, slope, rtol=1e-6)

    again = path.with_name(f"{path.stem}_grad.py")
    curved = srcgrad.generate(again, "f_grad", wrt="x", mode="forward").load()
    _, gradient_dot = curved.f_grad_jvp(x, w, x_dot=direction)
    above, below = gradient(x + step * direction, w), gradient(x - step * direction, w)
    np.testing.assert_allclose(gradient_dot, (above - below) / (2 * step), atol=1e-6)


@pytest.mark.parametrize("use", USES)
def test_a_helper_gives_way(use: str, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    x, w = random.normal(size=(3, 4)), random.normal(size=4)
    for name in OFTEN:
        path = tmp_path / f"{name}.py"
        text = "import numpy as np\n" + USES[use].replace("NAME", name) + REST
        path.write_text(text, encoding="utf-8")
        check_twice(path, x, w)


@pytest.mark.slow
@pytest.mark.parametrize("name", HELPERS)
def test_every_helper_gives_way(name: str, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    x, w = random.normal(size=(3, 4)), random.normal(size=4)
    for use, text in USES.items():
        path = tmp_path / f"{use.replace(' ', '_')}.py"
        text = "import numpy as np\n" + text.replace("NAME", name) + REST
        path.write_text(text, encoding="utf-8")
        check_twice(path, x, w)


def test_the_name_given_instead_is_free_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    taken = USES["function"].replace("NAME", "unbroadcast")
    path.write_text(f"import numpy as np\nunbroadcast_ = 2.0\n{taken}{REST}")
    text = srcgrad.generate(path, "f", wrt="x").text
    assert "def unbroadcast__(cotangent, primal):" in text
    assert "unbroadcast_forward(w)" in text or "unbroadcast(w)" in text


MODULES = {
    "another numpy is a parameter": """
import numpy


def f(x, np):
    return numpy.sum(x * numpy.sin(x) * np)
""",
    "numpy is imported by name": """
from numpy import sin, sum


def f(x, w):
    y = x * 2.0
    return sum(sin(y) * y * w)
""",
}


@pytest.mark.parametrize("use", MODULES)
def test_a_module_gives_way(use: str, tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text(MODULES[use], encoding="utf-8")
    check_twice(path, np.linspace(0.5, 1.5, 5), np.float64(1.7))
