"""Imports within functions, and `match` on values."""

import numpy as np


# example: 0.7
# third
def a_module(x):
    import math

    return math.sin(x) * math.pi


# example: normal(3)
def names_of_a_module(x):
    if x[0] < 50.0:
        from math import pi as half_turn
        from numpy import tanh  # as it is called there

        return np.sum(tanh(x) * half_turn)
    return x[0]


# example: normal(3), "third"
def match_on_text(x, kind):
    # which power
    match kind:  # by its name
        # the plain one
        case "square":
            return np.sum(x * x)
        case "cube" | "third":
            return np.sum(x * x * x)
        case None:  # nothing
            y = x
        case _:
            y = 2.0 * x
    return np.sum(y * x[0])


# example: normal(5)
def match_in_a_loop(x):
    total = x[0]
    for i in range(5):
        match i:
            case 0:
                continue
            case 1 | 2 if total > 100.0:
                break
            case 3:
                total = total * x[3]
        total = total + x[i] * x[i]
    return total
