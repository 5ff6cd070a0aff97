"""Random programs and golden cases as loops: the numbers of their NumPy output."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases_file import read
from interpreted import interpreted
from random_programs import random_program
from reference import quietly

import srcgrad

TYPES = "x: f64[n], y: f64[n], s: float, n: int"
CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.py"))


def outcome(path: Path, function: str, arguments: Any, **options: Any) -> str:
    """Return `right`; `refused` or `falls back` where nothing is compiled."""
    try:
        plain = srcgrad.generate(path, function, **options).load()
    except srcgrad.CompileError:
        return "refused"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            text = srcgrad.generate(path, function, numba=True, **options).text
        except srcgrad.CompileError as error:
            assert "SG040" in str(error)
            return "types are missing"
    if any("not compiled" in str(w.message) for w in caught):
        return "falls back"
    loops = interpreted(text)
    name = f"{function}_value_and_grad"
    if not hasattr(plain, name):
        return "no joint function"
    with quietly():
        expected = getattr(plain, name)(*arguments())
        found = getattr(loops, name)(*arguments())
    for one, two in zip(_flat(found), _flat(expected), strict=True):
        scale = float(np.max(np.abs(two), initial=1e-300))
        assert np.shape(one) == np.shape(two)
        np.testing.assert_allclose(
            one, two, rtol=1e-9, atol=1e-11 * scale, err_msg=path.read_text()
        )
    return "right"


def _flat(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return [leaf for item in value for leaf in _flat(item)]
    return [value]


def point(number: int) -> tuple[Any, ...]:
    draw = np.random.default_rng(number)
    return (draw.normal(size=5), draw.normal(size=5), float(draw.normal()), 2)


@pytest.mark.parametrize(
    "batch", [0, *(pytest.param(k, marks=pytest.mark.slow) for k in range(1, 20))]
)
def test_random_programs(batch: int, tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    for number in range(batch * 10, batch * 10 + 10):
        path = tmp_path / f"random_{number}.py"
        # nothing that has no form as loops, where nothing is drawn
        program = random_program(number)
        if program.count("random") == 1:
            program = program.replace("    np.random.seed(3)\n", "")
        path.write_text(program)
        options = {"wrt": "x,y,s", "types": TYPES.replace("[n]", "[5]")}
        counts[outcome(path, "program", lambda n=number: point(n), **options)] += 1
    # a number that is wrong, or a place outside of an array, has raised before
    assert counts["right"] >= 2, counts


@pytest.mark.slow
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden_cases(path: Path, tmp_path: Path) -> None:
    case = read(path)
    if case.types is None or case.mode == "forward" or not case.example:
        pytest.skip("no types, or no gradient")
    source = tmp_path / path.name
    source.write_text(case.source)
    assert outcome(source, case.function, case.arguments, **case.options()) in (
        "right",
        "falls back",
        "no joint function",
        "refused",
    )
