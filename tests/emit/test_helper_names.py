"""A source whose names are those of the helpers that an emitted module copies."""

from __future__ import annotations

import numpy as np
import pytest
from numeric import check

import srcgrad
from srcgrad.primitives.helper_text import HELPERS

BODY = """
    t = np.concatenate((np.cumsum(x * n), x - s))
    t = t + np.max(a, axis=1).sum() + np.sum(a.mean(axis=0) * x) + np.sum(a @ x)
    t[1:] = np.diff(t) * s
    t = t + np.repeat(np.tile(x, 2)[:3], 2) * np.prod(x)
    t = t + np.trace(a) * np.kron(x[:2], x) + np.sum(np.diag(a) * x)
    total = np.sum(np.sort(x) * np.take(x, [0, 0, 1]))
    return np.sum(t * np.linalg.norm(a)) + total
"""
POINT = (
    np.array([0.3, 0.7, -0.4]),
    np.arange(9.0).reshape(3, 3) / 5 + np.eye(3),
    0.6,
)
MEANT = {
    "function": ("def {0}(v):\n    return v * 1.1\n", "n = {0}(n)"),
    "constant": ("{0} = 1.1\n", "n = n * {0}"),
    "import": ("from math import sin as {0}\n", "n = {0}(n)"),
    "variable": ("", "{0} = n * s * 0.1\n    n = n + {0}"),
}


def program(kind: str) -> str:
    """Return a program in which every helper's name means something of the source."""
    above, used = MEANT[kind]
    heads = "\n\n".join(above.format(name) for name in HELPERS)
    lines = "\n".join(f"    {used.format(name)}" for name in HELPERS)
    head = f"import numpy as np\n{heads}\n\n"
    return f"{head}def f(x, a, s):\n    n = s * s\n{lines}{BODY}"


@pytest.mark.parametrize("kind", MEANT)
def test_names_of_helpers_are_the_source_s(tmp_path, kind):
    path = tmp_path / "named.py"
    path.write_text(program(kind))
    text = check(path, "f", ("x", "a", "s"), POINT)
    assert "unbroadcast_(" in text


def test_a_helper_of_another_name_is_known_when_it_is_read_again(tmp_path):
    path = tmp_path / "twice.py"
    path.write_text(
        "import numpy as np\n\n\ndef unbroadcast(v):\n    return v * v\n\n\n"
        "def f(x, s):\n    return np.sum(x * unbroadcast(s)) * np.mean(x + s)\n"
    )
    point = (np.array([0.3, 0.7, -0.4]), 0.6)
    check(path, "f", ("x", "s"), point, third=True)
    again = tmp_path / "again.py"
    again.write_text(srcgrad.generate(path, "f", wrt=("x", "s")).text)
    text = srcgrad.generate(again, "f_grad", wrt=("x",)).text
    assert text.count("def unbroadcast_(") == 1
    assert "def unbroadcast(" not in text


@pytest.mark.parametrize(
    "above, used",
    [
        ("def len(v):\n    return 2.0\n", "len(x)"),
        ("def f_forward(v):\n    return v * 3.0\n", "f_forward(2.0)"),
        ("def f_grad(v):\n    return v * 3.0\n", "f_grad(2.0)"),
        ("f_backward = 3.0\n", "f_backward"),
        ("from math import sin as f_value_and_grad\n", "f_value_and_grad(2.0)"),
        ("from math import sin as reversed\n", "reversed(2.0)"),
    ],
)
def test_a_name_that_the_emitted_module_needs_is_refused(tmp_path, above, used):
    path = tmp_path / "clash.py"
    path.write_text(f"{above}\n\ndef f(x):\n    return x * {used}\n")
    with pytest.raises(srcgrad.CompileError) as caught:
        srcgrad.generate(path, "f")
    assert [d.code for d in caught.value.diagnostics] == ["SG107"]


def test_a_module_function_named_like_the_pair_may_be_differentiated(tmp_path):
    path = tmp_path / "pair.py"
    path.write_text(
        "def f_forward(v):\n    return v * v\n\n\n"
        "def f(x):\n    return x * f_forward(x)\n"
    )
    check(path, "f", ("x",), (0.7,), third=True)
