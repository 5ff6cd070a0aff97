"""What a loop runs over: worked out once, where it is more than a name."""

from __future__ import annotations

from pathlib import Path

import srcgrad

SOURCE = '''"""A sum over squares."""

import numpy as np


def f(x):
    total = 0.0
    # squares
    for v in x * x:  # each
        total += v * np.sin(v)
    for i, (a, b) in enumerate(zip(np.exp(x), reversed(x))):
        total += a * b * i
    return total
'''


def made(tmp_path: Path, mode: str) -> str:
    path = tmp_path / "source.py"
    path.write_text(SOURCE, encoding="utf-8")
    return srcgrad.generate(path, "f", mode=mode).text


def test_what_a_header_works_out_is_named_above_it(tmp_path: Path) -> None:
    for mode in ("reverse", "forward"):
        text = made(tmp_path, mode)
        assert "    # squares\n    v_values = x * x\n" in text
        assert text.count("    # squares\n") == 1
        assert "a_values = np.exp(x)\n" in text
        assert "reversed_values" not in text


def test_the_backward_pass_does_not_work_it_out_again(tmp_path: Path) -> None:
    backward = made(tmp_path, "reverse").partition("def f_backward(")[2]
    code = [line for line in backward.splitlines() if not line.lstrip().startswith("#")]
    assert not any("x * x" in line or "np.exp" in line for line in code)
