"""Train the convolutional network of `convolutional.py` on handwritten digits.

A fifth of the 1,797 digits that come with scikit-learn is held out. In training, parts
of the network are left out at random.
"""

from __future__ import annotations

import argparse

import numpy as np
from convolutional import accuracy
from curves import save_curve
from derived.convolutional_grad import loss_value_and_grad
from rich.progress import track
from sklearn.datasets import load_digits

from srcgrad.nn import he_normal
from srcgrad.optim import Adam, cosine


def first_parameters(random: np.random.Generator) -> dict[str, np.ndarray]:
    """Return the parameters of a network that has learnt nothing."""
    return {
        "kernel1": he_normal(random, (16, 1, 3, 3)),
        "bias1": np.zeros(16),
        "kernel2": he_normal(random, (32, 16, 3, 3)),
        "bias2": np.zeros(32),
        "dense1": he_normal(random, (64, 512)),
        "bias3": np.zeros(64),
        "dense2": he_normal(random, (10, 64)),
        "bias4": np.zeros(10),
    }


def main(
    epochs: int = 15, batch: int = 64, picture: str | None = "convolutional_loss.png"
) -> dict[str, float]:
    """Train, print how many held-out digits are read right, and return the share."""
    random = np.random.default_rng(0)
    data = load_digits()
    order = random.permutation(data.target.size)
    images, labels = data.images[order][:, None] / 16.0, data.target[order]
    held_out = labels.size // 5
    new, images = images[:held_out], images[held_out:]
    new_labels, labels = labels[:held_out], labels[held_out:]

    params = first_parameters(random)
    steps = -(-labels.size // batch)
    optimiser = Adam(cosine(0.003, epochs * steps))
    losses = []
    for _ in track(range(epochs), "learning to read"):
        order = random.permutation(labels.size)
        total = 0.0
        for start in range(0, labels.size, batch):
            chosen = order[start : start + batch]
            value, gradient = loss_value_and_grad(
                params, images[chosen], labels[chosen], random
            )
            params = optimiser.step(params, gradient)
            total += float(value) * chosen.size
        losses.append(total / labels.size)
    right = float(accuracy(params, new, new_labels))
    print(f"training loss {losses[-1]:.4f} after {epochs} epochs")
    print(f"read {right:.2%} of the {held_out} held-out digits right")
    if picture is not None:
        save_curve(losses, picture, "epoch")
    return {"loss": losses[-1], "accuracy": right}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=15, help="passes over the data")
    parser.add_argument("--batch", type=int, default=64, help="images per step")
    parser.add_argument("--picture", default="convolutional_loss.png")
    main(**vars(parser.parse_args()))
