from __future__ import annotations

import pytest

from srcgrad.primitives.listing import rows


def test_every_rule_is_listed(run):
    result = run("rules")
    assert result.code == 0
    assert len(result.out.splitlines()) == len(rows()) + 1
    for word in ("+, np.add", "np.exp", "np.sum, .sum"):
        assert f"\n{word} " in result.out


@pytest.mark.parametrize("name", ["exp", "np.exp", "numpy.exp"])
def test_a_rule_by_any_of_its_names(run, name):
    result = run("rules", name)
    assert result.code == 0
    assert result.out.startswith("exp(x)\n")
    assert "d out / d x" in result.out


def test_operators_are_shown_as_such(run):
    assert run("rules", "@").out == run("rules", "np.matmul").out
    assert "bilinear" in run("rules", "@").out


def test_a_module_is_all_that_is_in_it(run):
    result = run("rules", "np.linalg")
    linear = [r for r in rows() if any(n.startswith("numpy.linalg") for n in r.names)]
    assert result.code == 0
    assert result.out.count("written as") == len(linear) > 3


def test_the_choice_at_a_kink_is_shown(run):
    choices = {row.key: row.choice for row in rows() if row.choice}
    assert "maximum" in choices
    listed = run("rules").out
    for key, choice in choices.items():
        assert choice in listed
        assert choice in run("rules", key).out


@pytest.mark.parametrize(
    ("name", "near"), [("np.expp", "exp"), ("tanhh", "tanh"), ("qqqq", None)]
)
def test_an_unknown_name_gets_the_nearest(run, name, near):
    result = run("rules", name)
    assert result.code == 2
    assert result.err.splitlines()[0] == f"error: there is no rule for `{name}`"
    assert (f".{near}`" if near else "lists all") in result.err
