# flags: soft --types "x: f64[n]"
# example: normal(6)
# third
"""A root that is asked for where it exists only."""

import numpy as np


def soft(x):
    # no NaN may come through the mask
    root = np.where(x > 0.0, np.sqrt(np.maximum(x, 1e-300)), 0.0)
    return np.sum(root * x + np.maximum(x, 0.0) ** 2)
