"""Calls that write into an array that they are given: out=, copyto, put, sort, flat."""

import numpy as np


# example: normal(4)
def out_of_a_ufunc(x):
    y = np.empty(4)
    np.multiply(x, x, out=y)
    np.add(y, x, out=y)
    return np.sum(y * x)


# example: normal(4)
# third
def out_is_an_operand(x):
    y = x * 1.0
    np.exp(y, out=y)
    np.sin(y, out=y)
    return np.sum(y * x)


# example: normal(4)
def out_bound_to_a_name(x):
    y = np.zeros(4)
    z = np.multiply(x, x, out=y)
    z[0] = x[1]
    return np.sum(y * x) + np.sum(z)


# example: normal(4)
def out_returned(x):
    y = x * x
    return np.multiply(y, x, out=y)


# example: normal(6)
def out_is_a_view(x):
    y = x * 1.0
    np.multiply(x[:3], x[3:], out=y[1:4])
    return np.sum(y * x)


# example: normal(6)
def out_overlaps_an_operand(x):
    y = x * 1.0
    np.add(y[:-1], y[1:] * y[1:], out=y[1:])
    return np.sum(y * x)


# example: normal(4)
def out_with_a_mask(x):
    y = x * x
    np.sqrt(x, out=y, where=x > 0.0)
    return np.sum(y * y * x)


# example: normal(3, 4)
def out_of_a_reduction(a):
    y = np.empty(4)
    np.sum(a * a, axis=0, out=y)
    z = np.empty(3)
    np.mean(a, axis=1, out=z)
    return np.sum(y * a) + np.sum(z * z)


# example: normal(3, 4)
def out_of_a_method(a):
    y = np.empty(4)
    a.sum(axis=0, out=y)
    return np.sum(y * y)


# example: normal(3, 3), normal(3, 3)
# wrt: a, b
def out_of_a_product(a, b):
    c = np.empty((3, 3))
    np.dot(a, b, out=c)
    d = np.empty((3, 3))
    np.matmul(c, b, out=d)
    return np.sum(d * d)


# example: normal(3)
def out_in_a_loop(x):
    y = np.zeros(3)
    for i in range(3):
        np.add(y, x * x[i], out=y)
        np.multiply(y, y, out=y)
    return np.sum(y)


# wrt: x, y
# example: normal(4), normal(4)
def copied_to(x, y):
    z = np.zeros(4)
    np.copyto(z, x * y)
    return np.sum(z * z * x)


# wrt: x, y
# example: normal(4), normal(4)
def copied_to_where(x, y):
    z = x * x
    np.copyto(z, y * y * y, where=y > 0.0)
    return np.sum(z * x)


# example: normal(5)
def put_at_places(x):
    y = x * x
    np.put(y, [0, 3], x[:2])
    return np.sum(y * x)


# wrt: a, v
# example: normal(3, 4), normal(3)
def put_in_a_matrix(a, v):
    b = a * a
    np.put(b, [1, 6, 11], v * v)
    b.put([0], v[0])
    return np.sum(b * a)


# wrt: x, s
# example: normal(5), normal()
def put_by_a_mask(x, s):
    y = x * x
    np.place(y, x > 0.0, s * s)
    np.putmask(y, x < -0.5, s)
    return np.sum(y * x)


# example: normal(5)
def putmask_with_an_array(x):
    y = x * x
    np.putmask(y, x > 0.0, x * x * x)
    return np.sum(y * x)


# wrt: a, s
# example: normal(3, 3), normal()
# may refuse untyped: the rank
def diagonal_filled(a, s):
    b = a * a
    np.fill_diagonal(b, s * s)
    return np.sum(b @ a)


# example: normal(3, 4)
# may refuse untyped: the rank
def diagonal_zeroed(a):
    b = a * a
    np.fill_diagonal(b, 0.0)
    return np.sum(b * a)


# wrt: a, v
# example: normal(3, 4), normal(3, 1)
# may refuse untyped: the rank
def put_along_an_axis(a, v):
    b = a * a
    np.put_along_axis(b, np.argmax(a, axis=1, keepdims=True), v * v, axis=1)
    return np.sum(b * a)


# example: normal(5)
def sorted_in_place(x):
    y = x * x
    y.sort()
    return np.sum(y * np.arange(5.0))


# example: normal(3, 4)
def columns_sorted_in_place(a):
    b = a * a
    b.sort(axis=0)
    return np.sum(b[0] * b[2] * a[1])


# example: normal(3, 3)
def flat_element(a):
    b = a * a
    b.flat[4] = a[0, 0]
    b.flat[0] += a[1, 1] * a[1, 2]
    return np.sum(b * a) + a.flat[7] * b.flat[2]


# example: normal(3, 3)
def flat_diagonal(a):
    b = a * a
    b.flat[::4] = 1.5
    b.flat[::4] += a[0]
    return np.sum(b @ a)


# example: normal(4)
def filled(x):
    y = np.empty(3)
    y.fill(x[0] * x[1])
    z = np.zeros((2, 3))
    z[1].fill(x[2])
    return np.sum(y * z) + np.sum(z * z)


# wrt: x, v
# example: normal(4), normal(5)
def subtracted_at(x, v):
    y = x * x
    np.subtract.at(y, [0, 1, 1, 3, 1], v * v)
    return np.sum(y * x)


# wrt: a, x
# of: a
# example: normal(4), normal(4)
def out_is_an_argument(a, x):
    np.multiply(a, x, out=a)
    np.add(a, x, out=a)


def exchange(u, v):
    u[0] = v[-1] * u[1]
    v[0] = u[-1] * v[1]


# wrt: x
# example: normal(7)
# third
def two_parts_of_two_arrays(x):
    u = x.copy()
    v = u * 2.0
    exchange(u[2:5], v[:3])
    exchange(v[4:], u[1:4])
    return np.sum(u * u) + np.sum(v**3)
