"""Solutions, determinants, factors, norms and powers of matrices, and of stacks."""

import numpy as np


# wrt: a, b
# example: normal(3, 3) + 3.0 * np.eye(3), normal(3)
# third
def solve_vector(a, b):
    return np.sum(np.linalg.solve(a, b) ** 2)


# wrt: a, b
# example: normal(3, 3) + 3.0 * np.eye(3), normal(3, 2)
def solve_matrix(a, b):
    x = np.linalg.solve(a, b)
    return np.sum(x**2 * np.arange(6.0).reshape(3, 2))


# wrt: a, b
# example: normal(2, 3, 3) + 3.0 * np.eye(3), normal(2, 3, 2)
def solve_stack(a, b):
    return np.sum(np.linalg.solve(a, b) ** 3)


# wrt: a, b
# example: normal(2, 3, 3) + 3.0 * np.eye(3), normal(3, 2)
def solve_stack_with_one_right_side(a, b):
    return np.sum(np.linalg.solve(a, b) ** 3)


# wrt: a
# example: normal(3, 3) + 3.0 * np.eye(3)
# third
def inverse(a):
    return np.sum(np.linalg.inv(a) ** 2)


# wrt: a
# example: normal(2, 3, 3) + 3.0 * np.eye(3)
def inverse_of_a_stack(a):
    return np.sum(np.linalg.inv(a) ** 2)


# wrt: a
# example: normal(3, 3) + 3.0 * np.eye(3)
# third
def determinant(a):
    return np.linalg.det(a) ** 2


# wrt: a
# example: normal(2, 3, 3) + 3.0 * np.eye(3)
def determinant_of_a_stack(a):
    return np.sum(np.linalg.det(a) ** 2)


# wrt: a
# example: normal(3, 3) + 3.0 * np.eye(3)
def log_determinant(a):
    sign, size = np.linalg.slogdet(a)
    return sign * size**2


# wrt: a
# example: normal(2, 3, 3) + 3.0 * np.eye(3)
def fields_of_a_log_determinant(a):
    result = np.linalg.slogdet(a)
    return np.sum(result.logabsdet**2 * result.sign)


# wrt: a
# example: normal(4, 3)
# third
def pseudo_inverse(a):
    return np.sum(np.linalg.pinv(a) ** 2)


# wrt: a
# example: normal(2, 4)
def pseudo_inverse_of_a_wide_matrix(a):
    return np.sum(np.linalg.pinv(a) ** 3)


# wrt: a
# example: normal(3, 3)
# third
def cholesky(a):
    factor = np.linalg.cholesky(a @ a.T + 2.0 * np.eye(3))
    return np.sum(factor**3) + np.sum(np.log(np.diag(factor)))


# wrt: a
# example: np.eye(3) + 0.1 * np.ones((3, 3))
def cholesky_reads_one_triangle(a):
    return np.sum(np.linalg.cholesky(a) ** 3)


# wrt: a
# example: normal(2, 3, 3)
def cholesky_of_a_stack(a):
    b = a @ np.swapaxes(a, -1, -2) + 2.0 * np.eye(3)
    return np.sum(np.linalg.cholesky(b) ** 3)


# wrt: a
# example: normal(4, 3)
def qr(a):
    q, r = np.linalg.qr(a)
    return np.sum(q**3) + np.sum(r**2 * q[0])


# wrt: a
# example: normal(4, 3)
def fields_of_qr(a):
    factors = np.linalg.qr(a)
    return np.sum(factors.Q**3) * np.sum(np.triu(factors.R))


# wrt: a
# example: normal(2, 4)
def qr_of_a_wide_matrix(a):
    q, r = np.linalg.qr(a)
    return np.sum(q**3) + np.sum(r**3)


# wrt: a
# example: normal(4, 3)
def upper_factor_alone(a):
    return np.sum(np.linalg.qr(a, mode="r") ** 3)


# wrt: a
# example: normal(3, 3) + np.diag([1.0, 5.0, 9.0])
# third
def eigenvalues(a):
    return np.sum(np.linalg.eigvalsh(a) ** 3)


# wrt: a
# example: normal(3, 3) + np.diag([1.0, 5.0, 9.0])
# third
def eigenvectors(a):
    values, vectors = np.linalg.eigh(a + a.T)
    return np.sum(values * vectors[0] ** 2) + np.sum(vectors**4)


# wrt: a
# example: normal(3, 3) + np.diag([1.0, 5.0, 9.0])
def fields_of_eigh(a):
    result = np.linalg.eigh(a, "U")
    return np.sum(result.eigenvalues**2 * result.eigenvectors[0] ** 2)


# wrt: a
# example: normal(2, 3, 3) + np.diag([1.0, 5.0, 9.0])
def eigenvectors_of_a_stack(a):
    values, vectors = np.linalg.eigh(a)
    return np.sum(values * vectors[:, 0] ** 2)


# wrt: a
# example: normal(4, 3)
# third
def singular_values(a):
    return np.sum(np.linalg.svd(a, compute_uv=False) ** 3)


# wrt: a
# example: normal(4, 3)
def singular_values_of_a_full_one(a):
    u, s, vh = np.linalg.svd(a)
    return np.sum(s**3)


# wrt: a
# example: normal(4, 3)
def singular_vectors(a):
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    return np.sum(s * u[0] ** 2) + np.sum(vh[0] ** 4 * s)


# wrt: a
# example: normal(3, 5)
def singular_fields(a):
    result = np.linalg.svd(a, full_matrices=False)
    return np.sum(result.U**4 * result.S) + np.sum(result.Vh**4)


# wrt: a
# example: normal(2, 4, 3)
def low_rank_of_a_stack(a):
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    near = (u[..., :1] * s[:, None, :1]) @ vh[:, :1]
    return np.sum((a - near) ** 2 * a)


# wrt: x
# example: normal(4)
def vector_norms(x):
    return np.linalg.norm(x) + np.linalg.norm(x, 3) * np.linalg.norm(x, np.inf)


# wrt: a
# example: normal(3, 4)
def matrix_norms(a):
    first = np.linalg.norm(a) * np.linalg.norm(a, "fro") + np.linalg.norm(a, 1)
    return first + np.linalg.norm(a, 2) ** 2 * np.linalg.norm(a, "nuc")


# wrt: a
# example: normal(3, 4)
def norms_of_rows(a):
    rows = np.linalg.norm(a, axis=1) * np.linalg.norm(a, np.inf, axis=1)
    columns = np.linalg.norm(a, 1, axis=0, keepdims=True)
    return np.sum(rows**2) + np.sum(columns**3)


# wrt: a
# example: np.zeros((3, 4))
# expected: np.zeros((3, 4))
def norms_at_zero(a):
    return np.linalg.norm(a) + np.sum(np.linalg.norm(a, axis=1))


# wrt: a
# example: normal(3, 3) + 3.0 * np.eye(3)
def condition_number(a):
    return np.linalg.cond(a) + np.linalg.cond(a, 1)


# wrt: a
# example: normal(3, 3)
def powers(a):
    cube = np.linalg.matrix_power(a, 3)
    back = np.linalg.matrix_power(a + 4.0 * np.eye(3), -2)
    return np.sum(cube**2) + np.sum(back)


# wrt: a, n
# example: normal(3, 3), normal(3, 4), normal(4)
def chain_of_three(a, n, x):
    return np.sum(np.linalg.multi_dot([a, n, x]) ** 2)


# wrt: a, b
# example: normal(2, 3), normal(3, 3)
def chain_of_four(a, b):
    return np.sum(np.linalg.multi_dot((a, b, b, a.T)) ** 2)


# wrt: x, y, a
# example: normal(8, 3), normal(8), 0.3
def ridge(x, y, a):
    gram = x.T @ x + a * np.eye(3)
    weights = np.linalg.solve(gram, x.T @ y)
    return np.sum((x @ weights - y) ** 2) + a * weights @ weights


# wrt: x, y
# example: normal(6, 2), normal(6), 4
def solves_in_a_loop(x, y, n):
    w = np.zeros(2)
    for k in range(n):
        r = y - x @ w
        w = w + np.linalg.solve(x.T @ x + (k + 1.0) * np.eye(2), x.T @ r)
    return np.sum(w**2) + np.linalg.norm(x @ w - y)


# wrt: f, q, z
# example: normal(2, 2), 0.5, normal(5)
def kalman(f, q, z):
    h = np.array([1.0, 0.0])
    m, p = np.zeros(2), np.eye(2)
    total = 0.0
    for k in range(len(z)):
        m = f @ m
        p = f @ p @ f.T + q * np.eye(2)
        s = h @ p @ h + 1.0
        gain = p @ h / s
        r = z[k] - h @ m
        m = m + gain * r
        p = p - np.outer(gain, h @ p)
        total += 0.5 * (np.log(s) + r * r / s)
    return total
