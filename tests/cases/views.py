# flags: ends --types "x: f64[n]"
# example: normal(6)
# third
"""Stores through views of one array."""

import numpy as np


def ends(x):
    a = x * x
    left = a[:3]
    right = a[2:]
    left += right[:3]
    right[0] = 2.0 * left[1]
    return np.sum(a * a)
