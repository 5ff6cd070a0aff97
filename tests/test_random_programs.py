"""Random programs: the derivative agrees with differences, or generation refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numeric import check
from random_programs import random_program
from reference import check_point, subject

import srcgrad

TYPES = "x: f64[5], y: f64[5], s: float, n: int"
BATCHES = 6
BATCH = 10


def point(number: int) -> tuple[Any, ...]:
    draw = np.random.default_rng(number)
    return (draw.normal(size=5), draw.normal(size=5), float(draw.normal()), 2)


def outcome(path: Path, number: int, types: str | None) -> str:
    """Return `right` or `refused`; `kink` where differences cannot tell."""
    arguments = point(number)
    path.write_text(random_program(number), encoding="utf-8")
    target = subject(path, "program", "x, y, s", arguments)
    try:
        check_point(target)
    except AssertionError:
        return "kink"
    try:
        check(path, "program", "x, y, s", arguments, types=types)
    except srcgrad.CompileError:
        return "refused"
    except AssertionError as error:
        raise AssertionError(f"{path.read_text()}\n{error}") from error
    return "right"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_batch(batch: int, tmp_path: Path) -> None:
    """With types, as most of the programs are decided then."""
    counts = {"right": 0, "refused": 0, "kink": 0}
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        counts[outcome(tmp_path / f"random_{number}.py", number, TYPES)] += 1
    assert counts["right"] > counts["refused"], counts


def test_untyped(tmp_path: Path) -> None:
    for number in range(1000, 1000 + BATCH):
        outcome(tmp_path / f"random_{number}.py", number, None)
