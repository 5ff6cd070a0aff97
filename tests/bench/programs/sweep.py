"""Gauss-Seidel: rows are relaxed one after the other, each from left to right."""

import numpy as np

WRT = ("start",)
FIXED = ("steps",)
SIZES = {"tiny": (2, 6), "full": (8, 50)}
STORES = True


def arguments(steps, n):
    return np.random.default_rng(9).uniform(size=(n, n)), steps


def loss(start, steps):
    a = start.copy()
    n = a.shape[0]
    for _ in range(steps):
        for i in range(1, n - 1):
            above = a[i - 1, :-2] + a[i - 1, 1:-1] + a[i - 1, 2:]
            below = a[i + 1, :-2] + a[i + 1, 1:-1] + a[i + 1, 2:]
            a[i, 1:-1] += above + below + a[i, 2:]
            for j in range(1, n - 1):
                a[i, j] = (a[i, j] + a[i, j - 1]) / 9.0
    return np.sum(a)
