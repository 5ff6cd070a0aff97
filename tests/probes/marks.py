"""What a source says to srcgrad: values that are constant."""

import numpy as np

import srcgrad
from srcgrad import stop_gradient as held


# example: np.array([1.0, 2.0])
# expected: np.array([3.0, 6.0])
def constant_by_comment(x):
    total = x.sum()  # srcgrad: constant
    return total * (x[0] + 2.0 * x[1])


# example: np.array([1.0, 2.0])
# expected: np.array([1.0, 2.0])
def stopped_by_a_call(x):
    return np.sum(srcgrad.stop_gradient(x) * x)


# example: np.array([1.0, 2.0])
# expected: np.array([3.0, 6.0])
def stopped_within(x):
    y = (held(x + 1.0) + held(x) - 1.0) * (x * 1.5) / held(held(1.0))
    return np.sum(y) - np.sum(x * 0.0)


# example: np.array([1.0, 2.0])
# expected: np.array([0.0, 0.0])
def several_constants(x):
    a, b = x[0] * 2.0, x[1]  # srcgrad: constant
    return a * b


# example: np.array([1.0, 2.0])
# expected: np.array([4.0, 16.0])
def constant_in_a_loop(x):
    total = 0.0
    for k in range(2):
        # srcgrad: constant
        weight = x * x
        total = total + np.sum(weight * x) * (k + 1) + np.sum(x * weight) * 0.0
    return total * 4.0 / 3.0


# example: np.array([1.0, 2.0])
# expected: np.array([2.0, 2.0])
def constant_in_a_test(x):
    if held(x[0]) > 0.5:
        return np.sum(x) * 2.0
    return x[1]


# example: np.array([1.0, 2.0])
# expected: np.array([1.0, 1.0])
def clipped_on_the_way_back(x):
    y = x * 1.0  # srcgrad: backward: y_bar = np.clip(y_bar, -1, 1)
    return np.sum(y * y) * 5.0


# example: np.array([1.0, 2.0])
# expected: np.array([6.0, 12.0])
def scaled_in_place(x):
    y = x * 1.0
    z = y + y * 0.0  # srcgrad: backward: z_bar *= 3.0
    return np.sum(z * z)
