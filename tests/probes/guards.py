"""Conditional expressions whose test keeps out what cannot be evaluated."""

import math

import numpy as np


# example: normal(5), 5
# third
def neighbours(u, n):
    total = 0.0
    for i in range(n):
        right = u[i + 1] if i + 1 < n else 0.0
        left = u[i - 1] * u[i] if i > 0 else u[0]
        total += (right - left) ** 2
    return total


# wrt: x, w
# example: -0.5, 1.5
def logarithm_of_a_negative_number(x, w):
    y = w * math.log(x) * math.log(x) if x > 0.0 else w * x
    return y * y


# wrt: x, w
# example: 0.7, 1.5
# third
def logarithm_of_a_positive_number(x, w):
    y = w * math.log(x) * math.log(x) if x > 0.0 else w * x
    return y * y


# example: 0.5, 0.0
def quotient_by_zero(x, y):
    q = (x / y) * (y / x) + x / y if y != 0.0 else x * x
    return q * q * x


# example: normal(4), 4
def chosen_within_a_store(x, n):
    y = x * 1.0
    for i in range(n):
        y[i] = y[i] * (y[i + 1] if i < n - 1 else 2.0) + x[i]
    return np.sum(y * y)


# example: normal(4), 4
def chosen_place_of_the_target_itself(x, n):
    y = x * 1.0
    for i in range(n):
        y[i] += y[i + 1] * y[i - 1] if 0 < i < n - 1 else x[0]
    return np.sum(y * y * x)


# example: normal(4), 6
def nested_choices(x, n):
    total = 0.0
    for i in range(n):
        v = (x[i] * x[i - 1] if i > 0 else x[0]) if i < 4 else x[3] ** 2
        total = total * 0.5 + v * total + v
    return total


# wrt: a, b
# example: normal(3, 4), normal(4), 3
def rows(a, b, n):
    s = np.zeros(4)
    for i in range(n):
        row = a[i + 1] * np.tanh(s) if i + 1 < n else b
        s = s + row * a[i]
    return np.sum(s * s)


# example: normal(5), 3
def slice_or_nothing(x, k):
    tail = x[k:] * x[k] if k < 5 else x[:2]
    head = x[: k - 1] * x[k - 2] if k > 1 else x[:1]
    return np.sum(tail) * np.sum(head)


# example: normal(5), 5
def slice_out_of_reach(x, k):
    tail = x[k:] * x[k] if k < 5 else x[:2]
    return np.sum(tail * tail)


# example: [0.5, -1.5, 2.0], 3
def item_of_a_list(items, n):
    total = 0.0
    for i in range(n):
        following = items[i + 1] if i + 1 < n else 1.0
        total += items[i] * following * following
    return total


# example: normal(6), np.array([0, 2, 2])
def gathered_or_not(x, idx):
    total = 0.0
    for k in range(4):
        y = x[idx + k] * x[k] if k < 3 else x[idx] ** 2
        total += np.sum(y) * total + np.sum(y * y)
    return total


# example: normal(4), 4
def two_tests(x, n):
    total = 0.0
    for i in range(n):
        a = x[i + 1] if i + 1 < n else x[0]
        b = x[i - 1] if i > 0 else x[n - 1]
        total += a * b * x[i]
    return total


# example: positive(4), 2
def element_of_a_value_or_not(x, k):
    v = np.log(x)[k] if k < 4 else x[0]
    w = (x * x)[k + 1] if k + 1 < 4 else 0.0
    return v * w


# example: positive(4), 4
def element_of_a_value_out_of_reach(x, k):
    v = np.log(x)[k] if k < 4 else x[0]
    w = (x * x)[k + 1] if k + 1 < 4 else 1.0
    return v * v * w


# example: normal(5), np.array([2, 4, 1]), 1
def gathered_store_of_a_choice(x, idx, n):
    y = x * 1.0
    y[idx] = np.tanh(y[2:5] if n > 1 else y[1:4])
    y[np.array([0, 0, 1])] = y[idx] * (y[2:5] if n < 2 else y[:3])
    return np.sum(y * y * x)


# example: normal(5), 1
def store_of_a_choice(x, n):
    y = x * 1.0
    y[1:4] = np.tanh(y[2:5] if n > 1 else y[1:4])
    y[0] = y[1] if n > 1 else y[2] * y[0]
    y[:2] *= y[1:3] if n < 2 else y[3:5]
    return np.sum(y * y * x)
