"""Operands of different shapes: each cotangent takes its operand's own shape."""

import numpy as np


# wrt: x, s
# example: normal(4), normal()
# third
def array_and_scalar(x, s):
    return np.sum((x * s + s) / (x * x + s * s))


# wrt: x, s
# example: normal(4), np.array(0.7)
def array_and_zero_dimensional(x, s):
    return np.sum(x * s + s)


# wrt: x, s
# example: normal(4), np.float64(0.7)
def array_and_numpy_scalar(x, s):
    return np.sum(x * s - s / x)


# wrt: a, r
# example: normal(3, 4), normal(4)
# third
def matrix_and_row(a, r):
    return np.sum((a + r) * a * r - r / (1.0 + a * a))


# wrt: a, c
# example: normal(3, 4), normal(3, 1)
def matrix_and_column(a, c):
    return np.sum((a - c) * c * a)


# wrt: c, r
# example: normal(3, 1), normal(1, 4)
def column_and_row(c, r):
    return np.sum(np.sin(c * r) + c - r)


# wrt: c, x
# example: normal(3, 1), normal(4)
def column_and_vector(c, x):
    return np.sum(np.sin(c + x) * c)


# wrt: a, b
# example: normal(3, 4), normal(1, 1)
def matrix_and_one_by_one(a, b):
    return np.sum(a * b + b)


# wrt: a, b
# example: normal(3, 4), normal(1)
def matrix_and_one(a, b):
    return np.sum(a * b * b)


# wrt: a, b
# example: normal(2, 3, 4), normal(3, 1)
def three_and_two_dimensions(a, b):
    return np.sum(a * b * b + b)


# wrt: a, b
# example: normal(2, 1, 4), normal(3, 1)
def both_grow(a, b):
    return np.sum(np.cos(a * b))


# wrt: a, b
# example: normal(1, 4), normal(3, 4)
def first_grows(a, b):
    return np.sum((a - b) ** 2)


# wrt: a, b
# example: normal(1), normal(5)
def one_and_five(a, b):
    return np.sum(a / (2.0 + b * b))


# wrt: a, b
# example: normal(1, 4), normal(1, 4)
def equal_with_a_one(a, b):
    return np.sum(a * b * b)


# wrt: x, y, p
# example: positive(3, 1), positive(4), 1.5
def power(x, y, p):
    return np.sum(x**y + y**p)


# wrt: x, y
# example: normal(3, 1), normal(4)
def extremes(x, y):
    return np.sum(np.maximum(x, y) * x) + np.sum(np.minimum(x, 0.3) * y)


# wrt: x, y, s
# example: normal(3, 1), normal(4), normal()
def where(x, y, s):
    return np.sum(np.where(x > y, x * y, s)) + np.sum(np.where(y > 0, s, y * y))


# wrt: x, s
# example: normal(3, 4), normal()
def value_is_an_array(x, s):
    return x * s


# wrt: x, s
# example: normal(3, 1), normal(4)
def value_is_broadcast(x, s):
    return x - s


# wrt: a, s
# example: normal(3, 4), normal(4)
def in_place_with_a_row(a, s):
    b = a * 1.0
    b += s
    b[1] -= s * s
    b[:, :2] *= s[2:]
    return np.sum(b * b)


# wrt: x
# example: normal(4)
def pairwise_differences(x):
    d = x[:, None] - x[None, :]
    return np.sum(np.exp(-(d**2)))


# wrt: points
# example: normal(4, 2)
def distances(points):
    difference = points[:, None, :] - points[None, :, :]
    squared = np.sum(difference**2, axis=2)
    return np.sum(np.sqrt(squared + 0.1))


# wrt: x, y
# example: positive(1), normal(5)
def a_mean_that_repeats_one_side(x, y):
    return np.mean(np.log(x) - y)


# wrt: x, y, z
# example: normal(1), normal(4), normal(1)
def sums_of_products_that_repeat(x, y, z):
    return np.sum(x * y + z) + np.sum((x - z) * (y * x - 2.0))


# wrt: x, w
# example: normal(4, 3), normal(6), 2
def slices_of_two_arrays(x, w, k):
    total = 0.0
    for i in range(2):
        total = total + np.sum(x[i : i + k, 0] * w[i : i + k])
        total = total + np.sum(x[i, :k] * w[0:k]) - np.sum(x[:, 1:2].T * x[:, 2:3])
    return total


# wrt: x, w
# example: normal(4), normal(6), 5
def slices_cut_off_by_the_end(x, w, k):
    return np.sum(x[:k] * w[:4]) + np.sum(x[1:k] * w[1]) + np.sum(w[k:] * x[2:k])


def head_of(x, i):
    return x[:i]


# wrt: x
# example: normal(5)
def slices_from_a_callee(x):
    total = 0.0
    for i in range(1, 4):
        total = total + np.sum(head_of(x, i) * x[:i]) + np.sum(head_of(x, i - 1))
    last = head_of(x, 1)
    return total + np.sum(last * x[:i])


# wrt: x, w
# example: normal(1), normal(2)
def a_slice_beyond_the_end(x, w):
    nothing = x * w[3:4]
    return np.sum(nothing * nothing) + np.sum(x * x) * np.sum(w)
