"""Train the autoencoder of `autoencoder.py` on handwritten digits."""

from __future__ import annotations

import argparse

import numpy as np
from autoencoder import loss
from curves import save_curve
from derived.autoencoder_grad import loss_value_and_grad
from rich.progress import track
from sklearn.datasets import load_digits

from srcgrad.nn import glorot_uniform
from srcgrad.optim import Adam

PIXELS, HIDDEN, CODES = 64, 64, 8


def first_parameters(random: np.random.Generator) -> dict[str, np.ndarray]:
    """Return the parameters of an autoencoder that has learnt nothing."""
    shapes = {
        "encode": (HIDDEN, PIXELS),
        "mean": (CODES, HIDDEN),
        "spread": (CODES, HIDDEN),
        "decode": (HIDDEN, CODES),
        "pixels": (PIXELS, HIDDEN),
    }
    weights = {name: glorot_uniform(random, shape) for name, shape in shapes.items()}
    return weights | {f"{name}_bias": np.zeros(s[0]) for name, s in shapes.items()}


def main(
    epochs: int = 40, batch: int = 64, picture: str | None = "autoencoder_loss.png"
) -> dict[str, float]:
    """Train, print the bound on held-out images beside that of their mean, and return both."""
    random = np.random.default_rng(0)
    images = load_digits().data / 16.0
    images = images[random.permutation(len(images))]
    held_out = len(images) // 5
    new, images = images[:held_out], images[held_out:]
    params = first_parameters(random)
    optimiser = Adam(0.003)
    losses = []
    for _ in track(range(epochs), "learning to draw"):
        order = random.permutation(len(images))
        total = 0.0
        for start in range(0, order.size, batch):
            shown = images[order[start : start + batch]]
            noise = random.normal(size=(len(shown), CODES))
            value, gradient = loss_value_and_grad(params, shown, noise)
            params = optimiser.step(params, gradient)
            total += float(value) * len(shown)
        losses.append(total / order.size)
    bound = float(loss(params, new, random.normal(size=(len(new), CODES))))
    mean = np.clip(images.mean(axis=0), 1e-3, 1.0 - 1e-3)
    blind = -np.mean(np.sum(new * np.log(mean) + (1 - new) * np.log(1 - mean), axis=1))
    print(f"bound on held-out images {bound:.2f} nats; of the mean image {blind:.2f}")
    if picture is not None:
        save_curve(losses, picture, "epoch")
    return {"bound": bound, "mean": float(blind)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=40, help="passes over the data")
    parser.add_argument("--batch", type=int, default=64, help="images per step")
    parser.add_argument("--picture", default="autoencoder_loss.png")
    main(**vars(parser.parse_args()))
