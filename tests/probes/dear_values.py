"""Products and solutions that an adjoint reads more than once, and may write to."""

import numpy as np


# wrt: a, x
# example: normal(3, 3), normal(3)
# third
def unnamed_product(a, x):
    return np.sum(np.tanh(a @ x) * np.exp(a @ x))


# wrt: a, b
# example: normal(3, 3), normal(3, 3), 3
def two_sums_of_one_cotangent(a, b, n):
    total = 0.0
    for k in range(n):
        c = a + b
        total += np.sum((c @ c) ** 2) * (k + 1.0)
        a = a * 0.5
    return total


# wrt: a, b, w
# example: normal(3, 3), normal(3, 3), normal(3, 3), 3
def one_product_for_two_names(a, b, w, n):
    for _ in range(n):
        s = (a + b) @ w
        a = a + 0.1 * s
        b = b - 0.2 * s
    return np.sum(a * b * b)


# wrt: a, x
# example: normal(3, 3), normal(3)
def product_in_a_branch(a, x):
    y = a @ x if np.sum(a @ x) > 0 else -(a @ x)
    return np.sum(y * np.exp(0.1 * (a @ x)))


# wrt: a, x
# example: normal(3, 3), normal(3)
def stored_product(a, x):
    y = np.zeros(3)
    z = np.zeros(3)
    y[:] = a @ x
    z[:] = a @ x * y
    y += z * (a @ x)
    return np.sum(y * z)
