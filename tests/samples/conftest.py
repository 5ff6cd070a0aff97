"""What the tests of samples share: their folder on the path, for one test at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture
def samples(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let modules be imported as a script in `samples/` would; then forget them."""
    monkeypatch.syspath_prepend(str(SAMPLES))
    known = set(sys.modules)
    yield
    for name in set(sys.modules) - known:
        origin = getattr(sys.modules[name], "__file__", None)
        if name == "derived" or Path(origin or "/").is_relative_to(SAMPLES):
            del sys.modules[name]
