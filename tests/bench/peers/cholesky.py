"""The Cholesky factor for other tools, and its adjoint by hand."""

import numpy as np


def jax_expert():
    import jax.numpy as jnp

    def loss(matrix):
        whole = jnp.tril(matrix) + jnp.tril(matrix, -1).T
        lower = jnp.linalg.cholesky(whole, symmetrize_input=False)
        return jnp.sum(lower) + jnp.sum(jnp.triu(matrix, 1))

    return loss


def torch():
    import torch as module

    def loss(matrix):
        n = matrix.shape[0]
        rows = []
        for i in range(n):
            row = []
            for j in range(i):
                known = module.stack(row) if row else matrix.new_zeros(0)
                row.append((matrix[i, j] - known @ rows[j][:j]) / rows[j][j])
            known = module.stack(row) if row else matrix.new_zeros(0)
            row.append(module.sqrt(matrix[i, i] - known @ known))
            rows.append(module.stack(row))
        return sum(row.sum() for row in rows) + module.triu(matrix, 1).sum()

    return loss


def numba_by_hand():
    import numba

    @numba.njit(cache=True, error_model="numpy")
    def gradient(matrix):
        a = matrix.copy()
        n = a.shape[0]
        for i in range(n):
            for j in range(i):
                total = a[i, j]
                for k in range(j):
                    total -= a[i, k] * a[j, k]
                a[i, j] = total / a[j, j]
            total = a[i, i]
            for k in range(i):
                total -= a[i, k] * a[i, k]
            a[i, i] = np.sqrt(total)
        bar = np.ones_like(a)
        for i in range(n - 1, -1, -1):
            bar[i, i] *= 0.5 / a[i, i]
            for k in range(i):
                bar[i, k] -= 2.0 * bar[i, i] * a[i, k]
            for j in range(i - 1, -1, -1):
                part = bar[i, j] / a[j, j]
                bar[i, j] = part
                bar[j, j] -= part * a[i, j]
                for k in range(j):
                    bar[i, k] -= part * a[j, k]
                    bar[j, k] -= part * a[i, k]
        return np.sum(a), (bar,)

    return gradient
