"""Relaxation for other tools, and its adjoint by hand."""

import numpy as np


def _mean(a):
    return 0.2 * (
        a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1]
    )


def jax():
    import jax.numpy as jnp
    from jax import lax

    def loss(first, second, steps):
        def step(grids, _):
            a, b = grids
            b = b.at[1:-1, 1:-1].set(_mean(a))
            return (a.at[1:-1, 1:-1].set(_mean(b)), b), None

        (a, _), _ = lax.scan(step, (first, second), None, length=steps)
        return jnp.sum(a * a)

    return loss


def torch():
    from torch.nn.functional import pad

    def inside(border, grid):
        return border + pad(_mean(grid), (1, 1, 1, 1))

    def loss(first, second, steps):
        a, b = first, second
        edge_a = a - pad(a[1:-1, 1:-1], (1, 1, 1, 1))
        edge_b = b - pad(b[1:-1, 1:-1], (1, 1, 1, 1))
        for _ in range(steps):
            b = inside(edge_b, a)
            a = inside(edge_a, b)
        return (a * a).sum()

    return loss


def autograd():
    import autograd.numpy as anp

    def loss(first, second, steps):
        def inside(border, grid):
            return border + anp.pad(_mean(grid), 1, mode="constant")

        a, b = first, second
        edge_a = a - anp.pad(a[1:-1, 1:-1], 1, mode="constant")
        edge_b = b - anp.pad(b[1:-1, 1:-1], 1, mode="constant")
        for _ in range(steps):
            b = inside(edge_b, a)
            a = inside(edge_a, b)
        return anp.sum(a * a)

    return loss


def _pull(inside_bar, bar):
    bar[1:-1, 1:-1] += inside_bar
    bar[1:-1, :-2] += inside_bar
    bar[1:-1, 2:] += inside_bar
    bar[2:, 1:-1] += inside_bar
    bar[:-2, 1:-1] += inside_bar


def numpy_by_hand():
    def gradient(first, second, steps):
        a, b = first.copy(), second.copy()
        for _ in range(steps):
            b[1:-1, 1:-1] = _mean(a)
            a[1:-1, 1:-1] = _mean(b)
        value, a_bar, b_bar = np.sum(a * a), 2.0 * a, np.zeros_like(b)
        for _ in range(steps):
            inside_bar = 0.2 * a_bar[1:-1, 1:-1]
            a_bar[1:-1, 1:-1] = 0.0
            _pull(inside_bar, b_bar)
            inside_bar = 0.2 * b_bar[1:-1, 1:-1]
            b_bar[1:-1, 1:-1] = 0.0
            _pull(inside_bar, a_bar)
        return value, (a_bar, b_bar)

    return gradient
