"""Fit the line of `line.py` by gradient descent and by Adam."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from curves import save_curve
from derived.line_grad import loss_value_and_grad
from rich.progress import track

from srcgrad.optim import SGD, Adam, Optimiser

SLOPE, OFFSET = 2.0, -1.0


def fitted(
    name: str, optimiser: Optimiser, steps: int, x: Any, y: Any
) -> tuple[tuple[float, float], list[float]]:
    """Return slope and offset after some steps from zero, and the loss before each."""
    line, losses = (0.0, 0.0), []
    for _ in track(range(steps), f"fitting by {name}"):
        value, gradient = loss_value_and_grad(*line, x, y)
        losses.append(float(value))
        line = optimiser.step(line, gradient)
    return line, losses


def main(steps: int = 300, picture: str | None = "line_loss.png") -> dict[str, float]:
    """Fit in both ways, print what was found, and return the errors."""
    random = np.random.default_rng(0)
    x = random.uniform(-1.0, 1.0, 200)
    y = SLOPE * x + OFFSET + 0.1 * random.normal(size=200)
    figures, curves = {}, {}
    for name, optimiser in (("descent", SGD(0.2)), ("adam", Adam(0.1))):
        (w, b), curves[name] = fitted(name, optimiser, steps, x, y)
        value, _ = loss_value_and_grad(w, b, x, y)
        print(f"{name:8} w {w:.3f}  b {b:.3f}  loss {value:.5f}, of noise 0.01")
        figures[name] = max(abs(w - SLOPE), abs(b - OFFSET))
    if picture is not None:
        save_curve(curves, picture)
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=300, help="of either method")
    parser.add_argument("--picture", default="line_loss.png")
    main(**vars(parser.parse_args()))
