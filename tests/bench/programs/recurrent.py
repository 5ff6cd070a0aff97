"""A recurrent network over a sequence, its states kept as rows."""

import numpy as np

WRT = ("w", "u", "b")
FIXED = ()
SIZES = {"tiny": (4, 3, 2), "full": (100, 32, 16)}


def arguments(steps, width, inputs):
    rng = np.random.default_rng(21)
    w = rng.normal(size=(width, width)) / np.sqrt(width)
    return (
        w,
        rng.normal(size=(inputs, width)),
        rng.normal(size=width),
        rng.normal(size=(steps, inputs)),
    )


def loss(w, u, b, x):
    h = b * 0.0
    total = 0.0
    for t in range(x.shape[0]):
        h = np.tanh(h @ w + x[t] @ u + b)
        total = total + np.sum(h * h)
    return total
