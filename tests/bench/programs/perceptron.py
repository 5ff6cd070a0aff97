"""Three dense layers with rectifiers and a softmax, against target weights."""

import numpy as np

WRT = ("w1", "b1", "w2", "b2", "w3", "b3")
STEP = 1e-8  # rectifiers have kinks, which few units may cross
SIZES = {
    "tiny": (3, 4, 6, 5, 3),
    "full": (64, 100, 256, 128, 10),
    "small": (8, 10, 16, 12, 3),
}


def arguments(batch, inputs, first, second, outputs):
    rng = np.random.default_rng(5)
    sizes = (inputs, first), (first, second), (second, outputs)
    layers = []
    for rows, columns in sizes:
        layers.append(rng.normal(size=(rows, columns)) / np.sqrt(rows))
        layers.append(0.1 * rng.normal(size=columns))
    x, target = rng.normal(size=(batch, inputs)), rng.normal(size=(batch, outputs))
    return x, target, *layers


def rectified(x):
    return np.maximum(x, 0.0)


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def loss(x, target, w1, b1, w2, b2, w3, b3):
    first = rectified(x @ w1 + b1)
    second = rectified(first @ w2 + b2)
    return np.sum(softmax(second @ w3 + b3) * target)
