"""A triangular system, solved by forward substitution."""

import numpy as np

WRT = ("lower", "b")
SIZES = {"tiny": (5,), "full": (1000,), "small": (60,)}
STORES = True


def arguments(n):
    rng = np.random.default_rng(12)
    return np.tril(rng.uniform(size=(n, n))) / n + np.eye(n), rng.uniform(size=n)


def loss(lower, b):
    x = np.zeros(b.shape[0])
    for i in range(b.shape[0]):
        x[i] = (b[i] - lower[i, :i] @ x[:i]) / lower[i, i]
    return np.sum(x)
