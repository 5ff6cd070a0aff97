from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@dataclass(frozen=True)
class Row:
    point: int
    check: str
    target: str
    error: float
    tolerance: float
    passed: bool


@dataclass(frozen=True)
class Report:
    passed: bool
    rows: tuple[Row, ...]
    branches_never_taken: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Replace `srcgrad.verify` by one that passes where the seed is even."""
    made: list[dict[str, Any]] = []

    def verify(path: Path, function: str, **options: Any) -> Report:
        made.append({"path": path, "function": function, **options})
        passed = options["seed"] % 2 == 0
        rows = (
            Row(0, "central differences", "w", 1e-9, 1e-6, True),
            Row(0, "dot product", "w", 2e-3, 1e-9, passed),
        )
        return Report(passed, rows, ("model.py:3 if x > 0",), ("drawn from types",))

    module = ModuleType("srcgrad.verify")
    module.verify = verify  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "srcgrad.verify", module)
    return made


def test_options_are_handed_over(run, calls):
    run(
        *("verify", "model.py:loss", "--wrt", "w,b", "--types", "w: f64", "--of", "w"),
        *("--example", "m:f", "--points", "3", "--seed", "4"),
    )
    assert calls == [
        {
            "path": Path("model.py"),
            "function": "loss",
            "wrt": ("w", "b"),
            "of": "w",
            "types": "w: f64",
            "example": "m:f",
            "points": 3,
            "seed": 4,
        }
    ]


def test_the_report_is_a_table(run, calls):
    result = run("verify", "model.py:loss")
    assert result.code == 0
    assert result.out.splitlines() == [
        "point  check                target  error    tolerance",
        "0      central differences  w       1.0e-09  1.0e-06    ok",
        "0      dot product          w       2.0e-03  1.0e-09    ok",
        "drawn from types",
        "branches that no point took:",
        "  model.py:3 if x > 0",
        "passed: 2 of 2 checks",
    ]


def test_a_failure_is_exit_code_1(run, calls):
    result = run("verify", "model.py:loss", "--seed", "1")
    assert result.code == 1
    assert "FAILED\n" in result.out
    assert result.out.endswith("FAILED: 1 of 2 checks\n")
