"""Dear inner values are named in the forward pass, where its text always evaluates them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import srcgrad

TYPES = "w: f64[n, n], x: f64[n]"


def pair(tmp_path: Path, line: str) -> tuple[str, str]:
    """Texts of the forward and the backward function of one statement."""
    path = tmp_path / "m.py"
    text = (
        f"import numpy as np\n\n\ndef f(w, x):\n    y = {line}\n    return np.sum(y)\n"
    )
    path.write_text(text, encoding="utf-8")
    made = srcgrad.generate(path, "f", wrt="w", types=TYPES).text
    forward, _, rest = made.partition("\n\n\n")[2].partition("\n\n\n")
    return forward, rest.partition("\n\n\n")[0]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("np.maximum(w @ x, 0.0)", "np.maximum(y_inner, 0.0)"),
        ("np.sin(w.dot(x)) * 2.0", "np.sin(y_inner) * 2.0"),
        ("np.cos(w @ x) * np.exp(w @ x)", "np.cos(y_inner) * np.exp(y_inner)"),
        ("x * np.sin(\n        w @ x\n    )", "x * np.sin("),
    ],
)
def test_what_the_backward_pass_reads_is_kept(
    line: str, named: str, tmp_path: Path
) -> None:
    forward, backward = pair(tmp_path, line)
    assert f"    y = {named}" in forward
    assert forward.count("y_inner = ") == 1
    lines = [one for one in backward.split("\n") if "#" not in one]
    assert not any("w @ x" in one or "dot(w" in one for one in lines)


@pytest.mark.parametrize(
    "line",
    [
        "np.tanh(w @ x)",  # the result says it
        "w @ x - 3.0 * x",  # nothing is read
        "np.sin(w @ x) if x[0] > 0.0 else x",
        "(x[0] > 0.0 and np.sum(w @ x) > 0.0) * np.sin(x) * w[0]",
        "np.where(x > 0.0, x, 0.0) @ w",
    ],
)
def test_other_statements_stand_as_they_are(line: str, tmp_path: Path) -> None:
    forward, _ = pair(tmp_path, line)
    assert f"    y = {line}" in forward


def test_what_is_kept_is_never_written_to(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text(
        "import numpy as np\n\n\ndef f(w, x):\n    y = np.sin(w @ x) * x\n"
        "    y[0] = x[1] * np.sum(w @ x)\n    return np.sum(y * (w @ x))\n"
    )
    module = srcgrad.generate(path, "f", wrt=("w", "x")).load()
    random = np.random.default_rng(0)
    _, saved = module.f_forward(random.normal(size=(3, 3)), random.normal(size=3))
    first = module.f_backward(saved)
    for one, two in zip(first, module.f_backward(saved), strict=True):
        np.testing.assert_array_equal(one, two)
