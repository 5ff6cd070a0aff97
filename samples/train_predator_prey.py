"""Fit the equations of `predator_prey.py` to twenty years of fur trade.

The counts are the pelts of hares and lynxes, in thousands, that the Hudson's Bay
Company collected in Canada from 1900 to 1920. Six numbers are fitted: both populations
in 1900 and the four rates. They are positive, so Adam moves their logarithms.
"""

from __future__ import annotations

import argparse

import numpy as np
from derived.predator_prey_grad import misfit_value_and_grad

HARES = np.array(
    "30 47.2 70.2 77.4 36.3 20.6 18.1 21.4 22 25.4 27.1 "
    "40.3 57 76.6 52.3 19.5 11.2 7.6 14.6 16.2 24.7".split(),
    dtype=float,
)
LYNXES = np.array(
    "4 6.1 9.8 35.2 59.4 41.7 19 13 8.3 9.1 7.4 "
    "8 12.3 19.5 45.7 51.1 29.7 15.8 9.7 10.1 8.6".split(),
    dtype=float,
)
NAMES = ("hares in 1900", "lynxes in 1900", "birth", "hunting", "growth", "death")
GUESS = np.array([30.0, 4.0, 0.5, 0.025, 0.025, 0.75])


def main(steps: int = 400, rate: float = 0.02) -> dict[str, float]:
    """Fit, print what was found, and return the figures."""
    logarithms = np.log(GUESS)
    mean, square = np.zeros(6), np.zeros(6)
    first = 0.0
    for step in range(1, steps + 1):
        parameters = np.exp(logarithms)
        value, gradient = misfit_value_and_grad(*parameters.tolist(), HARES, LYNXES)
        if step == 1:
            first = float(np.sqrt(value))
        slope = np.array(gradient) * parameters  # by the chain rule through exp
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        ahead = mean / (1.0 - 0.9**step)
        spread = np.sqrt(square / (1.0 - 0.99**step))
        logarithms = logarithms - rate * ahead / (spread + 1e-8)

    found = np.exp(logarithms).tolist()
    value, _ = misfit_value_and_grad(*found, HARES, LYNXES)
    error = float(np.sqrt(value))
    for name, number in zip(NAMES, found, strict=True):
        print(f"{name:>15}  {number:8.4f}")
    print(f"typical error of a count: from {first:.1%} to {error:.1%}")
    return {"error": error, **dict(zip(NAMES, found, strict=True))}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=400, help="of Adam")
    parser.add_argument("--rate", type=float, default=0.02, help="length of a step")
    main(**vars(parser.parse_args()))
