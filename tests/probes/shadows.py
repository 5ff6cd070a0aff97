"""Builtins and modules by other names, and other things by their names."""

import numpy as np

FACTOR = 2.0


def abs(x):
    return x * x * x


# example: normal(3)
# third
def own_abs(x):
    return np.sum(abs(x) * x)


# example: normal(3)
def sum_is_a_number(x):
    sum = 3.0
    return np.sum(sum * x * x)


# example: normal(3), 0.7
# wrt: x, abs
def parameter_abs(x, abs):
    return np.sum(abs * x + abs * abs)


# example: normal(3)
def max_is_min(x):
    max = min
    return max(x[0] * x[0], 30.0) * x[1]


# example: normal(3)
def sum_of_numpy(x):
    sum = np.prod
    return sum(x) * x[0]


# example: normal(3)
def range_counts(x):
    total = x[0]
    for range in (1.0, 2.0, 3.0):
        total = total * range + x[1] * total
    return total


# example: normal(4), normal(4)
# wrt: x, y
def names_that_backward_uses(x, y):
    min = x[0]
    len = x[1]
    zip_ = 0.5
    total = 0.0
    for a, b in zip(x, y):
        total = total * min + a * b * len + zip_
    return total * min * len


# example: normal(3)
def global_that_is_read(x):
    global FACTOR
    return np.sum(x * x) * FACTOR
