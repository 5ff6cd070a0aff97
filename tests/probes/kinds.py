"""`isinstance`: known when the source is read, or asked when it runs."""

import numbers

import numpy as np


class A:
    def __init__(self, w):
        self.w = w


class B(A):
    pass


def validate(x, n):
    if not isinstance(x, np.ndarray):
        raise TypeError("x must be an array")
    if not isinstance(n, (int, np.integer)) or isinstance(n, bool):
        raise TypeError("x must be an array")
    if x.ndim != 1:
        raise ValueError("bad")


# example: normal(3), 2
def validated(x, n):
    validate(x, n)
    return np.sum(x**n)


# example: normal(3)
def maybe_scalar(x):
    if isinstance(x, (int, float)):
        return x * x
    return np.sum(x**3)


# example: normal()
def maybe_scalar2(x):
    if isinstance(x, (int, float)):
        return x * x
    return np.sum(x**3)


# example: normal()
def wraps_scalar(x):
    scalar = isinstance(x, numbers.Number)
    if scalar:
        x = np.array([x])
    y = x * x
    return y[0] if scalar else y


# wrt: w
# example: normal(3)
def objects(w):
    b = B(w)
    if isinstance(b, A):
        return np.sum(b.w**2)
    return np.sum(w)


# example: normal(3)
def list_or_array(x):
    if isinstance(x, list):
        x = np.array(x)
    return np.sum(x**3)
