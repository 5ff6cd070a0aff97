"""Losses of a training run -> a picture of them."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # draws into files; needs no display
import matplotlib.pyplot as plt


def save_curve(
    losses: list[float] | dict[str, list[float]],
    path: str | Path,
    xlabel: str = "step",
    ylabel: str = "loss",
    log: bool = True,
) -> None:
    """Save a line through the losses, or one for each name, as a picture."""
    figure, axes = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
    named = losses if isinstance(losses, dict) else {"": losses}
    for name, values in named.items():
        axes.plot(range(1, len(values) + 1), values, label=name)
    if isinstance(losses, dict):
        axes.legend()
    axes.set(xlabel=xlabel, ylabel=ylabel, yscale="log" if log else "linear")
    figure.savefig(path, dpi=150)
    plt.close(figure)
    print(f"{ylabel} curve saved as {path}")
