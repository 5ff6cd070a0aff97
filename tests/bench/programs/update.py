"""The lower triangle of a symmetric matrix, updated by products of columns."""

import numpy as np

WRT = ("c", "a")
SIZES = {"tiny": (4, 3), "full": (70, 50)}
STORES = True


def arguments(n, m):
    rng = np.random.default_rng(14)
    return rng.uniform(size=(n, n)), rng.uniform(size=(n, m)), 1.5, 1.2


def loss(c, a, alpha, beta):
    result = c.copy()
    for i in range(a.shape[0]):
        result[i, : i + 1] *= beta
        for k in range(a.shape[1]):
            result[i, : i + 1] += alpha * a[i, k] * a[: i + 1, k]
    return np.sum(result * result)
