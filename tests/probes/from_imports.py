"""Names imported from NumPy and math."""

from math import pi, sqrt
from math import sin as sine

from numpy import abs, exp, sum, zeros
from numpy import tanh as squash


# wrt: x, s
# example: normal(3), positive()
# third
def imported(x, s):
    return sum(exp(-x * x) * sqrt(s)) + squash(s) * sine(s) * pi


# example: normal(3)
def imported_zeros(x):
    y = zeros(3)
    y[1:] = abs(x[:-1])
    return sum(y * y)
