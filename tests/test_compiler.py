from __future__ import annotations

from typing import Any

import pytest

from srcgrad.compiler import Job, compile_job, stages_of, trace
from srcgrad.diagnostics import CompileError
from srcgrad.display.stages import TEXTS
from srcgrad.emit.header import Command
from srcgrad.products import Source

TEXT = """\
import numpy as np


def step(u, r):
    u[1:-1] += r * np.diff(u, 2)
    return u


def energy(u, r, n=3):
    v = u.copy()
    for k in range(n):
        if k > 1:
            v = step(v, r)
        else:
            v = np.sin(v) * r
    return np.sum(v * v)
"""
COMMAND = Command("heat.py", "energy", ("u", "r"))
MODES = ("reverse", "forward")


def job(mode: str, text: str = TEXT) -> Job:
    return Job("heat.py", text, "energy", ("u", "r"), mode=mode, types="u: f64[n]")


@pytest.mark.parametrize("mode", MODES)
def test_the_last_stage_makes_what_is_compiled(mode):
    shown = list(trace(job(mode), COMMAND))
    assert [stage for stage, _ in shown] == list(stages_of(mode))
    assert shown[-1][1] == compile_job(job(mode), COMMAND)


@pytest.mark.parametrize("mode", MODES)
def test_a_stage_leaves_what_it_is_given_as_it_was(mode):
    value: Any = Source(job(mode), COMMAND)
    for stage in stages_of(mode):
        first = stage.run(value)
        text = TEXTS[stage.name]
        assert text(stage.run(value)) == text(first)
        value = first


def test_forward_mode_leaves_after_linearize():
    names = [stage.name for stage in stages_of("forward")]
    assert names[-2:] == ["linearize", "emit"]
    assert "transpose" in {stage.name for stage in stages_of("reverse")}


def test_what_the_stages_show():
    shown = {stage.name: text for stage, text in trace(job("reverse"), COMMAND)}
    assert "functions: step, energy" in shown["parse"]
    assert "12  if           (k > 1)" in shown["lower"]
    assert "    u  f64[n]\n    r  unknown" in shown["infer"]
    assert "merge v.5 := v.2 | v.3" in shown["normalize"]
    assert "passive: " in shown["activity"]
    assert "np.cos(v.1) * d(v.1)" in shown["linearize"]
    assert "d(u.1)[1:-1] += np.diff(" in shown["linearize"]
    assert "step is given d(v.1)" in shown["linearize"]
    assert "backwards for k.0 in range(n.0):" in shown["transpose"]
    assert "value  " in shown["store"] and "taped" in shown["store"]
    assert "def energy_backward(" in shown["emit"]


def test_a_refusal_comes_from_its_stage():
    seen = []
    text = TEXT.replace("u.copy()", "np.unheard_of(u)")
    with pytest.raises(CompileError):
        for stage, _ in trace(job("reverse", text), COMMAND):
            seen.append(stage.name)
    assert seen == ["parse", "lower", "infer"]
