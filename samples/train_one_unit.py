"""Fit the one unit of `one_unit.py` to one point, by gradient descent.

Each step multiplies the error by 1 - 2 rate (x**2 + 1), so that the loss of every epoch
is known beforehand: the table shows both.
"""

from __future__ import annotations

import argparse

from curves import save_curve
from derived.one_unit_grad import loss_value_and_grad

X, Y = 2.0, 3.0


def main(
    steps: int = 10, rate: float = 0.05, picture: str | None = "one_unit_loss.png"
) -> dict[str, float]:
    """Fit, print the loss of each epoch, and return the figures."""
    w, b = 0.5, 0.0
    factor = 1.0 - 2.0 * rate * (X * X + 1.0)
    expected = (w * X + b - Y) ** 2
    worst, losses = 0.0, []
    print("epoch      loss  expected")
    for epoch in range(steps):
        value, (w_bar, b_bar) = loss_value_and_grad(w, b, X, Y)
        print(f"{epoch:5d}  {value:8.6f}  {expected:8.6f}")
        losses.append(value)
        worst = max(worst, abs(value - expected))
        w, b = w - rate * w_bar, b - rate * b_bar
        expected *= factor * factor
    print(f"w {w:.4f}  b {b:.4f}: {w * X + b:.4f} at {X}, where {Y} is wanted")
    if picture is not None:
        save_curve(losses, picture, "epoch")
    return {"error": worst, "loss": value, "miss": abs(w * X + b - Y)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=10, help="of gradient descent")
    parser.add_argument("--rate", type=float, default=0.05, help="length of a step")
    parser.add_argument("--picture", default="one_unit_loss.png")
    main(**vars(parser.parse_args()))
