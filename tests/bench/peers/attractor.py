"""Lorenz' attractor for other tools, and its adjoint by hand."""

import numpy as np


def jax():
    import jax.numpy as jnp
    from jax import lax

    def slope(s, p):
        x, y, z = s
        return jnp.stack([p[0] * (y - x), x * (p[1] - z) - y, x * y - p[2] * z])

    def loss(start, p, steps, dt):
        def step(s, _):
            k1 = slope(s, p)
            k2 = slope(s + 0.5 * dt * k1, p)
            k3 = slope(s + 0.5 * dt * k2, p)
            k4 = slope(s + dt * k3, p)
            return s + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4), None

        s, _ = lax.scan(step, start, None, length=steps)
        return jnp.sum(s * s)

    return loss


def torch():
    import torch as module

    def slope(s, p):
        x, y, z = s
        return module.stack([p[0] * (y - x), x * (p[1] - z) - y, x * y - p[2] * z])

    def loss(s, p, steps, dt):
        for _ in range(steps):
            k1 = slope(s, p)
            k2 = slope(s + 0.5 * dt * k1, p)
            k3 = slope(s + 0.5 * dt * k2, p)
            k4 = slope(s + dt * k3, p)
            s = s + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        return (s * s).sum()

    return loss


def numba_by_hand():
    import numba

    @numba.njit(cache=True, error_model="numpy")
    def slope(s, p, out):
        out[0] = p[0] * (s[1] - s[0])
        out[1] = s[0] * (p[1] - s[2]) - s[1]
        out[2] = s[0] * s[1] - p[2] * s[2]

    @numba.njit(cache=True, error_model="numpy")
    def pull(s, p, bar, s_bar, p_bar):
        a, b, c = bar[0], bar[1], bar[2]
        s_bar[0] = -p[0] * a + (p[1] - s[2]) * b + s[1] * c
        s_bar[1] = p[0] * a - b + s[0] * c
        s_bar[2] = -s[0] * b - p[2] * c
        p_bar[0] += a * (s[1] - s[0])
        p_bar[1] += b * s[0]
        p_bar[2] -= c * s[2]

    @numba.njit(cache=True, error_model="numpy")
    def gradient(start, p, steps, dt):
        points = np.empty((steps, 4, 3))
        # the first stage takes none of the last one of the step before
        k = np.zeros((4, 3))
        s = start.copy()
        parts = (0.0, 0.5 * dt, 0.5 * dt, dt)
        weights = (dt / 6.0, dt / 3.0, dt / 3.0, dt / 6.0)
        for t in range(steps):
            for stage in range(4):
                for i in range(3):
                    points[t, stage, i] = s[i] + parts[stage] * k[stage - 1, i]
                slope(points[t, stage], p, k[stage])
            for i in range(3):
                s[i] += dt / 6.0 * (k[0, i] + 2.0 * (k[1, i] + k[2, i]) + k[3, i])
        bar, p_bar = 2.0 * s, np.zeros(3)
        k_bar, s_bar = np.empty(3), np.zeros(3)
        for t in range(steps - 1, -1, -1):
            total = bar.copy()
            for stage in range(3, -1, -1):
                for i in range(3):
                    k_bar[i] = weights[stage] * bar[i]
                    if stage < 3:
                        k_bar[i] += parts[stage + 1] * s_bar[i]
                pull(points[t, stage], p, k_bar, s_bar, p_bar)
                total += s_bar
            bar = total
        return np.sum(s * s), (bar, p_bar)

    return gradient
