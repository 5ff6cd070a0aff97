"""Train the network of `multitask.py` to read a digit and to guess its ink, at once."""

from __future__ import annotations

import argparse

import numpy as np
from curves import save_curve
from derived.multitask_grad import loss_value_and_grad
from multitask import answers
from rich.progress import track
from sklearn.datasets import load_digits

from srcgrad.nn import glorot_uniform, he_normal
from srcgrad.optim import Adam, cosine


def first_parameters(random: np.random.Generator) -> dict[str, np.ndarray]:
    """Return the parameters of a network that has learnt nothing."""
    return {
        "trunk1": he_normal(random, (64, 64)),
        "trunk1_bias": np.zeros(64),
        "trunk2": he_normal(random, (32, 64)),
        "trunk2_bias": np.zeros(32),
        "digit": glorot_uniform(random, (10, 32)),
        "digit_bias": np.zeros(10),
        "ink": glorot_uniform(random, (1, 32)),
        "ink_bias": np.zeros(1),
    }


def main(
    epochs: int = 30, batch: int = 64, picture: str | None = "multitask_loss.png"
) -> dict[str, float]:
    """Train, print how well each head does on held-out digits, and return both figures."""
    random = np.random.default_rng(0)
    data = load_digits()
    order = random.permutation(data.target.size)
    images, labels = data.data[order] / 16.0, data.target[order]
    inks = images.sum(axis=1)
    inks = (inks - inks.mean()) / inks.std()
    held_out = labels.size // 5
    params = first_parameters(random)
    optimiser = Adam(cosine(0.003, epochs * (-(-(labels.size - held_out) // batch))))
    losses = []
    for _ in track(range(epochs), "learning both"):
        order = held_out + random.permutation(labels.size - held_out)
        total = 0.0
        for start in range(0, order.size, batch):
            chosen = order[start : start + batch]
            value, gradient = loss_value_and_grad(
                params, images[chosen], labels[chosen], inks[chosen], 0.5
            )
            params = optimiser.step(params, gradient)
            total += float(value) * chosen.size
        losses.append(total / order.size)
    digit, ink = answers(params, images[:held_out])
    right = float(np.mean(digit.argmax(axis=1) == labels[:held_out]))
    miss = float(np.mean((ink - inks[:held_out]) ** 2) / np.var(inks[:held_out]))
    print(f"read {right:.2%} of the held-out digits right")
    print(f"explained {1.0 - miss:.2%} of the variance of their ink")
    if picture is not None:
        save_curve(losses, picture, "epoch")
    return {"accuracy": right, "explained": 1.0 - miss}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=30, help="passes over the data")
    parser.add_argument("--batch", type=int, default=64, help="images per step")
    parser.add_argument("--picture", default="multitask_loss.png")
    main(**vars(parser.parse_args()))
