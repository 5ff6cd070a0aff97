"""Find what a rod looked like before it cooled, with the gradient of `heat.py`.

Only the end state is given. Gradient descent with Nesterov's momentum looks for the
start that leads there; details finer than the heat has spread stay lost.
"""

from __future__ import annotations

import argparse

import numpy as np
from derived.heat_grad import misfit_value_and_grad

R = 0.4  # conductivity * time step / spacing**2; stable up to 0.5
TIME = 60  # steps that the rod has cooled for


def true_start() -> np.ndarray:
    """Return the state to be recovered: two warm places on a rod of 101 points."""
    x = np.linspace(0.0, 1.0, 101)
    return np.exp(-(((x - 0.3) / 0.08) ** 2)) + 0.6 * np.exp(-(((x - 0.7) / 0.1) ** 2))


def cooled(start: np.ndarray) -> np.ndarray:
    """Return the rod after `TIME` steps, written apart from the model on purpose."""
    state = start
    for _ in range(TIME):
        inner = state[1:-1] + R * np.diff(state, 2)
        state = np.concatenate([state[:1], inner, state[-1:]])
    return state


def main(steps: int = 300, rate: float = 0.2) -> dict[str, float]:
    """Recover the start, print how well, and return the figures."""
    truth = true_start()
    observed = cooled(truth)
    start = observed.copy()  # the first guess: nothing has happened
    before = start
    value = np.inf
    for step in range(steps):
        ahead = start + step / (step + 3.0) * (start - before)
        value, gradient = misfit_value_and_grad(ahead, observed, R, TIME)
        before, start = start, ahead - rate * gradient

    scale = np.linalg.norm(truth)
    unmoved = float(np.linalg.norm(observed - truth) / scale)
    error = float(np.linalg.norm(start - truth) / scale)
    print(f"misfit of the end state {value:.2e} after {steps} steps")
    print(
        f"the end differs from the start by {unmoved:.1%}, the recovered by {error:.1%}"
    )
    print(f"warmest point: {truth.max():.3f}; cooled {observed.max():.3f}", end="; ")
    print(f"recovered {start.max():.3f}")
    return {"misfit": float(value), "error": error, "unmoved": unmoved}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=300, help="of gradient descent")
    parser.add_argument("--rate", type=float, default=0.2, help="length of a step")
    main(**vars(parser.parse_args()))
