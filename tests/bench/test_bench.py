"""Every program of the benchmark at its smallest: all gradients are right, and agree."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from tests.bench.agreement import agree, measured_slopes, slopes
from tests.bench.contenders import Contender, Missing, prepared
from tests.bench.program import Program, programs
from tests.bench.report import chart, duration, geometric, means_table, program_table
from tests.bench.timing import in_turn, peak_memory
from tests.bench.worker import measure

FRAMEWORKS = ("jax", "jax_expert", "torch", "autograd")
EACH = pytest.mark.parametrize("program", programs(), ids=lambda one: one.name)


def contender(program: Program, peer: str) -> Contender:
    try:
        return prepared(peer, program, program.arguments("tiny"))
    except Missing as reason:
        pytest.skip(str(reason))


def check(program: Program, peer: str) -> None:
    arguments = program.arguments("tiny")
    one = contender(program, peer)
    value, gradients = one.numbers(one.call())
    assert value == pytest.approx(float(program.module.loss(*arguments)), rel=1e-10)
    found = slopes(program, arguments, gradients)
    assert agree(found, measured_slopes(program, arguments), 1e-6)


@EACH
def test_srcgrad(program: Program) -> None:
    check(program, "srcgrad")


@EACH
def test_by_hand(program: Program) -> None:
    check(program, "numpy_by_hand")


@EACH
@pytest.mark.slow
@pytest.mark.numba
@pytest.mark.parametrize("peer", ["srcgrad_numba", "numba_by_hand"])
def test_numba(program: Program, peer: str) -> None:
    pytest.importorskip("numba")
    check(program, peer)


@EACH
@pytest.mark.slow
@pytest.mark.frameworks
@pytest.mark.parametrize("peer", FRAMEWORKS)
@pytest.mark.filterwarnings("ignore")
def test_frameworks(program: Program, peer: str) -> None:
    check(program, peer)


def test_a_wrong_gradient_is_seen() -> None:
    program = Program("valley")
    arguments = program.arguments("tiny")
    one = contender(program, "srcgrad")
    _, gradients = one.numbers(one.call())
    gradients[0][2] += 1e-3
    found = slopes(program, arguments, gradients)
    assert not agree(found, measured_slopes(program, arguments), 1e-6)


def test_the_slower_of_two_is_seen() -> None:
    short, long = list(range(200)), list(range(20_000))
    timing = in_turn(lambda: sum(long), lambda: sum(short), 0.02)
    assert timing.low > 5.0
    assert timing.count >= 5


def test_memory_that_a_call_takes_is_seen() -> None:
    assert peak_memory(lambda: bytearray(50_000_000).count(1)) > 30_000_000


def test_what_is_measured_is_written(tmp_path: Path) -> None:
    found = {
        peer: measure(Program("valley"), peer, "tiny", 0.0, memory=True)
        for peer in ("srcgrad", "numpy_by_hand")
    }
    found["other"] = {"status": "missing", "reason": "not installed"}
    assert [one["status"] for one in found.values()] == ["ok", "ok", "missing"]
    json.dumps(found)
    assert program_table("valley", found).row_count == 2
    assert means_table({"valley": found}).row_count == 3
    assert geometric([2.0, 8.0]) == "4.00" and geometric([]) == "-"
    assert duration(1.5e-4) == "150 us"
    if importlib.util.find_spec("matplotlib") is not None:
        chart({"valley": found}, tmp_path / "chart.svg")
        assert "<svg" in (tmp_path / "chart.svg").read_text(encoding="utf-8")
