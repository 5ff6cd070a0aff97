"""Heat in a rod whose conductivity varies: a misfit to what was measured at its end."""

import numpy as np

WRT = ("conductivity", "start")
FIXED = ("steps",)
SIZES = {"tiny": (3, 7), "full": (200, 100)}
STORES = True


def arguments(steps, n):
    rng = np.random.default_rng(23)
    return rng.uniform(0.1, 0.3, n - 1), rng.uniform(size=n), rng.uniform(size=n), steps


def loss(conductivity, start, measured, steps):
    u = start.copy()
    for _ in range(steps):
        flow = conductivity * (u[1:] - u[:-1])
        u[:-1] += flow
        u[1:] -= flow
    return np.sum((u - measured) ** 2)
