"""Dear values within statements: kept by a name where the backward pass reads them."""

import numpy as np


# wrt: w, x
# example: normal(3, 3), normal(3)
# third
def within_a_test(w, x):
    y = np.maximum(w @ x, 0.1)
    return np.sum(y * x)


# wrt: w, x
# example: normal(3, 3), normal(3)
def twice_in_one_statement(w, x):
    return np.sum(np.cos(w @ x) * np.exp(w @ x))


# wrt: w, x
# example: normal(3, 3), normal(3)
def nested(w, x):
    return np.sum(np.maximum(np.sin(w @ x) * x, 0.0) * np.cos(w @ x))


# wrt: w, x
# example: normal(3, 3), normal(3)
# third
def by_method(w, x):
    return np.sum(np.sin(w.dot(x)) ** 3)


# wrt: w, x
# example: normal(3, 3), normal(3)
# third
def in_a_loop(w, x):
    y = x * 1.0
    for i in range(3):
        y = np.sin(w @ y) * 0.5 + y
        if i > 0:
            y[1:] = np.minimum(w @ y, 0.4)[1:]
    return np.sum(y)


# wrt: w, x
# example: normal(3, 3), normal(3), 2
def in_a_loop_that_may_not_run(w, x, n):
    y = x * 1.0
    for _ in range(n):
        y = np.sin(w @ y)
    return np.sum(y * y)


# wrt: w, x
# example: normal(3, 3), normal(3)
def in_a_branch(w, x):
    y = x
    if x[0] > -9.0:
        y = np.abs(w @ x) * x
    return np.sum(y * y)


# wrt: w, x
# example: normal(3, 3), normal(3)
def not_always_evaluated(w, x):
    y = np.sin(w @ x) if x[0] > 9.0 else np.cos(x)
    z = (lambda v: np.sin(w @ v))(y)
    return np.sum([np.sum(np.sin(w @ (z * k))) for k in range(2)])


# wrt: w, x
# example: normal(3, 3), normal(3)
def after_what_it_reads_has_changed(w, x):
    y = x * 2.0
    z = np.sin(w @ y)
    y *= 3.0
    z[0] = np.cos(w @ y)[1]
    return np.sum(z) + np.sum(y)


# wrt: w, x
# example: normal(3, 3), normal(3)
def augmented(w, x):
    y = x * 1.0
    y *= np.sin(w @ y)
    y[1:] += np.sin(w @ y)[:2]
    return np.sum(y)


# wrt: w, x
# example: normal(3, 3), normal(3)
def where_the_cotangent_is_the_value(w, x):
    y = w @ x
    return np.sum((w @ x) * x) + np.sum(x * (w @ x)[0]) + y[0]


# wrt: w, x
# example: normal(3, 3), normal(3)
def in_a_call(w, x):
    def inner(v):
        return np.sin(w @ v) * v

    return np.sum(inner(x) * inner(x * 0.5))
