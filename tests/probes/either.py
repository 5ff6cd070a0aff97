"""`and` and `or` as values, sets in tests, dictionaries by comprehension."""

import numpy as np


# example: normal(3)
# third
def dict_comp(x):
    p = {"a": x, "b": x * 2.0}
    q = {k: v * 2.0 for k, v in p.items()}
    return np.sum(q["a"] * q["b"])


# example: normal(3), normal(3)
def dict_comp_sgd(x, g):
    p = {"a": x, "b": x * 2.0}
    d = {"a": g, "b": g * x}
    q = {k: p[k] - 0.1 * d[k] for k in p if k != "c"}
    z = {i: x[i] ** 2 for i in range(3)}
    return sum(np.sum(v**2) for v in q.values()) + z[1] * z[2]


# wrt: a, b
# example: normal(), normal()
# third
def or_values(a, b):
    x = a or b
    y = a and b
    return x * x + y * b


# wrt: a, b
# example: 0.0, normal()
def or_zero(a, b):
    x = a or b
    y = a and b
    z = a or y or b * 2.0
    return x * x + y * b + z * b


# example: normal(), normal()
def and_values(a, w):
    w = w and w * 2.0
    return w * a


# example: normal(), "l2"
def in_test(x, kind):
    if kind in {"l2", "ridge"}:
        return x * x
    if kind not in {"l1"}:
        raise ValueError(kind)
    return abs(x)


# example: normal(3), 2
def or_in_loop(x, n):
    s = 0.0
    for i in range(n):
        s = s or x[i] * x[i + 1]
        s = s * x[i]
    return s


# wrt: a
# example: normal(3)
def or_default(a):
    def scale(v, k=None, c=None):
        k = k or 2.0
        c = c if c is not None else np.ones_like(v)
        return v * k * c

    return np.sum(scale(a) * scale(a, k=a[0]) * scale(a, c=a))
