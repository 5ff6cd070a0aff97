# flags: spread --wrt a,v --types "a: f64[n], v: f64[k], idx: i64[k]"
# example: normal(4), normal(5), np.array([0, 2, 2, 0, 3])
# third
"""Values added at places that repeat: NumPy keeps the last of each."""

import numpy as np


def spread(a, v, idx):
    b = a * 2.0
    b[idx] += v
    return np.sum(b * b)
