"""Traps of calls that write: aliases, branches, views kept, order of evaluation."""

import numpy as np


# example: normal(4)
def out_through_an_alias(x):
    y = x * x
    z = y
    np.multiply(y, x, out=z)
    return np.sum(y * z)


# example: normal(4)
def out_in_a_branch(x):
    y = x * 1.0
    if x[0] > 0.0:
        np.exp(y, out=y)
    else:
        np.sin(x, out=y)
    return np.sum(y * x)


# example: normal(5)
def out_of_a_view_kept(x):
    y = x * x
    tail = y[2:]
    for i in range(3):
        np.multiply(tail, x[2:], out=tail)
        y[0] += tail[i]
    return np.sum(y * x)


# example: normal(4)
def swapped_buffers(x):
    a = x * 1.0
    b = np.empty(4)
    for _ in range(4):
        np.multiply(a, a, out=b)
        np.subtract(b, x, out=b)
        np.tanh(b, out=b)
        a, b = b, a
    return np.sum(a * x)


# example: normal(3)
def out_zero_trips(x):
    y = x * x
    for _ in range(0):
        np.exp(y, out=y)
    return np.sum(y)


def scaled_into(target, values, factor):
    np.multiply(values, factor, out=target)


# example: normal(4)
def out_in_a_helper(x):
    y = np.zeros(4)
    scaled_into(y, x, x[0])
    scaled_into(y[1:3], x[:2], 2.0)
    return np.sum(y * y)


# example: normal(4)
def sorted_then_read_both(x):
    y = x * x
    before = y.copy()
    y.sort()
    return np.sum(y * before)


# example: normal(6)
def partly_sorted_in_place(x):
    y = x * 1.0
    y[1:5].sort()
    return np.sum(y * np.arange(6.0) ** 2)


# wrt: x, v
# example: normal(3, 4), normal(4)
def masked_copies_in_a_loop(x, v):
    best = np.full(4, -np.inf)
    for i in range(3):
        np.copyto(best, x[i] * v, where=x[i] * v > best)
    return np.sum(best * best)


# example: normal(4)
def put_repeats_places(x):
    y = x * x
    np.put(y, [1, 1, 2], x[:3])
    return np.sum(y * x)


# example: normal(6)
def running_extremes(x):
    y = np.maximum.accumulate(x)
    z = np.minimum.accumulate(x * y)
    return np.sum(y * z)


# example: np.array([1.5, 0.0, -2.0, 0.5])
def running_product_with_a_zero(x):
    y = np.cumprod(x)
    return np.sum(y * y) + np.sum(y * np.array([1.0, 2.0, 3.0, 4.0]))


# third
# example: normal(5)
# may refuse untyped: the rank
def defined_thrice(x):
    return np.var(x) * np.trapezoid(x * x) + np.sum(np.gradient(x) ** 3)


# example: normal(2, 3)
def places_in_a_tuple(a):
    places = np.unravel_index(np.array([0, 0, 5]), (2, 3))
    y = a[places] * 2.0
    return np.sum(y * y * np.array([1.0, 3.0, 2.0]))


# example: normal(2, 3)
def stores_at_places_in_a_tuple(a):
    b = a * a
    b[np.unravel_index([0, 0, 5], (2, 3))] = a[0]
    return np.sum(b * a)


# example: normal(2, 3)
def repeated_pairs_in_a_tuple(a):
    pairs = ([0, 0, 1], [0, 0, 2])
    y = a[pairs]
    b = a * 1.0
    b[pairs] = a[0] * a[1]
    b[(0, 1)] += a[(1, 2)]
    return np.sum(y**2) + np.sum(b * a)


# wrt: a
# example: normal(4), np.array([0, 2, 0, 1])
def places_as_an_argument(a, places):
    b = a * a
    b[places] = a * 3.0
    return np.sum(b * a) + np.sum(a[places] ** 2)
