"""Functions of NumPy that take functions; elements as Python's numbers; options."""

import math

import numpy as np


# example: normal(3, 4)
def along_an_axis(a):
    b = np.apply_along_axis(np.sum, 0, a)
    c = np.apply_along_axis(np.max, 1, a)
    return np.sum(b * b) + np.sum(c * c)


# example: normal(5)
def pieces(x):
    y = np.piecewise(x, [x < 0.0, x >= 0.0], [np.exp, np.square])
    return np.sum(y * x)


# example: normal(5)
def pieces_with_a_default(x):
    y = np.piecewise(x, [x < -0.5, x > 0.5], [-1.0, np.sin, np.cos])
    return np.sum(y * x)


# example: normal(3)
def elements_as_numbers(x):
    total = np.sum(x * x).item()
    return total * x[1].item() + math.sin(x.item(2))


# wrt: x, y
# example: normal(3), normal(3)
def points_apart(x, y):
    return math.dist(x, y) + math.fsum(x) * math.prod(y)


# wrt: s, t
# example: positive(), positive()
def builtins_of_numbers(s, t):
    whole, rest = divmod(s * 3.0, t)
    return pow(s, t) + rest * rest + whole * s + pow(s, 2)


# example: single(normal(4))
def in_double_precision(x):
    y = np.multiply(x, x, dtype=np.float64)
    return np.sum(y) + np.sum(x, dtype=np.float64) + np.mean(x, dtype="float64")


# example: normal(3, 4)
def options_of_reductions(a):
    wide = np.cumsum(a, axis=1, dtype=np.float64)
    some = np.mean(a, axis=0, where=a > 0.0) if np.all(np.any(a > 0.0, axis=0)) else a[0]
    return np.sum(wide * wide) + np.sum(some) + np.max(a, initial=0.3) * np.sum(a, initial=2.0)


# example: normal(4, 6)
def parts_by_split(a):
    p, q, r = np.split(a, 3, axis=1)
    top, bottom = np.vsplit(a, 2)
    halves = np.array_split(a[0], [2, 3])
    return np.sum(p * q * r) + np.sum(top * bottom) + np.sum(halves[0]) * np.sum(halves[2])


# example: normal(3, 4)
# may refuse untyped: the rank
def put_together(a):
    b = np.block([[a, np.ones((3, 1))], [np.zeros((1, 4)), 2.0]])
    c = np.dstack((a, a * a))
    d = np.insert(a[0], [1, 3], a[1, :2])
    e = np.delete(a, 1, axis=0)
    return np.sum(b @ b.T[:, :3]) + np.sum(c**2) + np.sum(d * d) + np.sum(e[0] * e[1])
