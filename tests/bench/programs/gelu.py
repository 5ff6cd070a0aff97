"""The smooth rectifier of transformers, by its tanh formula, and the sum of it."""

import numpy as np

WRT = ("x",)
SIZES = {"tiny": (7,), "full": (1_000_000,), "small": (5_000,)}


def arguments(n):
    return (np.random.default_rng(4).normal(size=n),)


def loss(x):
    inner = 0.7978845608028654 * (x + 0.044715 * x * x * x)
    return np.sum(0.5 * x * (1.0 + np.tanh(inner)))
