"""Tests of what is known when the program is read: None, functions, texts, truth values."""

import numpy as np


def dense(x, w, b=None, act=None):
    y = x @ w
    if b is not None:
        y = y + b
    if act is None:
        return y
    return act(y)


# wrt: x, w, b
# example: normal(2, 3), normal(3, 3), normal(3)
def optional_arguments(x, w, b):
    h = dense(x, w)
    h = dense(h, w, b)
    h = dense(h, w, act=np.tanh)
    h = dense(h, w, b, lambda v: v * w[0, 0])
    return np.sum(h**2)


def activation(x, kind="tanh"):
    if kind == "tanh":
        return np.tanh(x)
    elif kind in ("relu", "rectifier"):
        return np.maximum(x, 0.0)
    elif kind == "scaled":
        return x * np.sum(x)
    else:
        raise ValueError(kind)


# example: normal(4)
def texts_told_apart(x):
    y = activation(x) + activation(x, "relu") * activation(x, kind="scaled")
    return np.sum(activation(y, "rectifier"))


def normed(x, centred=True, scale=False):
    if centred and not scale:
        return x - np.mean(x)
    if scale:
        x = x / np.sum(x**2)
    return x


# example: normal(4)
def truth_values(x):
    a = normed(x)
    b = normed(x, False)
    c = normed(x, scale=True)
    return np.sum(a * b * c)


def applied(f, x):
    f = f or np.sin
    g = np.cos if f is None else f
    if callable(g):
        return g(x)
    return x * g


# example: normal(4)
def default_by_or(x):
    return np.sum(applied(None, x) * applied(np.exp, x))


# wrt: x
# example: normal(3), None
def optional_argument_of_the_entry(x, w=None):
    if w is None:
        return np.sum(x * x)
    return np.sum(x * w)


# wrt: x, w
# example: normal(3), normal(3)
def optional_argument_that_is_given(x, w=None):
    y = x * 2.0
    if w is not None:
        y = y * w
    return np.sum(y * x)


def solve(f, x, jac=None, steps=3):
    for _ in range(steps):
        if jac is None:
            h = 1e-4
            slope = (f(x + h) - f(x - h)) / (2.0 * h)
        else:
            slope = jac(x)
        x = x - f(x) / slope
    return x


# wrt: a
# example: 1.7
def optional_function(a):
    f = lambda x: x * x - a
    return solve(f, 1.0, jac=lambda x: 2.0 * x) + solve(f, 1.2, lambda x: x + x, 2)
