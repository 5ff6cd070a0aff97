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


@pytest.mark.numba
def test_a_call_finds_what_serves_it() -> None:
    """One derivative for all sizes, another for other types; the text is kept on disk."""
    gradient = srcgrad.grad(product_of_sines, backend="numba")
    for size in (9, 11, 9, 3):
        x = np.linspace(0.1, 2.0, size)
        assert np.allclose(gradient(x), np.sin(x) + x * np.cos(x), rtol=1e-13)
    single = np.linspace(0.1, 2.0, 9, dtype="float32")
    found = gradient(single)
    assert np.allclose(found, np.sin(single) + single * np.cos(single), rtol=1e-5)
    assert "f64" not in gradient.source
    again = srcgrad.grad(product_of_sines, backend="numba")
    assert np.array_equal(again(single), found)
    assert again.source == gradient.source


def test_other_shapes_are_other_signatures() -> None:
    from srcgrad.signature import signature

    x = np.ones(4)
    same = signature((x, 1.0, [x, (2, x)], {"a": x}))
    assert same == signature((x + 1, 2.0, [x, (3, x)], {"a": x}))
    others = [
        (x[:2], 1.0, [x, (2, x)], {"a": x}),
        (x, 1, [x, (2, x)], {"a": x}),
        (x, 1.0, (x, (2, x)), {"a": x}),
        (x, 1.0, [x, (2, x)], {"b": x}),
        (x.astype("float32"), 1.0, [x, (2, x)], {"a": x}),
    ]
    assert all(signature(other) != same for other in others)
    assert signature((x, object())) is None


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
