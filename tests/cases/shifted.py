# flags: shifted --types "a: f64[n]"
# example: normal(5)
# third
"""A store that reads what it overwrites."""

import numpy as np


def shifted(a):
    b = a.copy()
    b[1:] = b[:-1] * b[1:]
    return np.sum(b * b)
