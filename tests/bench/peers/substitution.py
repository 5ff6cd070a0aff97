"""Forward substitution for other tools, and its adjoint by hand."""

import numpy as np


def jax():
    import jax.numpy as jnp
    from jax import lax

    def loss(lower, b):
        strict = jnp.tril(lower, -1)

        def row(x, i):
            return x.at[i].set((b[i] - strict[i] @ x) / lower[i, i]), None

        x, _ = lax.scan(row, jnp.zeros_like(b), jnp.arange(b.shape[0]))
        return jnp.sum(x)

    return loss


def jax_expert():
    import jax.numpy as jnp
    from jax.scipy.linalg import solve_triangular

    return lambda lower, b: jnp.sum(solve_triangular(lower, b, lower=True))


def torch():
    import torch as module

    def loss(lower, b):
        known = []
        for i in range(b.shape[0]):
            x = module.stack(known) if known else b.new_zeros(0)
            known.append((b[i] - lower[i, :i] @ x) / lower[i, i])
        return module.stack(known).sum()

    return loss


def numpy_by_hand():
    def gradient(lower, b):
        n = b.shape[0]
        x = np.zeros(n)
        for i in range(n):
            x[i] = (b[i] - lower[i, :i] @ x[:i]) / lower[i, i]
        x_bar, lower_bar, b_bar = np.ones(n), np.zeros_like(lower), np.empty(n)
        for i in range(n - 1, -1, -1):
            part = x_bar[i] / lower[i, i]
            b_bar[i] = part
            lower_bar[i, :i] = -part * x[:i]
            lower_bar[i, i] = -part * x[i]
            x_bar[:i] -= part * lower[i, :i]
        return np.sum(x), (lower_bar, b_bar)

    return gradient


def numba_by_hand():
    import numba

    return numba.njit(error_model="numpy")(numpy_by_hand())
