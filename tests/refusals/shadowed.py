"""Names that do not mean what they usually mean."""

import math

import numpy as np

setattr(math, "exp", math.sin)
LIMIT = 3


def patched_module(x):
    return math.exp(x)  # E: SG106


def patched_within(x):
    np.sin = np.cos  # E: SG114
    return np.sin(x)


def called_number(x):
    len = 3
    return len(x) * x  # E: SG112


def evaluated(x):
    return x * eval("LIMIT")  # E: SG201


def executed(x):
    exec("x = 2.0")  # E: SG201
    return x


def global_that_is_written(x):
    global LIMIT  # E: SG142
    LIMIT = 4
    return x * LIMIT
