"""Matrix products in every combination of ranks."""

import numpy as np


# wrt: x, y
# example: normal(4), normal(4)
# third
def vector_vector(x, y):
    return x @ y + np.dot(x, x)


# wrt: a, x
# example: normal(3, 4), normal(4)
# third
def matrix_vector(a, x):
    return np.sum((a @ x) ** 2)


# wrt: x, a
# example: normal(3), normal(3, 4)
def vector_matrix(x, a):
    return np.sum((x @ a) ** 2)


# wrt: a, b
# example: normal(3, 4), normal(4, 2)
# third
def matrix_matrix(a, b):
    return np.sum((a @ b) ** 2)


# wrt: a, b
# example: normal(2, 3, 4), normal(4, 2)
def stack_matrix(a, b):
    return np.sum((a @ b) ** 2)


# wrt: a, b
# example: normal(2, 3, 4), normal(2, 4, 2)
def stack_stack(a, b):
    return np.sum((a @ b) ** 2)


# wrt: a, b
# example: normal(3, 4), normal(2, 4, 2)
def matrix_stack(a, b):
    return np.sum((a @ b) ** 2)


# wrt: a, b
# example: normal(2, 1, 3, 4), normal(5, 4, 2)
def broadcast_stacks(a, b):
    return np.sum((a @ b) ** 2)


# wrt: a, x
# example: normal(2, 3, 4), normal(4)
def stack_vector(a, x):
    return np.sum((a @ x) ** 2)


# wrt: x, a
# example: normal(3), normal(2, 3, 4)
def vector_stack(x, a):
    return np.sum((x @ a) ** 2)


# wrt: a, x
# example: normal(3, 4), normal(4)
def dot_function(a, x):
    return np.sum(np.dot(a, x) ** 2) + np.dot(x, x) + np.dot(a[0], x)


# wrt: a, b
# example: normal(3, 4), normal(4, 2)
def dot_of_matrices(a, b):
    return np.sum(np.dot(a, b) ** 2)


# wrt: a, s
# example: normal(3, 4), normal()
# may refuse: np.dot with a scalar
def dot_with_a_scalar(a, s):
    return np.sum(np.dot(a, s) ** 2)


# wrt: a, b
# example: normal(3, 4), normal(4, 2)
def matmul_function(a, b):
    return np.sum(np.matmul(a, b) ** 2)


# wrt: x, y
# example: normal(3), normal(4)
def outer(x, y):
    return np.sum(np.outer(x, y) ** 2 * np.arange(12.0).reshape(3, 4))


# example: normal(3, 3)
# third
def same_matrix_twice(a):
    return np.sum(a @ a * a)


# example: normal(3, 4)
def gram(a):
    return np.sum((a.T @ a) ** 2) + np.sum((a @ a.T) ** 3)


# wrt: x, a
# example: normal(4), normal(4, 4)
# third
def quadratic_form(x, a):
    return x @ a @ x + x.T @ a.T @ x


# wrt: w1, w2, x
# example: normal(3, 4), normal(2, 3), normal(4)
def chain(w1, w2, x):
    return np.sum(np.tanh(w2 @ np.tanh(w1 @ x)))


# wrt: a, b
# example: normal(3, 4), normal(4, 2)
def product_is_the_value(a, b):
    return a @ b


# wrt: a, x
# example: normal(3, 3), normal(3), 3
def power_iteration(a, x, n):
    for _ in range(n):
        y = a @ x
        x = y / np.sqrt(np.sum(y * y))
    return x @ (a @ x)


# wrt: a, b
# example: normal(3, 4), normal(4, 2)
def in_place(a, b):
    c = np.zeros((3, 2))
    c += a @ b
    c[1] = a[0] @ b * c[1]
    return np.sum(c * c)


# wrt: a, b
# example: normal(2, 3), normal(3)
# may refuse: augmented matrix product
def augmented_product(a, b):
    a = a.T
    c = b
    c = c @ a
    return np.sum(c * c)


# wrt: a, b
# example: normal(2, 3, 4), normal(2, 3, 4)
# may refuse: np.einsum
def einsum(a, b):
    return np.sum(np.einsum("ijk,ijk->j", a, b) ** 2)


# wrt: a, b
# example: normal(2, 3), normal(3, 4)
# may refuse: np.tensordot
def tensordot(a, b):
    return np.sum(np.tensordot(a, b, axes=1) ** 2)


# wrt: x, y
# example: normal(4), normal(4)
# may refuse: np.inner, np.vdot
def inner(x, y):
    return np.inner(x, y) * np.vdot(x, y)


# wrt: a, b
# example: positive(3, 3), normal(3)
# may refuse: np.linalg.solve
def solve(a, b):
    return np.sum(np.linalg.solve(a + 5.0 * np.eye(3), b) ** 2)


# wrt: c
# example: normal(3, 1)
def column_products(c):
    return (c.T @ c)[0, 0] + np.sum(c @ c.T)
