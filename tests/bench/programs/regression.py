"""Logistic regression with a ridge."""

import numpy as np

WRT = ("w", "b")
SIZES = {"tiny": (6, 3), "full": (500, 20), "large": (20_000, 50)}


def arguments(n, d):
    rng = np.random.default_rng(19)
    sign = np.where(rng.uniform(size=n) > 0.5, 1.0, -1.0)
    return rng.normal(size=d), 0.3, rng.normal(size=(n, d)), sign


def loss(w, b, x, sign):
    margin = sign * (x @ w + b)
    return np.sum(np.log(1.0 + np.exp(-margin))) + 0.1 * np.sum(w * w)
