# flags: loss --wrt w,b
# example: normal(3), normal(), normal(5, 3), normal(5)
# third
"""Least squares with a penalty, of unknown shapes."""

import numpy as np


def predict(w, b, x):
    return x @ w + b


def loss(w, b, x, y, penalty=0.1):
    residual = predict(w, b, x) - y
    # mean squared error, plus weight decay
    return np.mean(residual**2) + penalty * np.sum(w**2)
