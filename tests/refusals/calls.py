"""Calls that do not fit their function."""

import numpy as np


def square(x):
    return x * x


def two(x, y):
    return x * y


def missing_argument(x):
    return two(x)  # E:


def too_many(x):
    return square(x, x)  # E:


def unknown_keyword(x):
    return two(x, z=x)  # E:


def given_twice(x):
    return two(x, x=x)  # E:


def star_arguments(x):
    parts = (x, x)
    return two(*parts)  # E:


def double_star_arguments(x, options):
    return two(x, **options)  # E:


def recursive(x, n):
    if n == 0:
        return x
    return recursive(x, n - 1) * x  # E:


def in_the_callee(x):
    return refused(x)


def refused(x):
    y = {"a": x}  # E: SG136
    return y["a"]


def a_generator_is_called(x):
    return np.sum(pieces(x))


def pieces(x):
    yield x  # E: SG131
