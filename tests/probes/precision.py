"""Single precision is kept: a gradient has its argument's dtype."""

import numpy as np


# example: single(normal(4))
# third
def single_array(x):
    return np.sum(x * x * 0.5 + np.sin(x))


# example: single(normal(3, 4))
def single_mean(a):
    return np.mean(a * a) + np.sum(a.mean(axis=0) ** 2)


# wrt: w, x
# example: single(normal(4, 2)), single(normal(3, 4))
def single_layer(w, x):
    h = np.tanh(x @ w)
    return np.mean(h**2)


# wrt: x, y
# example: single(normal(4)), normal(4)
def mixed(x, y):
    return np.sum(x * y)


# wrt: x, s
# example: single(normal(4)), 0.5
def single_array_and_python_scalar(x, s):
    return np.sum(x * s)


# wrt: x, s
# example: single(normal(4)), single(0.5)
def single_array_and_single_scalar(x, s):
    return np.sum(x * s * s)


# example: single(normal(4))
def cast_up(x):
    y = x.astype(np.float64)
    return np.sum(y * y)


# example: normal(4)
def cast_down(x):
    y = x.astype(np.float32)
    return np.sum(y * y)


# example: single(normal(4)), 3
def single_loop(x, n):
    y = x
    for i in range(n):
        y = np.tanh(y * x) + 0.1
    return np.sum(y)


# example: single(normal(4))
def single_stored_into_doubles(x):
    y = np.zeros(4)
    y[:] = x * x
    y[1] += x[0]
    return np.sum(y * y)


# example: normal(4)
def doubles_stored_into_single(x):
    y = np.zeros(4, dtype=np.float32)
    y[:] = x * x
    return np.sum(y * y)


# example: single(normal(4))
def single_in_place(x):
    y = x.copy()
    y += 1.0
    y[1:] *= y[:-1]
    return np.sum(y * y)


# example: single(normal(4))
def single_value(x):
    return x * x


# example: single(normal(4)), np.arange(4)
def single_and_integers(x, k):
    return np.sum(x * x * k)


# example: single(positive(4))
def single_powers(x):
    return np.sum(x**2 + x**0.5 + x**-1)


# example: single(normal(3, 4))
def single_unused(a):
    return 1.0
