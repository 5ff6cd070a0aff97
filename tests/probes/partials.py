"""`partial`, defaults of inner functions, operators as functions, `map`, `reduce`, `zip(*...)`."""

import functools
import operator
from functools import partial, reduce

import numpy as np


def damped(x, k, c=0.5):
    return k * x - c * x**2


def square(x):
    return x * x


norm = partial(np.linalg.norm, axis=0)
half = partial(damped, c=0.25)
act = np.tanh
doubled = lambda x: 2.0 * x


def euler(f, y, dt, n, *args):
    for _ in range(n):
        y = y + dt * f(y, *args)
    return y


# wrt: x, k
# example: normal(), normal()
# third
def of_a_source_function(x, k):
    f = partial(damped, k=k)
    return f(x) * f(2.0 * x, c=k * k)


# wrt: x, k
# example: normal(3), normal()
def early_binding(x, k):
    f = functools.partial(damped, c=k * k)
    k = k + 1.0
    return np.sum(f(x, k) * k)


# wrt: x, k
# example: normal(), normal()
def module_level(x, k):
    return half(x, k) + doubled(act(x))


# example: normal(3, 4)
def of_a_library_function(x):
    total = partial(np.sum, axis=1)
    return np.sum(norm(x) ** 2) + np.sum(total(x) ** 3)


# wrt: x, k
# example: normal(), normal()
def handed_on(x, k):
    a = euler(damped, x, 0.1, 3, k, 0.7)
    return a + euler(partial(damped, k=k, c=0.1), x, 0.1, 2)


# wrt: x, k
# example: normal(3), normal()
def returned(x, k):
    def make(c):
        return partial(damped, c=c * c)

    f = make(k)
    return np.sum(f(x, 2.0) * make(2.0 * k)(x, k))


# wrt: x, k
# example: normal(), normal()
def partial_of_a_partial(x, k):
    f = partial(partial(damped, c=k), k=x)
    g = partial(damped, x, k)
    return f(k) * g() * g(c=x)


# wrt: x, scale
# example: normal(3), normal(), 1
def defaults_are_early(x, scale, i):
    f = lambda v, s=scale, k=i: v * s + k

    def g(v, s=scale * 2.0):
        return v * s * scale

    scale = scale * 3.0
    return np.sum(f(x) * scale + f(x, 2.0) + f(x, k=2) + g(x) + g(x, s=x[0]))


# example: normal(3)
def folded(x):
    a = reduce(lambda a, b: a * b + x[0], [x[0], x[1], x[2]])
    b = reduce(operator.mul, [x[0], x[1], x[2]], 2.0)
    c = functools.reduce(damped, (x[1], x[2]), x[0] * 2.0)
    return a * b + c + operator.add(a, operator.neg(b))


# example: normal(3)
def mapped(x):
    a = np.sum(np.array(list(map(square, x))))
    b, c = map(square, (x[0], x[1]))
    d = sum(map(lambda a, b: a * b, x, x[::-1]))
    s, t = map(np.sin, [x[0], x[2]])
    return a * b + c * d + s * t


# example: normal(3)
def transposed_by_zip(x):
    pairs = [(x[0], x[1]), (x[2], x[0])]
    a, b = zip(*pairs)
    return a[0] * b[1] + a[1] * b[0]


# wrt: x, k
# example: normal(), normal()
def options_by_key(x, k):
    options = {"k": k * x, "c": 2.0}
    return damped(x, **options)


# example: normal(3)
def tuples_as_arguments(x):
    def apply(f, pair, n=2):
        return f(pair[0]) * f(pair[1]) * n

    return apply(lambda v: v * x[0], (x[1], x[2])) + apply(square, (x[0], x[1]), n=3)


@functools.cache
def binomial(n, k):
    if k in (0, n):
        return 1
    return binomial(n - 1, k - 1) + binomial(n - 1, k)


@functools.lru_cache(maxsize=None)
def cubed(x):
    return x * x * x


# example: normal(), 4
def cached_functions(x, n):
    total = 0.0
    for k in range(n + 1):
        total = total + binomial(n, k) * x**k
    return total * cubed(x)
