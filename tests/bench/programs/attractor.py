"""Lorenz' attractor by Runge and Kutta's method, the state an array of three numbers."""

import numpy as np

WRT = ("start", "p")
FIXED = ("steps",)
SIZES = {"tiny": (5,), "full": (1000,)}


def arguments(steps):
    return np.array([1.0, 2.0, 3.0]), np.array([10.0, 28.0, 2.6]), steps, 0.002


def slope(s, p):
    return np.array(
        [p[0] * (s[1] - s[0]), s[0] * (p[1] - s[2]) - s[1], s[0] * s[1] - p[2] * s[2]]
    )


def loss(start, p, steps, dt):
    s = start
    for _ in range(steps):
        k1 = slope(s, p)
        k2 = slope(s + 0.5 * dt * k1, p)
        k3 = slope(s + 0.5 * dt * k2, p)
        k4 = slope(s + dt * k3, p)
        s = s + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return np.sum(s * s)
