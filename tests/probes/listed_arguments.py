"""Arguments that are written as lists of numbers, where an array is meant."""

import numpy as np
import scipy.stats as st


# wrt: x
# example: normal(2, 3)
def lists(x):
    y = np.choose([0, 1, 0], [x[0], x[1] ** 2, x[0]])
    y = y * np.mean(x, where=[True, False, True]) + np.var(x, where=[True, False, True])
    return np.sum(np.roll(x, [1, 1], axis=(0, 1)) * x) + np.sum(y**2)


# wrt: a
# example: uniform(0.5, 2.0, 3)
def listed_shares(a):
    return st.dirichlet.logpdf([0.2, 0.3, 0.5], a) + np.sum(np.ldexp(a, [1, 0, -1]) ** 2)
