from __future__ import annotations

import pytest

from srcgrad.catalogue import CATALOGUE


def test_all_codes_are_listed(run):
    result = run("explain")
    assert result.code == 0
    codes = [line.split()[0] for line in result.out.splitlines()[1:]]
    assert codes == sorted(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_each_code_is_explained(run, code):
    result = run("explain", code)
    assert result.code == 0
    assert result.out.startswith(f"{code}: {CATALOGUE[code].title}\n\n")
    assert ("Refused:" in result.out) == bool(CATALOGUE[code].example)


def test_codes_may_be_typed_carelessly(run):
    assert run("explain", "sg001").out == run("explain", "001").out
    assert run("explain", "001").out == run("explain", "SG001").out


def test_an_unknown_code_gets_the_nearest(run):
    result = run("explain", "SG00A")
    assert result.code == 2
    assert result.err.startswith("error: there is no code `SG00A`\nhelp: did you mean")
