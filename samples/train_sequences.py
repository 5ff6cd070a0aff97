"""Train both networks of `sequences.py` on the adding problem.

A sequence holds a number at each step, two of which are marked: their sum is wanted at
the end (Hochreiter and Schmidhuber, 1997). Whoever always answers 1 is off by 1/6 in
the mean square.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

import numpy as np
from curves import save_curve
from derived.lstm_grad import lstm_loss_value_and_grad
from derived.recurrent_grad import recurrent_loss_value_and_grad
from rich.progress import track
from sequences import lstm_loss, recurrent_loss

from srcgrad.nn import glorot_uniform, orthogonal
from srcgrad.optim import Adam, clip_by_norm

HIDDEN, LENGTH = 24, 12


def problem(random: np.random.Generator, batch: int) -> tuple[np.ndarray, np.ndarray]:
    """Return sequences of (number, mark), and the sums of the marked numbers."""
    numbers = random.uniform(size=(LENGTH, batch))
    marks = np.zeros((LENGTH, batch))
    half = LENGTH // 2
    marks[random.integers(0, half, batch), np.arange(batch)] = 1.0
    marks[random.integers(half, LENGTH, batch), np.arange(batch)] = 1.0
    return np.stack([numbers, marks], axis=2), (numbers * marks).sum(axis=0)


def first_parameters(random: np.random.Generator, gates: int) -> dict[str, np.ndarray]:
    """Return the parameters of a cell with some gates, and of the layer behind it."""
    bias = np.zeros(gates * HIDDEN)
    if gates > 1:
        bias[HIDDEN : 2 * HIDDEN] = 1.0  # what is held is kept at first
    return {
        "weight_input": glorot_uniform(random, (gates * HIDDEN, 2)),
        "weight_hidden": np.concatenate(
            [orthogonal(random, (HIDDEN, HIDDEN)) for _ in range(gates)]
        ),
        "bias_input": bias,
        "bias_hidden": np.zeros(gates * HIDDEN),
        "weight_output": glorot_uniform(random, (1, HIDDEN)),
        "bias_output": np.zeros(1),
    }


def trained(
    name: str,
    loss: Callable[..., Any],
    value_and_grad: Callable[..., Any],
    gates: int,
    steps: int,
) -> tuple[float, list[float]]:
    """Return the loss on new sequences after training, and those of the steps."""
    random = np.random.default_rng(0)
    params = first_parameters(random, gates)
    optimiser = Adam(0.01)
    losses = []
    for _ in track(range(steps), f"{name:9}"):
        value, gradient = value_and_grad(params, *problem(random, 64))
        losses.append(float(value))
        params = optimiser.step(params, clip_by_norm(gradient, 1.0))
    return float(loss(params, *problem(random, 1000))), losses


def main(
    steps: int = 800, picture: str | None = "sequences_loss.png"
) -> dict[str, float]:
    """Train both, print the mean squared errors on new sequences, and return them."""
    plain, _ = trained(
        "recurrent", recurrent_loss, recurrent_loss_value_and_grad, 1, steps
    )
    gated, losses = trained("LSTM", lstm_loss, lstm_loss_value_and_grad, 4, steps)
    print(f"mean squared error of the recurrent network {plain:.4f}")
    print(f"mean squared error of the LSTM              {gated:.4f}")
    print(f"mean squared error of an answer that is 1   {1 / 6:.4f}")
    if picture is not None:
        save_curve(losses, picture)
    return {"recurrent": plain, "lstm": gated}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=800, help="of Adam, for each")
    parser.add_argument("--picture", default="sequences_loss.png")
    main(**vars(parser.parse_args()))
