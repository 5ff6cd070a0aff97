"""Decorators that the source defines itself: what they make of a function is called."""

import functools
import time

import numpy as np


def timed(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        t = time.time()
        out = f(*args, **kwargs)
        print(time.time() - t)
        return out

    return inner


def doubled(f):
    def inner(x):
        return 2.0 * f(x)

    return inner


@timed
def sq(x):
    return x * x


@doubled
@timed
def cube(x):
    return x * x * x


# example: normal()
# third
def user_decorated(x):
    return sq(x) + x


# example: normal(3)
def twice_decorated(x):
    return np.sum(cube(x) * sq(x)) * cube(2.0)


@doubled
def size(n):
    return n + 1.0


@doubled
def fact(n):
    return 1.0 if n <= 1 else n * fact(n - 1)


# example: normal()
def recursive(x):
    return x * fact(3)


def uses(n):
    return fact(n) + 1.0


# example: normal()
def plain_uses(x):
    return x * uses(3)


# example: normal()
def passive_line(x):
    n = sq(3.0)
    m = size(2)
    return x * n * m


# example: normal(3)
def in_a_loop(x):
    s = 0.0
    for i in range(3):
        s = s + sq(x[i]) * cube(s)
    return s


def apply(f, x):
    return f(x) * f(x)


# example: normal(3)
def handed_over(x):
    return np.sum(apply(cube, x)) + sum(map(sq, [x[0], x[1]]))


# example: normal(3)
def called_in_a_branch(x):
    if x[0] > 0:
        y = sq(x)
    else:
        y = cube(x)
    return np.sum(y * y)
