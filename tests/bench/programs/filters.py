"""A convolution of images, written as a loop over places, and the squares of its values."""

import numpy as np

WRT = ("x", "w", "b")
SIZES = {"tiny": (2, 5, 2, 3, 2), "full": (8, 32, 3, 16, 3)}
STORES = True


def arguments(images, side, channels, filters, width):
    rng = np.random.default_rng(15)
    x = rng.uniform(size=(images, side, side, channels))
    return (
        x,
        rng.uniform(size=(width, width, channels, filters)),
        rng.uniform(size=filters),
    )


def loss(x, w, b):
    width = w.shape[0]
    side = x.shape[1] - width + 1
    out = np.empty((x.shape[0], side, side, w.shape[3]))
    for i in range(side):
        for j in range(side):
            part = x[:, i : i + width, j : j + width, :, np.newaxis]
            out[:, i, j, :] = np.sum(part * w[np.newaxis], axis=(1, 2, 3))
    y = out + b
    return np.sum(y * y)
