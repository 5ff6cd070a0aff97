"""A Cholesky factor, element by element in the place of the matrix."""

import numpy as np

WRT = ("matrix",)
SIZES = {"tiny": (5,), "full": (100,)}
STORES = True


def arguments(n):
    lower = np.tril(np.random.default_rng(10).uniform(size=(n, n))) / n + np.eye(n)
    return (lower @ lower.T,)


def loss(matrix):
    a = matrix.copy()
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            a[i, j] = (a[i, j] - np.dot(a[i, :j], a[j, :j])) / a[j, j]
        a[i, i] = np.sqrt(a[i, i] - np.dot(a[i, :i], a[i, :i]))
    return np.sum(a)
