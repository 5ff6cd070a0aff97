"""Elementwise functions, and the points where they have a kink or a pole."""

import math

import numpy as np


# example: normal(5)
# third
def trigonometric(x):
    return np.sum(np.sin(x) * np.cos(x) + np.tan(x * 0.3))


# example: uniform(-0.9, 0.9, 4)
def inverse_trigonometric(x):
    return np.sum(np.arcsin(x) + np.arccos(x * x) + np.arctan(x * 3.0))


# example: normal(4)
# third
def hyperbolic(x):
    return np.sum(np.tanh(x) * np.sinh(x) + np.cosh(x))


# example: positive(4)
# third
def logarithms(x):
    return np.sum(np.log(x) + np.log2(x) * np.log10(x) + np.log1p(x))


# example: normal(4)
def exponentials(x):
    return np.sum(np.exp(x) + np.expm1(x) + np.exp2(x * 0.5))


# example: positive(4)
def roots(x):
    return np.sum(np.sqrt(x) + np.cbrt(x) + np.square(x) + np.reciprocal(x))


# example: normal(4)
def absolute(x):
    return np.sum(np.abs(x) * x) + np.sum(np.absolute(x) ** 3) + np.sum(np.fabs(x))


# wrt: x, y
# example: normal(4), normal(4)
def extremes(x, y):
    return np.sum(np.maximum(x, y) * x) + np.sum(np.minimum(x, y) * y * y)


# wrt: x, lo
# example: normal(6), -0.5
def clipped(x, lo):
    return np.sum(np.clip(x, -0.7, 0.4) * x) + np.sum(np.clip(x, lo, 2.0) ** 2)


# example: normal(6)
def relu(x):
    return np.sum(np.maximum(x, 0.0) ** 2) + np.sum(np.maximum(0, x))


# wrt: x, y
# example: normal(5), normal(5)
# third
def where_of_two(x, y):
    return np.sum(np.where(x > y, x * x, y * x))


# wrt: x, y
# example: positive(4), positive(4)
def two_arguments(x, y):
    return np.sum(np.arctan2(y, x) + np.hypot(x, y) + np.logaddexp(x, y) + np.power(x, y))


# example: normal(4)
def sign_and_floor(x):
    return np.sum(np.sign(x) * x * x) + np.sum(np.floor(x * 3.0) * x) + np.sum(np.ceil(x) * x)


# example: positive(), normal()
def math_functions(x, y):
    return math.sqrt(x) * math.exp(-x) + math.sin(x) * math.log(x) + math.pi * math.tanh(x)


# example: normal(4)
def functions_of_operators(x):
    return np.sum(np.add(x, 1.0) * np.subtract(x, 2.0)) + np.sum(np.multiply(x, np.negative(x)))


# example: np.array([0.0, 1.0, 4.0])
# expected: np.array([0.0, 0.5, 0.25])
def no_nan_through_a_mask(x):
    return np.sum(np.where(x > 0, np.sqrt(x), 0.0))


# example: np.array([-1.0, 0.0, 2.0])
# expected: np.array([0.0, 0.0, 0.5])
def log_under_a_mask(x):
    return np.sum(np.where(x > 0, np.log(x), 0.0))


# example: np.array([0.0, 1.0, 2.0])
# expected: np.array([0.0, -1.0, -0.25])
def division_under_a_mask(x):
    return np.sum(np.where(x == 0, 0.0, 1.0 / x))


# example: np.array([0.0, 1.0, 4.0])
# expected: np.array([0.0, 0.5, 0.25])
# may refuse: the masked value is computed in another statement
def masked_in_two_statements(x):
    root = np.sqrt(x)
    return np.sum(np.where(x > 0, root, 0.0))


# example: np.array([0.0, 1.0, -2.0])
# expected: np.array([0.0, 1.0, -1.0])
def absolute_at_zero(x):
    return np.sum(np.abs(x))


# example: np.array([0.0, 1.0, -2.0])
# kink
def relu_at_zero(x):
    return np.sum(np.maximum(x, 0.0))


# wrt: x, y
# example: np.array([1.0, 2.0]), np.array([1.0, 3.0])
# kink
def tie_of_maximum(x, y):
    return np.sum(np.maximum(x, y) * 2.0)


# wrt: x, y
# example: np.array([1.0, 2.0]), np.array([1.0, 3.0])
# kink
def tie_of_minimum(x, y):
    return np.sum(np.minimum(x, y) * 2.0)


# example: np.array([1.0, 0.2, -3.0])
# kink
def clip_at_its_end(x):
    return np.sum(np.clip(x, -1.0, 1.0))


# wrt: x, w
# example: normal(5), normal(5)
def stable_sigmoid(x, w):
    p = 1.0 / (1.0 + np.exp(-x))
    return -np.sum(w * np.log(p) + (1.0 - w) * np.log(1.0 - p))


# example: normal(5)
def gelu(x):
    return np.sum(0.5 * x * (1.0 + np.tanh(0.79788456 * (x + 0.044715 * x**3))))


# example: normal(5)
def mask_arithmetic(x):
    return np.sum(x * (x > 0) + 0.1 * x * (x <= 0)) + np.sum(np.logical_and(x > -1, x < 1) * x)


# example: normal(5)
def value_of_an_array(x):
    return np.sin(x) * x


# example: normal(4)
# may refuse: out=
def with_out(x):
    y = np.zeros(4)
    np.multiply(x, x, out=y)
    return np.sum(y * x)
