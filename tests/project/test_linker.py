"""Functions of other files of a project: found by path, named apart, never imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import srcgrad
from srcgrad.review import read_header, regenerate

LAYERS = """
import numpy as onp
from .norms import EPS as TINY
from . import norms

GAIN = 2.0 * norms.EPS
EPS = 0.25


def relu(x):
    return onp.maximum(x, 0.0) * EPS


def dense(x, w):
    return norms.halved(x @ w) * GAIN + TINY
"""
NORMS = """
import numpy as np

EPS = 0.5


def halved(x):
    relu = x * 0.5  # a local name, elsewhere a function
    return relu


def scaled(x):
    return x / np.sqrt(np.sum(x * x) + EPS)
"""
PACKAGE = {
    "pkg/__init__.py": "from .layers import relu\n",
    "pkg/layers.py": LAYERS,
    "pkg/norms.py": NORMS,
    "powers.py": "import math\n\n\ndef square(x):\n    return x**2 * math.e\n",
}


def project(folder: Path, main: str, files: dict[str, str]) -> Path:
    for name, text in {**files, "main.py": main}.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text)
    return folder / "main.py"


def value_of(path: Path, x: Any, w: Any) -> float:
    """What the source itself gives, run in a process that imports it."""
    script = (
        "import numpy as np, main; "
        f"print(repr(float(main.loss(np.array({x.tolist()}), np.array({w.tolist()})))))"
    )
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, cwd=path.parent, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return float(run.stdout)


def check(path: Path) -> str:
    """Hold the gradient against differences; return the emitted text."""
    known = set(sys.modules)
    derivative = srcgrad.generate(path, "loss", wrt=("x", "w"))
    module = derivative.load()
    random = np.random.default_rng(0)
    x, w = random.normal(size=(2, 3)), random.normal(size=(3, 2))
    value, (x_bar, w_bar) = module.loss_value_and_grad(x, w)
    assert "main" not in set(sys.modules) - known  # nothing of it was imported
    assert np.isclose(value, value_of(path, x, w), rtol=1e-13)
    dx, dw = random.normal(size=x.shape), random.normal(size=w.shape)
    step = 1e-6
    high = value_of(path, x + step * dx, w + step * dw)
    low = value_of(path, x - step * dx, w - step * dw)
    slope = float(np.sum(x_bar * dx) + np.sum(w_bar * dw))
    assert np.isclose(slope, (high - low) / (2.0 * step), rtol=1e-7)
    return derivative.text


MAINS = {
    "names": """
import numpy as np
from pkg.layers import dense, relu


def loss(x, w):
    return np.sum(relu(dense(x, w)))
""",
    "renamed": """
import numpy as np
from pkg.layers import dense as layer
from pkg import relu as positive


def loss(x, w):
    return np.sum(positive(layer(x, w)))
""",
    "modules": """
import numpy as np
import pkg.layers
import pkg.norms as n


def loss(x, w):
    dense = pkg.layers.dense(x, w) + n.EPS  # a local name, elsewhere a function
    return np.sum(n.scaled(dense)) * pkg.layers.GAIN
""",
    "clashes": """
import numpy as np
import pkg.layers as layers
from pkg import norms

EPS = 3.0


def relu(x):
    return x * x * EPS


def halved(x):
    return x / 2.0 + relu(x)


def loss(x, w):
    return np.sum(relu(halved(layers.relu(norms.halved(x) @ w)))) * norms.EPS
""",
    "stars": """
import numpy as np
from powers import *
from pkg.norms import *


def loss(x, w):
    return np.sum(square(scaled(x @ w))) * EPS
""",
}


@pytest.mark.parametrize("name", MAINS)
def test_the_gradient_of_a_project(name: str, tmp_path: Path) -> None:
    text = check(project(tmp_path, MAINS[name], PACKAGE))
    lines = [line for line in text.splitlines() if "import" in line.split("#")[0]]
    assert set(lines) <= {"import numpy as np", "import numpy as onp", "import math"}


def test_a_file_of_a_package_imports_its_neighbours(tmp_path: Path) -> None:
    files = {**PACKAGE, "pkg/sub/__init__.py": ""}
    inner = """
import numpy as np
from ..layers import dense
from .. import norms as n


def loss(x, w):
    return np.sum(n.scaled(dense(x, w)))
"""
    project(
        tmp_path, "from pkg.sub.deep import loss\n", {**files, "pkg/sub/deep.py": inner}
    )
    derivative = srcgrad.generate(tmp_path / "pkg/sub/deep.py", "loss", wrt=("x", "w"))
    x, w = np.ones((2, 3)), np.ones((3, 2))
    value, _ = derivative.load().loss_value_and_grad(x, w)
    assert np.isclose(value, value_of(tmp_path / "main.py", x, w))


def test_absolute_imports_from_within_a_package(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    main = "import numpy as np\nfrom pkg.norms import scaled\n\n\n"
    main += "def loss(x, w):\n    return np.sum(scaled(x @ w))\n"
    files = {**PACKAGE, "tools/main.py": main}
    project(tmp_path, main, files)
    text = srcgrad.generate(tmp_path / "tools/main.py", "loss").text
    assert "scaled_backward" in text


def test_a_change_in_another_file_makes_the_derivative_stale(tmp_path: Path) -> None:
    path = project(tmp_path, MAINS["names"], PACKAGE)
    target = tmp_path / "main_grad.py"
    srcgrad.generate(path, "loss", wrt=("x", "w")).write(target)
    committed = target.read_text()
    command = read_header(committed, target).command
    assert regenerate(command, target) == committed
    (tmp_path / "pkg/norms.py").write_text(NORMS + "\n\ndef unused(x):\n    return x\n")
    assert regenerate(command, target) == committed
    (tmp_path / "pkg/norms.py").write_text(NORMS.replace("x * 0.5", "x * 0.75"))
    assert regenerate(command, target) != committed


def test_what_is_not_reached_may_be_broken(tmp_path: Path) -> None:
    main = "import numpy as np\nimport broken\nfrom powers import square\n\n\n"
    main += "def plot(x):\n    broken.draw(x)\n\n\n"
    main += "def loss(x):\n    return np.sum(square(x))\n"
    path = project(tmp_path, main, {**PACKAGE, "broken.py": "def draw(:\n"})
    assert "square_backward" in srcgrad.generate(path, "loss").text


def test_a_refusal_names_the_other_file(tmp_path: Path) -> None:
    main = "from odd import strange\n\n\ndef loss(x):\n    return strange(x)\n"
    odd = "import numpy as np\n\n\ndef strange(x):\n    return np.busday_count(x, x)\n"
    path = project(tmp_path, main, {"odd.py": odd})
    with pytest.raises(srcgrad.CompileError) as caught:
        srcgrad.generate(path, "loss")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.span is not None
    assert (
        diagnostic.span.path == str(tmp_path / "odd.py") and diagnostic.span.line == 5
    )


def test_a_library_by_another_name_is_kept_apart(tmp_path: Path) -> None:
    main = "import numpy as np\nfrom odd import root\n\n\n"
    main += "def m(x):\n    return x * 2.0\n\n\n"
    main += "def loss(x, w):\n    return np.sum(m(x) @ w) * root(np.sum(w * w))\n"
    odd = "import math as m\n\n\ndef root(x):\n    return m.sqrt(x + m.pi)\n"
    text = check(project(tmp_path, main, {"odd.py": odd}))
    assert "import math as odd_m" in text


def test_installed_packages_are_no_part_of_the_project(tmp_path: Path) -> None:
    main = "import pytest\n\n\ndef loss(x):\n    return pytest.approx(x)\n"
    with pytest.raises(srcgrad.CompileError) as caught:
        srcgrad.generate(project(tmp_path, main, {}), "loss")
    assert "pytest.approx" in caught.value.diagnostics[0].message


def test_a_class_of_another_file(tmp_path: Path) -> None:
    shapes = """
import numpy as np


class Layer:
    def __init__(self, weight, scale):
        self.weight = weight
        self.scale = scale

    def __call__(self, x):
        return np.tanh(x @ self.weight) * self.scale
"""
    main = """
import numpy as np
from shapes import Layer


def loss(x, w):
    layer = Layer(w, 2.0)
    return np.sum(layer(x))
"""
    check(project(tmp_path, main, {"shapes.py": shapes}))
