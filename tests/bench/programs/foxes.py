"""Hares and foxes by Runge and Kutta's method, in plain numbers: the hares' time integral."""

import numpy as np

WRT = ("p",)
FIXED = ("steps",)
SIZES = {"tiny": (6,), "full": (1000,)}


def arguments(steps):
    return np.array([1.1, 0.4, 0.1, 0.4, 10.0, 5.0]), steps, 0.01


def slopes(x, y, a, b, c, d):
    return a * x - b * x * y, c * x * y - d * y


def loss(p, steps, dt):
    a, b, c, d, x, y = p[0], p[1], p[2], p[3], p[4], p[5]
    total = 0.0
    for _ in range(steps):
        x1, y1 = slopes(x, y, a, b, c, d)
        x2, y2 = slopes(x + 0.5 * dt * x1, y + 0.5 * dt * y1, a, b, c, d)
        x3, y3 = slopes(x + 0.5 * dt * x2, y + 0.5 * dt * y2, a, b, c, d)
        x4, y4 = slopes(x + dt * x3, y + dt * y3, a, b, c, d)
        x = x + dt / 6.0 * (x1 + 2.0 * x2 + 2.0 * x3 + x4)
        y = y + dt / 6.0 * (y1 + 2.0 * y2 + 2.0 * y3 + y4)
        total = total + dt * x
    return total
