from __future__ import annotations

from types import SimpleNamespace

import pytest

from srcgrad import compiler
from srcgrad.diagnostics import refuse

STAGES = tuple(
    SimpleNamespace(name=name, doc=f"text -> {name}")
    for name in ("lower", "normalize", "emit")
)


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put three stages in the compiler's place; the last refuses a forward mode."""

    def trace(job, command):
        for stage in STAGES:
            if stage.name == "emit" and job.mode == "forward":
                raise refuse("SG101", "no")
            yield stage, f"{stage.name} of {job.function}, {command}\n"

    monkeypatch.setattr(compiler, "stages_of", lambda mode: STAGES)
    monkeypatch.setattr(compiler, "trace", trace)


def test_every_stage_is_shown(run, model, stages):
    command = "srcgrad generate model.py:loss --wrt w"
    assert run("stages", "model.py:loss", "--wrt", "w").out == (
        f"== lower: text -> lower\nlower of loss, {command}\n\n"
        f"== normalize: text -> normalize\nnormalize of loss, {command}\n\n"
        f"== emit: text -> emit\nemit of loss, {command}\n"
    )


def test_one_stage_alone(run, model, stages):
    result = run("stages", "model.py:loss", "--after", "normalize")
    assert result.out == "normalize of loss, srcgrad generate model.py:loss\n"


def test_a_refusal_comes_after_the_stages_before_it(run, model, stages):
    result = run("stages", "model.py:loss", "--mode", "forward")
    assert result.code == 1
    assert "== normalize" in result.out and "== emit" not in result.out
    assert result.err.startswith("error[SG101]: no")


def test_an_unknown_stage(run, model, stages):
    result = run("stages", "model.py:loss", "--after", "normalise")
    assert result.code == 2
    assert "did you mean `normalize`?" in result.err
    assert "lower, normalize, emit" in run("stages", "m.py:f", "--after", "zz").err


def test_a_missing_file(run, model, stages):
    assert "error[SG001]" in run("stages", "nowhere.py:loss").err


def test_the_compiler_shows_its_own_stages(run, model):
    result = run("stages", "model.py:loss")
    assert result.code == 0
    for stage in compiler.stages_of("reverse"):
        assert f"== {stage.name}: " in result.out
    assert "def loss_backward(" in result.out
