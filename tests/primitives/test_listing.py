"""The rows that `srcgrad rules` shows."""

from __future__ import annotations

import re

import pytest

from srcgrad.primitives.listing import nearest, rows

ROWS = {row.key: row for row in rows()}


def test_a_row_shows_the_rule_as_text():
    assert ROWS["sin"].rule == (("d out / d x", "np.cos(x)"),)
    assert ROWS["sin"].family == "exponentials"
    assert ROWS["sum"].rule == (("a_bar", "np.broadcast_to(out_bar, np.shape(a))"),)
    assert dict(ROWS["linalg.solve"].rule) == {
        "a_bar": "-matmul_left(np.linalg.solve(np.swapaxes(a, -1, -2), out_bar), a, out)",
        "b_bar": "unbroadcast(np.linalg.solve(np.swapaxes(a, -1, -2), out_bar), b)",
    }


def test_math_is_spelled_in_math():
    assert ROWS["math.sin"].rule == (("d out / d x", "math.cos(x)"),)


def test_every_rule_has_a_text():
    for key, row in ROWS.items():
        assert bool(row.rule) == (row.kind not in ("zero", "held")), key
        found = [re.search(r"Formula|\barray\(\[", text) for _, text in row.rule]
        assert not any(found), key


def test_kinks_are_documented():
    for key in ("abs", "maximum", "max", "linalg.norm", "clip", "power"):
        assert ROWS[key].choice


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("numpy.arctn", "np.arctan"),
        ("numpy.nansums", "np.nansum"),
        ("ndarray.sums", ".sum"),
        ("math.sine", "math.sin"),
        ("numpy.concatenates", "np.concatenate"),
    ],
)
def test_the_nearest_name_comes_first(name, first):
    assert nearest(name)[0] == first


def test_nothing_is_near_to_nonsense():
    assert nearest("numpy.xqzw") == ()
