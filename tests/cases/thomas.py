# flags: solve --wrt lower,diagonal,right --types "lower: f64[n], diagonal: f64[n], upper: f64[n], right: f64[n]"
# example: normal(5), positive(5) + 3.0, normal(5), normal(5)
"""A tridiagonal system, solved in two sweeps."""

import numpy as np


def solve(lower, diagonal, upper, right):
    n = right.size
    c = np.empty(n)
    x = np.empty(n)
    # forward sweep
    c[0] = upper[0] / diagonal[0]
    x[0] = right[0] / diagonal[0]
    for i in range(1, n):
        m = diagonal[i] - lower[i] * c[i - 1]
        c[i] = upper[i] / m
        x[i] = (right[i] - lower[i] * x[i - 1]) / m
    # backward sweep
    for i in range(n - 2, -1, -1):
        x[i] = x[i] - c[i] * x[i + 1]
    return np.sum(x * x)
