"""Rosenbrock's valley in ten dimensions: a handful of operations on slices."""

import numpy as np

WRT = ("x",)
SIZES = {"tiny": (5,), "full": (10,), "large": (100_000,)}


def arguments(n):
    return (np.random.default_rng(2).uniform(size=n),)


def loss(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
