"""Sparse matrices held in products and in solvers."""

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu, spsolve


# wrt: x
# example: normal(4)
# third
def stencil(x):
    d = sp.diags(np.array([1.0, -2.0, 3.0]), 1, shape=(4, 4))
    return np.sum((d @ x) ** 2 * x)


# wrt: x
# example: normal(4, 2)
def products_of_matrices(x):
    d = sp.csr_matrix(np.arange(16.0).reshape(4, 4))
    return np.sum((d.T @ x) ** 2) + np.sum(d.dot(x) ** 3)


# wrt: b
# example: normal(4)
def solved(b):
    a = sp.eye(4, format="csc") * 3.0 - 0.5 * sp.csc_matrix(np.tri(4))
    return np.sum(spsolve(a, b) ** 3)


# wrt: u
# example: normal(5), 3
def implicit_steps(u, n):
    lu = splu(sp.csc_matrix(np.eye(5) * 2.0 + np.tri(5)))
    for _ in range(n):
        u = lu.solve(u + 0.1 * u * u)
    return np.sum(u**2)


# wrt: x, dt
# example: normal(4), 0.3
# may refuse: a sparse matrix that depends on an argument
def sparse_matrix_of_an_argument(x, dt):
    a = sp.identity(4) - dt * sp.diags(np.arange(4.0))
    return np.sum((a @ x) ** 2)


# wrt: x
# example: normal(4)
def sum_of_sparse_matrices(x):
    a = sp.csr_matrix(np.tri(4))
    return np.sum(((2.0 * a - a.T) @ x) ** 2) + np.sum((x @ a) ** 3)
