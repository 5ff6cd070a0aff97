"""A wave that steepens: Burgers' equation with viscosity, upwind, on a ring."""

import numpy as np

WRT = ("start",)
FIXED = ("steps",)
SIZES = {"tiny": (4, 9), "full": (500, 1000), "small": (50, 200)}
STORES = True


def arguments(steps, n):
    noise = np.random.default_rng(7).uniform(size=n)
    start = 1.5 + np.sin(np.linspace(0.0, 6.28, n)) + 0.01 * noise
    return start, steps, 0.2, 0.05


def loss(start, steps, c, nu):
    u = start.copy()
    for _ in range(steps):
        old = u.copy()
        inner = old[1:-1]
        u[1:-1] = (
            inner
            - c * inner * (inner - old[:-2])
            + nu * (old[2:] - 2.0 * inner + old[:-2])
        )
        u[0] = (
            old[0]
            - c * old[0] * (old[0] - old[-1])
            + nu * (old[1] - 2.0 * old[0] + old[-1])
        )
        u[-1] = (
            old[-1]
            - c * old[-1] * (old[-1] - old[-2])
            + nu * (old[0] - 2.0 * old[-1] + old[-2])
        )
    return np.sum(u * u)
