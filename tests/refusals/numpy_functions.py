"""NumPy functions that have no rule, and calls of them that make no sense."""

import os
import time

import numpy as np
import numpy.linalg as la


def unknown_to_numpy(x):
    return np.sum(np.no_such_function(x))  # E: SG201


def misspelled(x):
    return np.sun(x)  # E: SG201


def no_rule(x):
    return np.sum(np.sort_complex(x))  # E:


def no_rule_in_a_submodule(x):
    return np.sum(np.fft.rfftfreq(4) * np.polynomial.chebyshev.chebval(0.3, x))  # E:


def linear_algebra(x):
    return np.sum(la.tensorinv(x))  # E:


def unknown_keyword(x):
    return np.sum(x, nonsense=1)  # E:


def too_many_arguments(x):
    return np.sin(x, x, x, x, x)  # E:


def unknown_method(x):
    return x.no_such_method()  # E:


def unknown_attribute(x):
    y = x * 2.0
    return y.no_such_attribute * 2.0  # E:


def other_module(x):
    return x * len(os.getcwd())  # E:


def vectorised(x):
    f = np.vectorize(np.sin)  # E:
    return np.sum(f(x))  # E:


def two_unknown_functions(x):
    y = np.sort_complex(x)  # E:
    z = np.no_such_function(x)  # E:
    return np.sum(y * z)


def _noise(x):
    return x * np.random.default_rng(0).normal()


def draw_that_may_not_be_made(x, c):
    return x * np.sin(_noise(2.0) if c else 1.0)  # E: SG405


def shuffled_in_place(x):
    rng = np.random.default_rng(0)
    y = x * 2.0
    rng.shuffle(y)  # E: SG207
    return y


def choice_of_active_items(x):
    rng = np.random.default_rng(3)
    return np.sum(rng.choice(x, size=3))  # E: SG207


def permutation_of_active_items(x):
    rng = np.random.default_rng(3)
    return np.sum(rng.permutation(x) * np.arange(3))  # E: SG207


def shuffle_of_active_items(x):
    rng = np.random.default_rng(3)
    y = x * 1.0
    rng.shuffle(y)  # E: SG207
    return y[0]


def shape_of_a_distribution(x):
    rng = np.random.default_rng(3)
    return np.sum(rng.gamma(x[0], size=3))  # E: SG207


def a_clock_in_a_product(x):
    return x * time.time()  # E: SG206


def outer_of_unknown_rank(x):
    return np.sum(np.add.outer(x, x) ** 2)  # E: SG208
