"""Straight-line programs: one statement after another."""

import numpy as np


# example: normal()
# third
def identity(x):
    return x


# example: normal(3)
def identity_of_array(x):
    return x


# example: normal()
# third
def cubic(x):
    return x * x * x - 2.0 * x + 1.0


# example: normal()
# third
def same_name_again(x):
    x = x * x
    x = x + 1.0
    x = np.sin(x)
    return x


# wrt: x, y
# example: normal(), normal()
# third
def reuse(x, y):
    a = x * y
    b = a + x
    c = a * b
    return c * a + y


# example: positive()
# third
def powers(x):
    return x**3 + x**-2 + x**0.5 + 2.0**x + x**x


# wrt: x, p
# example: positive(4), 2.5
def power_of_both(x, p):
    return np.sum(x**p)


# example: normal(4), 3
def power_by_integer(x, k):
    return np.sum(x**k)


# example: normal(4)
# third
def power_zero_and_one(x):
    return np.sum(x**0 + x**1 * 2.0)


# example: np.array([0.0, 1.5, -2.0])
# expected: np.array([0.0, 3.0, -4.0])
def square_at_zero(x):
    return np.sum(x**2)


# wrt: x, y
# example: normal(), positive()
def division(x, y):
    return x / y + y / (x * x + 1.0) - 1.0 / y


# example: normal()
def unary(x):
    return -x * +x - -(-x)


# example: normal(4)
def negative_of_a_sum(x):
    return -np.sum(-x) - (-(x[0] - (x[1] - x[2])))


# wrt: a, b
# example: normal(), normal()
def brackets_matter(a, b):
    return (a + b) * (a - b) - (a - (b - a * b)) / (2.0 - (1.0 - a * a * 0.1)) ** 2


# example: positive(), 3, 7
def integers_beside(x, i, j):
    n = j // i + j % i
    return x * n + x**i / j


# wrt: x, unused
# example: normal(3), normal(2)
def argument_without_influence(x, unused):
    return np.sum(x * x)


# example: normal(3)
def constant(x):
    return 3.0


# example: normal(3), 2.0
def independent_of_the_first(x, y):
    z = x * 2.0
    return y * y


# example: normal(3)
def dead_value(x):
    y = np.exp(x)
    z = np.log(np.abs(y))
    y = x * 2.0
    return np.sum(y)


# example: normal(3)
def overwritten_before_use(x):
    y = x * x
    y = np.ones(3)
    return np.sum(y * x)


# example: normal(5)
# third
def long_expression(x):
    return np.sum(np.tanh(np.sin(x) * np.cos(x) + np.exp(-x * x)) ** 2) / x.size


# example: normal(4)
def same_value_added_twice(x):
    y = x + x
    z = y + y
    return np.sum(z * z)


# example: normal(4)
def subtract_itself(x):
    return np.sum((x - x) * x + x)


# wrt: x
# example: normal(), 2
def floor_divided(x, k):
    return x * (7 // k) + x * (7 % k)


# example: 2.3
def modulo(x):
    return (x % 1.0) * x


# example: normal(4)
def constants_of_numpy(x):
    return np.sum(x * np.pi + np.e * x * x)


# wrt: x, y
# example: normal(), normal()
# third
def rosenbrock(x, y):
    return (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2


# example: positive()
# third
def chain(x):
    a = np.log(x)
    b = np.exp(a * 0.5)
    c = np.sqrt(b + x)
    d = 1.0 / c
    return d * a
