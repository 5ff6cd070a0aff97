"""Losses of a training run -> a picture of them."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # draws into files; needs no display
import matplotlib.pyplot as plt


def save_curve(
    losses: list[float], path: str | Path, xlabel: str = "step", log: bool = True
) -> None:
    """Save a line through the losses as a picture."""
    figure, axes = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
    axes.plot(range(1, len(losses) + 1), losses)
    axes.set(xlabel=xlabel, ylabel="loss", yscale="log" if log else "linear")
    figure.savefig(path, dpi=150)
    plt.close(figure)
    print(f"loss curve saved as {path}")
