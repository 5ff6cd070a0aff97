# flags: endpoint --wrt state,rate --types "state: f64[n], rate: float, dt: float, steps: int"
# example: normal(2), 0.7, 0.1, 3
"""The classical Runge-Kutta method for a pendulum with friction."""

import numpy as np


def slope(state, rate):
    angle, speed = state
    return np.array([speed, -np.sin(angle) - rate * speed])


def endpoint(state, rate, dt, steps):
    for _ in range(steps):
        k1 = slope(state, rate)
        k2 = slope(state + 0.5 * dt * k1, rate)
        k3 = slope(state + 0.5 * dt * k2, rate)
        k4 = slope(state + dt * k3, rate)
        state = state + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return state[0] ** 2 + state[1] ** 2
