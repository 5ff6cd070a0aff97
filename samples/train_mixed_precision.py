"""Train the network of `digits.py` in three precisions, from the same start.

In float64; in float32, with float64 master weights; and with weights, activations and
gradients in float16, where the loss is scaled so that small gradients do not vanish.
The held-out accuracy is the same.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from derived.digits_grad import loss_backward, loss_forward
from digits import digit_scores
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sklearn.datasets import load_digits

from srcgrad.optim import SGD, LossScale, MixedPrecision

matplotlib.use("Agg")  # draws into files; needs no display
import matplotlib.pyplot as plt

PRECISIONS = ("float64", "float32", "float16")


@dataclass(frozen=True)
class Run:
    """What the training in one precision gave."""

    losses: list[float]
    accuracy: float
    left_out: int
    scale: float


def train(precision: str, epochs: int, rate: float, progress: Progress) -> Run:
    """Train in one precision, and return the loss of each epoch and the accuracy."""
    random = np.random.default_rng(0)
    data = load_digits()
    order = random.permutation(data.target.size)
    images, labels = data.data[order] / 16.0, data.target[order]
    held_out = data.target.size // 5
    images = images.astype(precision)
    params = (
        random.normal(size=(64, 48)) / np.sqrt(64),
        np.zeros(48),
        random.normal(size=(48, 10)) / np.sqrt(48),
        np.zeros(10),
    )
    scale = LossScale(2.0**24, interval=200) if precision == "float16" else None
    mixed = MixedPrecision(SGD(rate, momentum=0.9), precision, scale)
    losses: list[float] = []
    task = progress.add_task(precision, total=epochs, loss=np.log(10.0))
    for _ in range(epochs):
        total = 0.0
        order = held_out + random.permutation(labels.size - held_out)
        for chosen in np.split(order, range(64, order.size, 64)):
            weights = mixed.weights(params)
            value, saved = loss_forward(*weights, images[chosen], labels[chosen])
            with np.errstate(over="ignore", invalid="ignore"):
                # too large a scale overflows: the step is left out, the scale halved
                gradient = loss_backward(saved, mixed.scale)
            params = mixed.step(params, gradient)
            total += float(value) * chosen.size
        losses.append(total / order.size)
        progress.update(task, advance=1, loss=losses[-1])
    scores = digit_scores(*mixed.weights(params), images[:held_out])
    right = float(np.mean(scores.argmax(axis=1) == labels[:held_out]))
    return Run(losses, right, mixed.left_out, mixed.scale)


def draw(runs: dict[str, Run], path: Path) -> None:
    """Save the losses of all runs as one picture."""
    figure, axes = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
    for style, (precision, run) in zip(("-", "--", ":"), runs.items(), strict=True):
        epochs = np.arange(1, len(run.losses) + 1)
        axes.plot(epochs, run.losses, style, linewidth=2, label=precision)
    axes.set(xlabel="epoch", ylabel="training loss", yscale="log")
    axes.legend()
    figure.savefig(path, dpi=150)
    plt.close(figure)


def main(
    epochs: int = 20,
    rate: float = 0.2,
    picture: str | None = "mixed_precision_loss.png",
) -> dict[str, Run]:
    """Train in each precision, print what was reached, and return it."""
    progress = Progress(
        TextColumn("{task.description}: epoch {task.completed:>3.0f}"),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.4f}"),
        TimeRemainingColumn(),
    )
    with progress:
        runs = {kind: train(kind, epochs, rate, progress) for kind in PRECISIONS}
    for precision, run in runs.items():
        print(
            f"{precision}: loss {run.losses[-1]:.4f}, "
            f"{run.accuracy:.2%} of the held-out digits right"
        )
    half = runs["float16"]
    print(f"float16 left {half.left_out} steps out; its scale ended at {half.scale:g}")
    if picture is not None:
        draw(runs, Path(picture))
        print(f"loss curves saved as {picture}")
    return runs


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=20, help="passes over the data")
    parser.add_argument("--rate", type=float, default=0.2, help="length of a step")
    parser.add_argument(
        "--picture",
        default="mixed_precision_loss.png",
        help="where to save the loss curves",
    )
    main(**vars(parser.parse_args()))
