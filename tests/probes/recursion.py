"""Functions that call themselves or each other, as deep as the data says."""

import numpy as np


# wrt: x
# example: normal(), 5
def power(x, n):
    if n == 0:
        return 1.0
    return x * power(x, n - 1)


# wrt: c, x
# example: normal(5), normal()
def horner(c, x, k=0):
    if k == len(c) - 1:
        return c[k]
    return c[k] + x * horner(c, x, k + 1)


# example: 0.7, 5
def even(x, n):
    if n == 0:
        return x
    return odd(x * x, n - 1)


def odd(x, n):
    if n == 0:
        return 2.0 * x
    y = even(np.sin(x), n - 1)
    return y * x


# example: normal(7)
def halves(x):
    n = len(x)
    if n == 1:
        return x[0] ** 2
    half = n // 2
    return halves(x[:half]) * 0.5 + np.sin(halves(x[half:]))


# example: normal(3), 4
def fibonacci(x, n):
    return np.sum(grow(x, n))


def grow(x, n):
    return x if n < 2 else grow(x, n - 1) * 0.5 + grow(x * x, n - 2)


def fill(out, x, k):
    if k < len(out):
        out[k] = x * k
        fill(out, x * x, k + 1)


# example: 0.8
def written_to(x):
    out = np.zeros(4)
    fill(out, x, 0)
    return np.sum(out**2)


# wrt: x
# example: normal(3), 3
def closure_calls_itself(x, n):
    def go(y, k):
        if k == 0:
            return np.sum(y)
        z = go(y * x, k - 1)
        return z + go(x, 0)

    return go(x + 1.0, n)


# wrt: x
# example: normal(), 4
def closures_call_each_other(x, n):
    def up(y, k):
        if k == 0:
            return y
        return down(y * x, k - 1)

    def down(y, k):
        if k == 0:
            return y * y
        return up(y + x, k - 1)

    return up(x, n) * down(x, n)


def repeat(f, x, n):
    if n == 0:
        return x
    return repeat(f, f(x), n - 1)


# wrt: k, x
# example: normal(), normal(3), 3
def function_handed_on(k, x, n):
    return np.sum(repeat(lambda v: k * np.sin(v), x, n) + repeat(np.cos, x, n))


# wrt: x
# example: normal(4), 3
def several_values(x, n):
    a, b = split(x, n)
    return np.sum(a) * b


def split(x, n):
    if n == 0:
        return x, np.sum(x)
    a, b = split(x * 0.5, n - 1)
    return a + x, b * a[0]


# wrt: x
# example: normal(), 3
def in_a_loop(x, n):
    total = 0.0
    for i in range(n):
        total = total + power(x, i) * x
    return total


# wrt: a, x
# example: 0.3, 1.1, 4
def two_branches(a, x, depth):
    if depth == 0:
        return np.exp(-a * x)
    if x > 1.0:
        return two_branches(a, 0.5 * x, depth - 1) * x
    y = two_branches(a * x, x + 0.3, depth - 1)
    return y * y + a
