"""Every function at points of its domain, as text through the whole compiler.

Reverse and forward mode are held against differences of the source and against each
other; with types known, the emitted text is differentiated again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from closeness import types_of
from numeric import check
from reference import subject

from srcgrad.primitives import TABLE
from tests.primitives.points import point, tried
from tests.primitives.programs import Call, program
from tests.primitives.reference import active, positions

KEYS = [
    (key, at)
    for key, at in tried()
    if positions(TABLE[key])
    and key not in ("float32", "to_list")  # too coarse for differences; no array
    and key not in ("scipy.sparse.linalg.spsolve", "splu.solve")  # no text for one
    and not key.startswith(("helper.", "held.", "pull.", "fused.", "random."))
    and any(active(value) for value in point(key, at)[1])
]
# of what all functions of a family have in common, arrays at one point are enough
ONCE = ("scipy.special.", "scipy.stats.")
FEW = [
    (key, at)
    for key, at in KEYS
    if (at < 2 and not key.startswith(ONCE)) or (at == 1 and key.startswith(ONCE))
]
# without types at one point by default, the second where there is one: of arrays
UNTYPED = [
    (key, at) for key, at in dict(FEW).items() if not key.startswith("scipy.stats.")
]


def checked(call: Call, folder: Path, types: str | None, third: bool) -> None:
    path = folder / "called.py"
    path.write_text(call.text)
    modes = ("reverse", "forward")
    check(
        path,
        "call",
        call.wrt,
        call.arguments,
        types=types,
        modes=modes,
        third=third,
    )


def typed(call: Call, folder: Path) -> str | None:
    path = folder / "called.py"
    path.write_text(call.text)
    return types_of(subject(path, "call", call.wrt, call.arguments))


def run_point(key: str, at: int, folder: Path, known: bool, third: bool) -> None:
    call = program(*point(key, at))
    if not call.wrt:
        pytest.skip("nothing varies at this point")
    try:
        checked(call, folder, typed(call, folder) if known else None, third)
    except Exception as error:
        error.add_note(call.text)
        raise


def refused_or(key: str, at: int, folder: Path, known: bool, third: bool) -> None:
    """Run a point; what cannot be told from the types at hand may be refused."""
    import srcgrad

    try:
        run_point(key, at, folder, known, third)
    except srcgrad.CompileError as error:
        codes = {diagnostic.code for diagnostic in error.diagnostics}
        allowed = {"SG208"} if known else {"SG202", "SG203", "SG205", "SG207", "SG208"}
        assert codes <= allowed, error
        pytest.skip(f"refused: {error}")


@pytest.mark.parametrize(("key", "at"), FEW)
def test_typed(key: str, at: int, tmp_path: Any) -> None:
    refused_or(key, at, tmp_path, known=True, third=False)


@pytest.mark.parametrize(("key", "at"), UNTYPED)
def test_untyped(key: str, at: int, tmp_path: Any) -> None:
    refused_or(key, at, tmp_path, known=False, third=False)


@pytest.mark.slow
@pytest.mark.parametrize(("key", "at"), KEYS)
def test_typed_at_every_point(key: str, at: int, tmp_path: Any) -> None:
    refused_or(key, at, tmp_path, known=True, third=at < 2)


@pytest.mark.slow
@pytest.mark.parametrize(("key", "at"), KEYS)
def test_untyped_at_every_point(key: str, at: int, tmp_path: Any) -> None:
    refused_or(key, at, tmp_path, known=False, third=False)
