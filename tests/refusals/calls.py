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
    return two(*x)  # E: SG111


def double_star_arguments(x, options):
    return two(x, **options)  # E:


def never_comes_back(x):  # E: SG403
    return never_comes_back(x) * x


def in_the_callee(x):
    return refused(x)


def refused(x):
    y = {x}  # E: SG136
    return x * 2.0


def a_generator_is_called(x):
    return np.sum(pieces(x))


def pieces(x):
    yield x  # E: SG131


def number_from_a_function(x):
    return square + x  # E: SG110


def function_in_an_array(x):
    return np.array([square, x])  # E: SG110


def another_function_in_each_iteration(x):
    f = square
    for _ in range(3):
        x = f(x)
        if x > 1.0:  # E: SG406
            f = cube
    return x


def cube(x):
    return x * x * x


def too_many_for_a_closure(x):
    def inner(y):
        return x * y

    return inner(x, x)  # E: SG404


def captured_before_it_is_bound(x):
    def inner(y):
        return y * later

    y = inner(x)  # E: SG105
    later = 2.0
    return y * later


def unknown_function(f, x):
    return f(x)  # E: SG112


def handed_an_unknown_function(f, x):
    return apply(f, x)


def apply(f, x):
    return f(x)  # E: SG112


def returns_a_function(x):  # E: SG010
    return lambda y: x * y


def logged(f):
    def inner(*args):
        print(args)
        return f(*args)

    return inner


def rated(rate):
    def decorate(f):
        return lambda x: rate * f(x)

    return decorate


@logged
def decorated_entry(x):  # E: SG115
    return x * x


def decorated_within(x):
    @logged
    def square(v):  # E: SG115
        return v * v

    return square(x)


class Scaled:
    def __init__(self, w):
        self.w = w

    @logged
    def value(self, x):  # E: SG115
        return self.w * x


def decorated_method(x):
    return Scaled(2.0).value(x)


@rated(2.0)
def halved(x):  # E: SG115
    return x * 0.5


def decorated_with_arguments(x):
    return halved(x)


def zip_of_an_unknown_count(x, pairs):
    total = 0.0
    for a, b in zip(*pairs):  # E: SG108
        total += a * b * x
    return total


def counts_calls(x, w=np.ones(3)):
    w[0] = w[0] + 1.0
    return np.sum(x * w)


def default_that_is_written_to(x):
    return counts_calls(x) * x[0]  # E: SG401


def own_default_that_is_written_to(x, w=np.zeros(3)):  # E: SG401
    w[0] = x[0]
    return np.sum(x * w)


def _made():
    return 3.0


MADE = _made()


def default_that_is_made(x, k=MADE):  # E: SG104
    return x * k
