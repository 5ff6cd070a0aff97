from __future__ import annotations

import pytest

from srcgrad.primitives import TABLE


def test_every_rule_is_listed(run):
    result = run("rules")
    assert result.code == 0
    keys = [line.split()[0] for line in result.out.splitlines()[1:]]
    assert keys == sorted(TABLE)


@pytest.mark.parametrize("name", ["exp", "np.exp", "numpy.exp"])
def test_a_rule_by_any_of_its_names(run, name):
    result = run("rules", name)
    assert result.code == 0
    assert "np.exp" in result.out
    assert "derivative         elementwise" in result.out


def test_the_choice_at_a_kink_is_shown(run):
    (choice,) = {entry.choice for key, entry in TABLE.items() if key == "abs"}
    assert choice
    assert choice in run("rules", "abs").out


def test_an_unknown_name_gets_the_nearest(run):
    result = run("rules", "np.expp")
    assert result.code == 2
    assert result.err.splitlines()[0] == "error: there is no rule for `np.expp`"
    assert "did you mean `np.exp`" in result.err
