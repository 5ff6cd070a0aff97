# flags: loss --wrt w --types "w: f64[d], x: f64[n, d], y: f64[n]"
# example: normal(3), normal(5, 3), np.array([0.0, 1.0, 1.0, 0.0, 1.0])
# third
"""Logistic regression."""

import numpy as np


def loss(w, x, y):
    p = 1.0 / (1.0 + np.exp(-(x @ w)))
    # cross entropy
    return -np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
