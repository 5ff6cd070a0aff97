from __future__ import annotations

import pytest

from srcgrad.primitives import TABLE


def test_every_rule_is_listed(run):
    result = run("rules")
    assert result.code == 0
    keys = [line.split()[0] for line in result.out.splitlines()[1:]]
    assert keys == sorted(key for key in TABLE if not key.startswith("helper."))


def test_operators_are_shown_as_such(run):
    assert "written as         +, np.add\n" in run("rules", "add").out
    assert run("rules", "@").out == run("rules", "np.matmul").out


@pytest.mark.parametrize("name", ["exp", "np.exp", "numpy.exp"])
def test_a_rule_by_any_of_its_names(run, name):
    result = run("rules", name)
    assert result.code == 0
    assert "np.exp" in result.out
    assert "derivative         elementwise" in result.out


def test_the_choice_at_a_kink_is_shown(run):
    choices = {key: entry.choice for key, entry in TABLE.items() if entry.choice}
    assert "maximum" in choices
    listed = run("rules").out
    for key, choice in choices.items():
        assert choice in listed
        assert choice in run("rules", key).out


def test_an_unknown_name_gets_the_nearest(run):
    result = run("rules", "np.expp")
    assert result.code == 2
    assert result.err.splitlines()[0] == "error: there is no rule for `np.expp`"
    assert "did you mean `np.exp`" in result.err
