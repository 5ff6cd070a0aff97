"""Samples that train: what they reach, and that their derivatives are current."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from srcgrad.review import read_header, regenerate

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DERIVED = {path.stem: path for path in sorted((SAMPLES / "derived").glob("*_grad.py"))}
SCRIPTS = sorted(path.stem for path in SAMPLES.glob("train_*.py"))


def script(name: str) -> ModuleType:
    pytest.importorskip("sklearn", reason="scikit-learn holds the data")
    pytest.importorskip("matplotlib", reason="matplotlib draws the loss curve")
    return importlib.import_module(f"train_{name}")


@pytest.mark.parametrize("name", DERIVED)
def test_every_committed_derivative_is_current(name: str) -> None:
    path = DERIVED[name]
    command = read_header(path.read_text(encoding="utf-8"), path).command
    assert regenerate(command, path).encode() == path.read_bytes()


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_says_what_it_takes(name: str) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn holds the data")
    pytest.importorskip("matplotlib", reason="matplotlib draws the loss curve")
    command = [sys.executable, str(SAMPLES / f"{name}.py"), "--help"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "--steps" in run.stdout or "--epochs" in run.stdout


def test_a_wave_differentiated_twice_is_itself(samples: None) -> None:
    assert script("curvature").main()["error"] < 1e-15


def test_the_loss_of_every_epoch_is_the_known_one(samples: None) -> None:
    figures = script("one_unit").main(picture=None)
    assert figures["error"] < 1e-12
    assert figures["loss"] == pytest.approx(4.0 * 0.25**9, rel=1e-9)


def test_both_methods_find_the_line(samples: None, tmp_path: Path) -> None:
    picture = tmp_path / "loss.png"  # of two curves
    figures = script("line").main(picture=str(picture))
    assert figures["descent"] < 0.02 and figures["adam"] < 0.02
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_held_out_ratings_are_foretold(samples: None) -> None:
    figures = script("recommender").main(picture=None)
    assert figures["error"] < 0.3 < 1.0 < figures["mean"]


def test_the_pole_stays_up(samples: None) -> None:
    figures = script("policy").main(picture=None)
    assert figures["before"] < 40.0 and figures["after"] > 150.0


def test_the_network_explains_what_a_line_does(samples: None, tmp_path: Path) -> None:
    picture = tmp_path / "loss.png"
    figures = script("regression_network").main(picture=str(picture))
    assert figures["explained"] > 0.45
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_one_network_does_both_tasks(samples: None) -> None:
    figures = script("multitask").main(picture=None)
    assert figures["accuracy"] >= 0.96 and figures["explained"] > 0.8


def test_the_autoencoder_beats_the_mean_image(samples: None) -> None:
    figures = script("autoencoder").main(picture=None)
    assert figures["bound"] < 25.5 < 26.5 < figures["mean"]


def test_both_networks_remember_what_to_add(samples: None) -> None:
    figures = script("sequences").main(picture=None)
    assert figures["recurrent"] < 0.02 and figures["lstm"] < 0.005


@pytest.mark.slow
def test_the_poem_is_learnt(samples: None, capsys: Any) -> None:
    assert script("characters").main(picture=None)["bits"] < 0.5
    assert "Beautiful is better than" in capsys.readouterr().out


@pytest.mark.slow
def test_digits_are_sorted(samples: None) -> None:
    assert script("transformer").main(picture=None)["accuracy"] > 0.99


@pytest.mark.slow
def test_the_convolutional_network_reads_digits(samples: None) -> None:
    assert script("convolutional").main(picture=None)["accuracy"] >= 0.98


def test_fewer_digits_read_as_many_digits_right(samples: None) -> None:
    runs = script("mixed_precision").main(picture=None)
    full, single, half = (runs[k] for k in ("float64", "float32", "float16"))
    assert full.accuracy >= 0.97
    assert abs(single.accuracy - full.accuracy) < 0.005
    assert abs(half.accuracy - full.accuracy) < 0.005
    assert half.left_out > 0 == full.left_out
    assert half.losses != single.losses != full.losses
