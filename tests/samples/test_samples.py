from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from blocks import Line, changed_lines, is_kept_for_backward, is_test_at_entry, squeezed
from edits import Edit, edits, whole_edits

from srcgrad.review import read_header, regenerate

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = (
    "linear_regression",
    "logistic_regression",
    "digits",
    "predator_prey",
    "heat",
    "stopping",
)
# How many lines of each can be edited, so that none falls out of the test unseen.
EDITED = {
    "linear_regression": 6,
    "logistic_regression": 6,
    "digits": 9,
    "predator_prey": 25,
    "heat": 4,
    "stopping": 23,
}


def derived(name: str) -> Path:
    return SAMPLES / "derived" / f"{name}_grad.py"


def script(name: str) -> ModuleType:
    if name == "digits":
        pytest.importorskip("sklearn", reason="scikit-learn holds the digits")
        pytest.importorskip("matplotlib", reason="matplotlib draws the loss curve")
    return importlib.import_module(f"train_{name}")


def test_the_plane_is_found(samples: None) -> None:
    figures = script("linear_regression").main()
    assert figures["error"] < 0.02
    assert figures["loss"] < 0.011


def test_the_best_line_between_two_clouds_is_found(samples: None) -> None:
    figures = script("logistic_regression").main()
    assert figures["accuracy"] > figures["best"] - 0.005
    assert figures["accuracy"] > 0.93


def test_the_network_reads_digits(samples: None, tmp_path: Path) -> None:
    picture = tmp_path / "loss.png"
    figures = script("digits").main(epochs=15, picture=str(picture))
    assert figures["accuracy"] >= 0.95
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_hares_and_lynxes_are_fitted(samples: None) -> None:
    figures = script("predator_prey").main(steps=250)
    assert figures["error"] < 0.25
    assert 0.5 < figures["birth"] < 0.6
    assert 0.7 < figures["death"] < 0.9


def test_the_start_of_the_rod_is_recovered(samples: None) -> None:
    figures = script("heat").main()
    assert figures["error"] < 0.03 < 0.3 < figures["unmoved"]


def test_the_comet_comes_closest_in_april(samples: None) -> None:
    train = script("stopping")
    figures = train.main()
    assert abs(figures["day"] - 100.9) < 0.05
    assert abs(figures["distance"] - 0.417) < 0.001
    assert abs(figures["slope"]) < 1e-9

    model = importlib.import_module("stopping")
    moved = [
        model.separation(
            figures["day"],
            train.COMET + np.array([late, 0.0, 0.0]),
            train.COMET_AXES,
            train.EARTH,
            train.EARTH_AXES,
        )
        for late in (1e-4, -1e-4)
    ]
    assert np.isclose(figures["late"], (moved[0] - moved[1]) / 2e-4, rtol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_scripts_run_from_any_folder(name: str, tmp_path: Path) -> None:
    budget = ["--steps", "3"]
    if name == "digits":
        pytest.importorskip("sklearn", reason="scikit-learn holds the digits")
        pytest.importorskip("matplotlib", reason="matplotlib draws the loss curve")
        budget = ["--epochs", "1", "--picture", "curve.png"]
    command = [sys.executable, str(SAMPLES / f"train_{name}.py"), *budget]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()
    assert (tmp_path / "curve.png").exists() == (name == "digits")


@pytest.mark.parametrize("name", NAMES)
def test_committed_derivatives_are_current(name: str) -> None:
    path = derived(name)
    command = read_header(path.read_text(encoding="utf-8"), path).command
    assert regenerate(command, path).encode() == path.read_bytes()


def complaints(
    name: str,
    folder: Path,
    changes: Iterable[Edit],
    excepted: Callable[[Line], bool],
) -> tuple[list[str], set[int]]:
    """Lines outside the text of an edited statement that change; the lines edited."""
    committed = derived(name).read_text(encoding="utf-8")
    command = read_header(committed, derived(name)).command
    target = folder / "derived" / f"{name}_grad.py"
    target.parent.mkdir()
    found: list[str] = []
    edited: set[int] = set()
    for edit in changes:
        (folder / f"{name}.py").write_text(edit.text, encoding="utf-8")
        after = regenerate(command, target)
        edited.add(edit.line)
        gone, come = changed_lines(committed, after)
        for side, lines, statement in (
            ("-", gone, edit.before),
            ("+", come, edit.after),
        ):
            own = squeezed(statement) or statement.strip()
            found += [
                f"line {edit.line}: {side}{line.text}   [{line.owner}] not [{own}]"
                for line in lines
                if line.owner != own and not excepted(line)
            ]
        if not come:
            found.append(f"line {edit.line}: {edit.after!r} changed nothing")
    return found, edited


@pytest.mark.parametrize("name", NAMES)
def test_an_edited_line_changes_its_own_text_only(name: str, tmp_path: Path) -> None:
    source = (SAMPLES / f"{name}.py").read_text(encoding="utf-8")
    found, edited = complaints(name, tmp_path, edits(source), is_test_at_entry)
    assert not found, "\n".join(found)
    assert len(edited) == EDITED[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_edited_value_changes_its_own_text_and_what_is_kept(
    name: str, tmp_path: Path
) -> None:
    source = (SAMPLES / f"{name}.py").read_text(encoding="utf-8")
    found, edited = complaints(
        name,
        tmp_path,
        whole_edits(source),
        lambda line: is_test_at_entry(line) or is_kept_for_backward(line),
    )
    assert edited
    assert not found, "\n".join(found)
