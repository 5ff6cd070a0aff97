"""README.md: its generated parts are up to date, and what it says exists."""

from __future__ import annotations

import re

import pytest
from readme_tables import README, ROOT, filled


def test_generated_parts(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    fresh = filled(text)
    if request.config.getoption("--update-cases"):
        README.write_text(fresh, encoding="utf-8")
        return
    assert text == fresh, "run: python -m pytest tests/test_readme.py --update-cases"


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_commands_exist() -> None:
    from srcgrad_cli.main import COMMANDS

    named = set(re.findall(r"`srcgrad ([a-z]+)", README.read_text(encoding="utf-8")))
    assert named <= set(COMMANDS)
