"""Parameters that cannot be differentiated with respect to."""

import numpy as np


# wrt: n
def integer_by_annotation(x, n: int):  # E:
    return x * n


# wrt: flag
def boolean_by_annotation(x, flag: bool):  # E:
    return x if flag else x * x


# wrt: kind
def text_by_annotation(x, kind: str):  # E:
    return x * len(kind)


# wrt: n
# types: x: f64, n: int
def integer_by_types(x, n):  # E:
    return x * n


# wrt: labels
# types: x: f64[n], labels: i64[n]
def integer_array_by_types(x, labels):  # E:
    return np.sum(x[labels])


# wrt: missing
def no_such_parameter(x):  # E:
    return x * x


# wrt: x, x
def named_twice(x):  # E:
    return x * x


# of: missing
def no_such_output(x):  # E:
    x[0] = 1.0


# of: n
def output_that_is_an_integer(x, n: int):  # E:
    return x * n


def no_parameters():  # E:
    return 1.0
