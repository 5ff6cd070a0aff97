"""Sums and their relatives, over all, one or several axes."""

import numpy as np


# example: normal(3, 4)
# third
def sum_all(a):
    return np.sum(a) * np.sum(a * a)


# example: normal(3, 4)
def sum_axis_0(a):
    return np.sum(np.sum(a, axis=0) ** 2)


# example: normal(3, 4)
def sum_axis_1(a):
    return np.sum(np.sum(a, axis=1) ** 2)


# example: normal(3, 4)
def sum_last_axis(a):
    return np.sum(a.sum(axis=-1) ** 2)


# example: normal(3, 4)
# third
def sum_keepdims(a):
    return np.sum(a / (1.0 + np.sum(a * a, axis=1, keepdims=True)))


# example: normal(3, 4)
def sum_positional_axis(a):
    return np.sum(np.sum(a, 0) ** 2) + np.sum(a.sum(1) ** 3)


# example: normal(2, 3, 4)
def sum_of_two_axes(a):
    return np.sum(np.sum(a, axis=(0, 2)) ** 2) + np.sum(a.sum(axis=(-1, 1)) ** 3)


# example: normal(2, 3, 4)
def sum_middle_axis(a):
    return np.sum(np.sum(a, axis=1) ** 2) + np.sum(np.sum(a, axis=-2, keepdims=True) ** 3)


# example: normal(3, 4)
def mean_all(a):
    return np.mean(a) ** 2 + np.mean(a * a)


# example: normal(3, 4)
def mean_axis(a):
    return np.sum(np.mean(a, axis=0) ** 2) + np.sum(a.mean(axis=1, keepdims=True) * a * a)


# example: normal(3, 4)
def centred(a):
    b = a - a.mean(axis=0)
    return np.sum(b.T @ b)


# example: positive(3, 4)
def product(a):
    return np.prod(a[0]) + np.sum(np.prod(a, axis=0) ** 2)


# example: np.array([2.0, 0.0, 3.0])
# expected: np.array([0.0, 6.0, 0.0])
# may refuse: np.prod
def product_with_a_zero(x):
    return np.prod(x)


# example: normal(3, 4)
def largest(a):
    return np.max(a) * np.sum(np.max(a, axis=0)) + np.sum(np.max(a, axis=1, keepdims=True) * a)


# example: normal(3, 4)
def smallest(a):
    return a.min() * np.sum(a.min(axis=1) ** 2) + np.sum(np.min(a, axis=-1))


# example: np.array([1.0, 3.0, 3.0, 2.0])
# expected: np.array([0.0, 1.0, 0.0, 0.0])
def largest_of_ties(x):
    return np.max(x)


# example: normal(3, 4)
def softmax(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.sum(p[:, 0] * p[:, 1])


# example: normal(5)
# may refuse: np.var and np.std
def variance(x):
    return np.var(x) * np.std(x)


# example: normal(4, 3)
# may refuse: np.var and np.std
def variance_axis(a):
    return np.sum(np.var(a, axis=0) ** 2) + np.sum(a.std(axis=1, keepdims=True) * a)


# example: normal(5)
# may refuse: ddof
def variance_ddof(x):
    return np.var(x, ddof=1) + x.std(ddof=1)


# example: normal(5)
def cumulative(x):
    return np.sum(np.cumsum(x) ** 2) + np.sum(x.cumsum() * x)


# example: normal(3, 4)
# may refuse: cumsum along an axis
def cumulative_axis(a):
    return np.sum(np.cumsum(a, axis=0) ** 2) + np.sum(np.cumsum(a, axis=1) ** 3)


# example: normal(5)
# may refuse: the builtin sum
def builtin_sum(x):
    return sum(x) ** 2


# example: normal(5), normal()
# may refuse: the builtins max, min and abs
def builtins_of_scalars(x, s):
    return max(x[0], x[1]) * min(x[2], x[3]) + abs(x[4]) * abs(x[0] * x[1])


# example: normal(5)
# may refuse: np.linalg.norm
def norm(x):
    return np.linalg.norm(x)


# example: normal(3, 3)
# may refuse: np.trace
def trace(a):
    return np.trace(a @ a)


# example: normal(3, 4)
def any_and_all(a):
    if np.any(a > 0) and not np.all(a > 0):
        return np.sum(a * a)
    return np.sum(a)


# example: normal(6)
def log_sum_exp(x):
    top = np.max(x)
    return top + np.log(np.sum(np.exp(x - top)))


# example: normal(3, 4)
def average_over_rows_by_hand(a):
    return np.sum((np.sum(a, axis=0) / a.shape[0]) ** 2) / len(a)


# example: normal()
def sum_of_a_scalar(x):
    return np.sum(x * x) + np.mean(x) * np.max(x)


# example: normal(4, 0)
def sum_of_an_empty_array(a):
    return np.sum(a * a) + np.sum(a)


# example: normal(3, 4)
def mean_of_every_axis_by_a_parameter(x, axis=None):
    return np.sum(np.mean(x, axis=axis) ** 2)


# example: normal(3, 4), 1
def mean_of_one_axis_by_a_parameter(x, axis):
    return np.sum(x.mean(axis) ** 2)


# example: normal(2, 3, 4), (0, 2)
# untyped: the axes are a tuple
def mean_of_axes_by_a_parameter(x, axes):
    return np.sum(np.mean(x, axis=axes, keepdims=True) * x)


# example: normal(2, 3, 4), (0, 2)
# untyped: the axes are a tuple
def moments_of_axes_by_a_parameter(x, axes):
    return np.sum(np.std(x, axis=axes) * np.max(x, axis=axes) - np.var(x, axis=axes))


# example: normal(3, 4)
def largest_of_every_axis_by_a_parameter(x, axis=None):
    return np.sum(np.max(x, axis=axis) ** 2)


# example: normal(3, 4), 1
# third
def softmax_along_an_axis_by_a_parameter(x, axis=-1):
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.sum((powers / powers.sum(axis=axis, keepdims=True)) ** 2)


# example: np.array([[1.0, 3.0, 3.0], [3.0, 0.0, 3.0]]), 1
# expected: np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
def ties_along_an_axis_by_a_parameter(x, axis):
    return np.sum(np.max(x, axis=axis))


# example: np.array([[1.0, -3.0, -3.0], [-3.0, 0.0, -3.0]]), 0
# expected: np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
def ties_of_the_least_by_a_parameter(x, axis):
    return np.sum(x.min(axis=axis))
