"""`with np.errstate(...)`: both passes stand under it; under others the forward pass does."""

import contextlib
import threading
import warnings

import numpy as np

LOCK = threading.Lock()


# example: np.array([0.5, 0.0, 2.0])
# kink
# third
def logarithm_of_zero(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(x > 0.1, x * np.log(x), 0.0)
    return np.sum(y * y)


# example: normal(4)
# third
def returned_from_within(x):
    with np.errstate(all="ignore"):
        y = np.sin(x) / x
        return np.sum(y * x[0])


# example: normal(5)
def in_a_loop_that_breaks(x):
    total = 0.5
    for i in range(5):
        with np.errstate(all="ignore"):
            total = total * x[i] + np.exp(x[i])
        if total > 2.0:
            break
    return total * total


# example: normal(5)
def around_a_loop_that_returns(x):
    with np.errstate(over="ignore"):
        total = 0.5
        for i in range(5):
            total = total * x[i] + np.exp(x[i])
            if total > 3.0:
                return total * x[0]
        total = total * x[1]
    return total * total


# example: normal(5)
def around_a_break(x):
    total = 0.5
    for i in range(5):
        total = total * x[i] + 1.0
        if total > 1.5:
            with np.errstate(all="ignore"):
                total = total * np.sin(total)
                break
        total = total + x[i]
    return total * total


# example: normal(5)
def stores_within(x):
    y = np.zeros(5)
    with np.errstate(all="ignore"), np.printoptions(precision=3):
        for i in range(5):
            y[i] = np.exp(x[i]) * x[i - 1]
        y[1:] *= y[:-1] * 0.1
    return np.sum(y * y)


# example: normal(5)
def bound_within_and_read_behind(x):
    with np.errstate(all="ignore"):
        y = np.sin(x)
        z = y * x
    y = y * 2.0
    return np.sum(y * z)


# example: normal()
# third
def with_warnings(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        y = np.log(x * x)  # the logarithm
    return y * y


# example: normal()
def with_lock(x):
    y = x
    with LOCK:
        y = y * x
    with contextlib.nullcontext(), np.errstate(all="ignore"):
        for _ in range(3):
            y = y * x + 1.0
    return y * y
