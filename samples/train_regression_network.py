"""Fit the network of `regression_network.py` to the progress of 442 diabetics.

The data come with scikit-learn. A fifth is held out; a straight line explains about
half of its variance.
"""

from __future__ import annotations

import argparse

import numpy as np
from curves import save_curve
from derived.regression_network_grad import loss_value_and_grad
from regression_network import predict
from rich.progress import track
from sklearn.datasets import load_diabetes

from srcgrad.optim import AdamW, cosine


def main(
    steps: int = 300, picture: str | None = "regression_network_loss.png"
) -> dict[str, float]:
    """Fit, print the share of the variance that is explained, and return it."""
    random = np.random.default_rng(0)
    x, y = load_diabetes(return_X_y=True)
    order = random.permutation(y.size)
    x, y = x[order] / x.std(axis=0), (y[order] - y.mean()) / y.std()
    held_out = y.size // 5
    params = {
        "w1": random.normal(size=(10, 12)) / np.sqrt(10),
        "b1": np.zeros(12),
        "w2": random.normal(size=(12, 1)) / np.sqrt(12),
        "b2": np.zeros(1),
    }
    optimiser = AdamW(cosine(0.01, steps))
    losses = []
    for _ in track(range(steps), "fitting"):
        value, gradient = loss_value_and_grad(params, x[held_out:], y[held_out:], 2e-2)
        losses.append(float(value))
        params = optimiser.step(params, gradient)
    miss = predict(params, x[:held_out]) - y[:held_out]
    explained = 1.0 - float(np.mean(miss**2) / np.var(y[:held_out]))
    print(f"loss {losses[-1]:.4f}; explained of the held-out variance: {explained:.1%}")
    if picture is not None:
        save_curve(losses, picture)
    return {"loss": losses[-1], "explained": explained}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=300, help="of AdamW")
    parser.add_argument("--picture", default="regression_network_loss.png")
    main(**vars(parser.parse_args()))
