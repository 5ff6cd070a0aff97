"""Compiled by Numba: the numbers of NumPy's output, from a file and from a live function."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

import srcgrad

SOURCE = """import numpy as np


def misfit(u, r, steps):
    for step in range(steps):
        u[1:-1] += r * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u * np.exp(-u))
"""
TYPES = "u: f64[n], r: f64, steps: int"


@pytest.mark.numba
def test_a_compiled_file(tmp_path: Path) -> None:
    source = tmp_path / "rod.py"
    source.write_text(SOURCE)
    start = np.linspace(0.0, 1.0, 12) ** 2
    modules = []
    for numba in (False, True):
        made = srcgrad.generate(source, "misfit", wrt="u,r", types=TYPES, numba=numba)
        path = made.write(tmp_path / f"rod_{numba}.py")
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        modules.append(module)
    plain, compiled = modules
    value, (u_bar, r_bar) = plain.misfit_value_and_grad(start.copy(), 0.2, 7)
    found, (u_found, r_found) = compiled.misfit_value_and_grad(start.copy(), 0.2, 7)
    assert np.isclose(found, value, rtol=1e-13)
    assert np.allclose(u_found, u_bar, rtol=1e-12)
    assert np.isclose(r_found, r_bar, rtol=1e-12)


def product_of_sines(x):
    return np.sum(np.sin(x) * x)


@pytest.mark.numba
def test_a_live_function() -> None:
    x = np.linspace(0.1, 2.0, 9)
    value, x_bar = srcgrad.value_and_grad(product_of_sines, backend="numba")(x)
    assert np.isclose(value, np.sum(np.sin(x) * x), rtol=1e-14)
    assert np.allclose(x_bar, np.sin(x) + x * np.cos(x), rtol=1e-13)


def test_missing_types_are_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "rod.py"
    source.write_text(SOURCE)
    with pytest.raises(srcgrad.CompileError, match="`r`, `steps`"):
        srcgrad.generate(source, "misfit", types="u: f64[n]", numba=True)


def test_the_file_is_made_again_from_its_header(tmp_path: Path) -> None:
    from srcgrad.review import review

    source = tmp_path / "rod.py"
    source.write_text(SOURCE)
    made = srcgrad.generate(source, "misfit", types=TYPES, numba=True)
    path = made.write()
    assert review(path).state == "current"
    assert "--numba" in path.read_text().split("\n")[1]
