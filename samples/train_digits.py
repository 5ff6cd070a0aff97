"""Train the network of `digits.py` on 1,797 handwritten digits of 8 x 8 pixels.

Four fifths are learnt from, by stochastic gradient descent with momentum; the last
fifth is held out and says how well the network reads.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib
import numpy as np
from derived.digits_grad import loss_value_and_grad
from digits import digit_scores
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sklearn.datasets import load_digits

matplotlib.use("Agg")  # draws into files; needs no display
import matplotlib.pyplot as plt


def draw(losses: list[float], accuracies: list[float], path: Path) -> None:
    """Save the loss of each epoch, and the accuracy after it, as a picture."""
    figure, left = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
    epochs = np.arange(1, len(losses) + 1)
    left.plot(epochs, losses, color="tab:blue")
    left.set(xlabel="epoch", yscale="log")
    left.set_ylabel("training loss", color="tab:blue")
    right = left.twinx()
    right.plot(epochs, 100.0 * np.array(accuracies), color="tab:orange")
    right.set_ylabel("held-out accuracy, %", color="tab:orange")
    figure.savefig(path, dpi=150)
    plt.close(figure)


def main(
    epochs: int = 40,
    rate: float = 0.2,
    batch: int = 64,
    picture: str | None = "digits_loss.png",
) -> dict[str, float]:
    """Train, print what was reached, and return the figures."""
    random = np.random.default_rng(0)
    data = load_digits()
    order = random.permutation(data.target.size)
    images, labels = data.data[order] / 16.0, data.target[order]
    held_out = data.target.size // 5
    new_images, images = images[:held_out], images[held_out:]
    new_labels, labels = labels[:held_out], labels[held_out:]

    parameters = (
        random.normal(size=(64, 48)) / np.sqrt(64),
        np.zeros(48),
        random.normal(size=(48, 10)) / np.sqrt(48),
        np.zeros(10),
    )
    velocities = [np.zeros_like(parameter) for parameter in parameters]
    losses: list[float] = []
    accuracies: list[float] = []
    progress = Progress(
        TextColumn("epoch {task.completed:>3.0f} of {task.total:.0f}"),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.4f}  held out {task.fields[right]:.1%}"),
        TimeRemainingColumn(),
    )
    with progress:
        task = progress.add_task("", total=epochs, loss=np.log(10.0), right=0.1)
        for _ in range(epochs):
            total = 0.0
            order = random.permutation(labels.size)
            for start in range(0, labels.size, batch):
                chosen = order[start : start + batch]
                value, gradients = loss_value_and_grad(
                    *parameters, images[chosen], labels[chosen]
                )
                total += float(value) * chosen.size
                for parameter, velocity, gradient in zip(
                    parameters, velocities, gradients, strict=True
                ):
                    velocity *= 0.9
                    velocity -= rate * gradient
                    parameter += velocity
            answers = digit_scores(*parameters, new_images).argmax(axis=1)
            losses.append(total / labels.size)
            accuracies.append(float(np.mean(answers == new_labels)))
            progress.update(task, advance=1, loss=losses[-1], right=accuracies[-1])

    print(f"training loss {losses[-1]:.4f} after {epochs} epochs")
    print(f"read {accuracies[-1]:.2%} of the {held_out} held-out digits right")
    if picture is not None:
        draw(losses, accuracies, Path(picture))
        print(f"loss curve saved as {picture}")
    return {"loss": losses[-1], "accuracy": accuracies[-1]}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=40, help="passes over the data")
    parser.add_argument("--rate", type=float, default=0.2, help="length of a step")
    parser.add_argument("--batch", type=int, default=64, help="images per step")
    parser.add_argument(
        "--picture", default="digits_loss.png", help="where to save the loss curve"
    )
    main(**vars(parser.parse_args()))
