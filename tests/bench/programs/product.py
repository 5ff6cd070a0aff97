"""A scaled matrix product, added to a scaled matrix in place."""

import numpy as np

WRT = ("c", "a", "b")
SIZES = {"tiny": (3, 4, 5), "full": (300, 330, 360), "small": (20, 25, 30)}
STORES = True


def arguments(rows, columns, inner):
    rng = np.random.default_rng(6)
    c = rng.uniform(size=(rows, columns))
    a, b = rng.uniform(size=(rows, inner)), rng.uniform(size=(inner, columns))
    return c, a, b, 1.5, 1.2


def loss(c, a, b, alpha, beta):
    result = c.copy()
    result *= beta
    result += alpha * a @ b
    return np.sum(result * result)
