# flags: loss --wrt w,b --mode forward --types "w: f64[d], b: float, x: f64[n, d], y: f64[n]"
# example: normal(3), normal(), normal(5, 3), normal(5)
"""Least squares, and how it changes along a direction."""

import numpy as np


def predict(w, b, x):
    return x @ w + b


def loss(w, b, x, y, penalty=0.1):
    residual = predict(w, b, x) - y
    # mean squared error, plus weight decay
    return np.mean(residual**2) + penalty * np.sum(w**2)
