"""Fit `logistic_regression.py` to two overlapping clouds of points.

Both clouds are normal with the same spread, so the best possible line between them is
known, and with it the share of points that no line can put right.
"""

from __future__ import annotations

import argparse

import numpy as np
from derived.logistic_regression_grad import loss_value_and_grad
from logistic_regression import log_odds

CENTRE = np.array([1.2, 0.9])  # of class 1; class 0 lies opposite


def draw(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return points and their labels, half of them of either class."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    signs = 2.0 * labels[:, None] - 1.0
    return signs * CENTRE + random.normal(size=(count, 2)), labels


def accuracy(weights: np.ndarray, bias: float, count: int, seed: int) -> float:
    """Return the share of freshly drawn points that get the right label."""
    points, labels = draw(count, seed)
    return float(np.mean((log_odds(weights, bias, points) > 0.0) == labels))


def main(steps: int = 300, rate: float = 0.5) -> dict[str, float]:
    """Fit, print what was found, and return the figures."""
    points, labels = draw(2_000, seed=0)
    weights, bias = np.zeros(2), 0.0
    for _ in range(steps):
        _, (weights_bar, bias_bar) = loss_value_and_grad(weights, bias, points, labels)
        weights = weights - rate * weights_bar
        bias = bias - rate * bias_bar

    value, _ = loss_value_and_grad(weights, bias, points, labels)
    reached = accuracy(weights, bias, count=20_000, seed=1)
    best = accuracy(2.0 * CENTRE, 0.0, count=20_000, seed=1)
    print(f"weights {np.round(weights, 3)}  bias {bias:.3f}  loss {value:.4f}")
    print(f"right on {reached:.2%} of 20,000 new points; the best line: {best:.2%}")
    return {"loss": float(value), "accuracy": reached, "best": best}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=300, help="of gradient descent")
    parser.add_argument("--rate", type=float, default=0.5, help="length of a step")
    main(**vars(parser.parse_args()))
