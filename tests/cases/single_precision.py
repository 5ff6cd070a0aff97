# flags: loss --wrt w --types "w: f32[d], x: f32[n, d]"
# example: single(normal(3)), single(normal(4, 3))
"""Single precision stays single."""

import numpy as np


def loss(w, x):
    return np.mean(np.tanh(x @ w) ** 2)
