# flags: relax --wrt u --types "u: f64[n], steps: int"
# example: normal(6), 3
# third
"""Two buffers that change places in each step."""

import numpy as np


def relax(u, steps):
    old = u.copy()
    new = u.copy()
    for _ in range(steps):
        new[1:-1] = 0.5 * (old[2:] + old[:-2]) * old[1:-1]
        old, new = new, old
    return np.sum(old * old)
