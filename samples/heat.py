"""Heat in a rod, stepped in place: what it was, seen from what became of it."""

import numpy as np


def misfit(start, observed, r, steps):
    """Return the squared distance of the rod that began as `start` to `observed`."""
    u = start.copy()
    for _ in range(steps):
        u[1:-1] += r * (u[2:] - 2.0 * u[1:-1] + u[:-2])  # explicit Euler
    return 0.5 * np.sum((u - observed) ** 2)
