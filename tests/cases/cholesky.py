# flags: log_determinant --types "a: f64[n, n]"
# example: 4.0 * np.eye(3) + np.ones((3, 3))
"""The Cholesky factor in place of its matrix."""

import numpy as np


def log_determinant(a):
    n = a.shape[0]
    total = 0.0
    for i in range(n):
        for j in range(i):
            a[i, j] -= a[i, :j] @ a[j, :j]
            a[i, j] /= a[j, j]
        a[i, i] = np.sqrt(a[i, i] - a[i, :i] @ a[i, :i])
        total += 2.0 * np.log(a[i, i])
    return total
