"""Comments to srcgrad that say nothing, or something else."""

import numpy as np


def unknown_word(x):
    # srcgrad: konstant
    y = x * x  # E: SG160
    return y


def no_word(x):
    # srcgrad:
    y = x * x  # E: SG160
    return y


def constant_on_a_loop(x):
    total = 0.0
    # srcgrad: constant
    for v in x:  # E: SG161
        total = total + v
    return total


def constant_on_a_return(x):
    # srcgrad: constant
    return x * x  # E: SG161


def backward_on_a_branch(x):
    # srcgrad: backward: x_bar = 0.0
    if x > 0.0:  # E: SG161
        x = x * x
    return x


def backward_without_a_statement(x):
    # srcgrad: backward:
    y = x * x  # E: SG161
    return y


def backward_that_is_no_statement(x):
    # srcgrad: backward: y_bar = = 2
    y = x * x  # E: SG161
    return y


def backward_with_another_name(x):
    # srcgrad: backward: z_bar = np.clip(z_bar, -1, 1)
    y = np.tanh(x)  # E: SG162
    return y * y


def backward_of_what_is_not_active(x):
    # srcgrad: backward: n_bar = 0.0
    n = len(x)  # E: SG162
    return np.sum(x) * n
