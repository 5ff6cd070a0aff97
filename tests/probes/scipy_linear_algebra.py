"""Systems and factors by SciPy, under the names that a source gives them."""

import numpy as np
import scipy.linalg as sla
from scipy.linalg import cho_factor, cho_solve, solve_triangular


# wrt: x, y, s
# example: normal(4), normal(4), 0.7
def gaussian_process(x, y, s):
    k = np.exp(-0.5 * (x[:, None] - x[None, :]) ** 2) + s * np.eye(4)
    factor = np.linalg.cholesky(k)
    z = solve_triangular(factor, y, lower=True)
    return 0.5 * z @ z + np.sum(np.log(np.diag(factor)))


# wrt: a, b
# example: normal(3, 3), normal(3)
def factored(a, b):
    c, lower = cho_factor(a @ a.T + 2.0 * np.eye(3))
    return np.sum(cho_solve((c, lower), b) ** 2) + np.sum(np.log(np.diag(c)))


# wrt: a, b
# example: normal(3, 3), normal(3)
def factored_in_one_name(a, b):
    factor = cho_factor(a @ a.T + 2.0 * np.eye(3), lower=True)
    return np.sum(cho_solve(factor, b) ** 3)


# wrt: a, b
# example: normal(3, 3) + 3.0 * np.eye(3), normal(3, 2)
def general_systems(a, b):
    x = sla.solve(a, b) @ np.ones(2)
    y = sla.solve(a @ a.T, x, assume_a="pos")
    return np.sum(y**2) + sla.det(a) + np.sum(sla.inv(a))


# wrt: a
# example: normal(3, 3)
def functions_of_matrices(a):
    root = sla.sqrtm(a @ a.T + 3.0 * np.eye(3))
    return np.sum(sla.expm(0.3 * a) ** 2) + np.sum(root**3)


# wrt: a, b
# example: normal(2, 3), normal(3, 3)
# may refuse untyped: block_diag needs the ranks of its blocks
def blocks(a, b):
    m = sla.block_diag(a, b @ b)
    return np.sum(m[:, ::2] ** 3)


# wrt: a, b
# example: normal(5, 2), normal(5)
def least_squares(a, b):
    x = np.linalg.lstsq(a, b, rcond=None)[0]
    return np.sum((a @ x - b) ** 2) + np.sum(x**3)


# wrt: a, b
# example: normal(2, 3), normal(3, 2)
def kronecker(a, b):
    return np.sum(np.kron(a, b)[::2] ** 3)


# wrt: a, b
# example: normal(3, 3) + 3.0 * np.eye(3), normal(3)
def factored_with_exchanges(a, b):
    factors = sla.lu_factor(a)
    x = sla.lu_solve(factors, b)
    lu, piv = factors
    return np.sum(x**3) + np.sum(np.log(np.abs(np.diag(lu)))) + np.sum(sla.lu_solve((lu, piv), x, trans=1))


# wrt: d, e, b
# example: normal(5) + 4.0, normal(5), normal(5)
def heat_step(d, e, b):
    bands = np.zeros((3, 5))
    bands[0, 1:] = e[1:]
    bands[1] = d
    bands[2, :-1] = e[:-1]
    x = b
    for _ in range(3):
        x = sla.solve_banded((1, 1), bands, x)
    return np.sum(x**2)


# wrt: a
# example: np.array([[0.1, 2.0, 0.1], [-2.0, 0.5, 0.2], [0.3, 0.1, 3.0]])
def spectrum(a):
    values, vectors = np.linalg.eig(a)
    radius = np.max(np.abs(np.linalg.eigvals(a @ a)))
    return np.sum(np.abs(values) ** 3) + np.sum(np.abs(vectors[0]) ** 2) + radius


# wrt: a, b
# example: normal(3, 3), normal(3)
def factors_without_a_name(a, b):
    spd = a @ a.T + 2.0 * np.eye(3)
    x = sla.cho_solve(sla.cho_factor(spd), b)
    return np.sum(x * sla.lu_solve(sla.lu_factor(a + 4.0 * np.eye(3)), x))
