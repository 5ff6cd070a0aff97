"""The pair of `heat.energy`, written by hand."""

import numpy as np


def energy_forward(u, r, steps):
    """Keep the rod as each step finds it."""
    u_tape = []
    for _ in range(steps):
        u_tape.append(u.copy())
        u[1:-1] += r * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u * u), (u, r, u_tape)


def energy_backward(saved, value_bar=1.0):
    """Go back step by step."""
    u, r, u_tape = saved
    u_bar = 2.0 * value_bar * u
    r_bar = 0.0
    for u in reversed(u_tape):
        change_bar = u_bar[1:-1].copy()
        r_bar += np.sum(change_bar * (u[2:] - 2.0 * u[1:-1] + u[:-2]))
        u_bar[2:] += r * change_bar
        u_bar[1:-1] -= 2.0 * r * change_bar
        u_bar[:-2] += r * change_bar
    return u_bar, r_bar
