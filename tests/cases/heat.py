# flags: energy --wrt u,r
# example: normal(6), 0.1, 3
# third
"""A rod that cools, stepped in place."""

import numpy as np


def energy(u, r, steps):
    for step in range(steps):
        u[1:-1] += r * (u[2:] - 2.0 * u[1:-1] + u[:-2])  # explicit Euler
    return np.sum(u * u)
