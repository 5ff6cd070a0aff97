"""NumPy without its short name."""

import math

import numpy


# wrt: x, s
# example: normal(3, 4), positive()
# third
def plain(x, s):
    y = numpy.sin(x) * math.sqrt(s)
    np = 2.0
    return numpy.sum(y * s, axis=0).sum() * np


# example: normal(4), 3
def plain_loop(x, n):
    y = numpy.zeros(4)
    for i in range(n):
        y[i] = x[i] * x[i + 1]
    return numpy.linalg.norm(y) if n < 0 else numpy.sum(y * y)
