"""Fit the plane of `linear_regression.py` by gradient descent.

The data are drawn from a known plane, so that what is found can be held against it.
"""

from __future__ import annotations

import argparse

import numpy as np
from derived.linear_regression_grad import loss_value_and_grad

WEIGHTS = np.array([1.5, -2.0, 0.5])
BIAS = 0.75


def main(steps: int = 200, rate: float = 0.1) -> dict[str, float]:
    """Fit, print what was found, and return the figures."""
    random = np.random.default_rng(0)
    features = random.normal(size=(500, 3))
    targets = features @ WEIGHTS + BIAS + 0.1 * random.normal(size=500)

    weights, bias = np.zeros(3), 0.0
    for _ in range(steps):
        _, (weights_bar, bias_bar) = loss_value_and_grad(
            weights, bias, features, targets
        )
        weights = weights - rate * weights_bar
        bias = bias - rate * bias_bar

    value, _ = loss_value_and_grad(weights, bias, features, targets)
    error = max(float(np.abs(weights - WEIGHTS).max()), abs(float(bias) - BIAS))
    print(f"weights {np.round(weights, 3)}  bias {bias:.3f}  after {steps} steps")
    print(f"loss {value:.5f}, of which the noise alone is 0.01")
    print(f"largest error of a coefficient: {error:.4f}")
    return {"loss": float(value), "error": error}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=200, help="of gradient descent")
    parser.add_argument("--rate", type=float, default=0.1, help="length of a step")
    main(**vars(parser.parse_args()))
