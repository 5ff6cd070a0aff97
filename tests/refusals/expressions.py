"""Expressions that are outside the accepted language."""

import numpy as np


def refused_in_a_lambda(x):
    square = lambda y: {y}  # E: SG136
    return square(x)


def comprehension_that_may_not_be_evaluated(x):
    return x if len(x) > 3 else sum([v * v for v in x])  # E: SG135


def comprehension_in_the_test_of_a_while(x):
    while sum(v * v for v in x) > 1.0:  # E: SG135
        x = x * 0.5
    return x


def generator_for_what_does_not_iterate(x):
    return np.sum(v * v for v in x)  # E: SG135


def generator_with_a_name(x):
    values = (v * v for v in x)  # E: SG135
    return sum(values)


def dict_comprehension(x, n):
    table = {i: x[i] for i in range(n)}  # E: SG135
    return table[0]


def set_comprehension(x):
    seen = {i for i in range(2)}  # E: SG135
    return x * 2.0


def set_display(x):
    seen = {1, 2}  # E: SG136
    return x * 2.0


def walrus_now_and_then(x):
    y = x * 2.0
    z = (y := x * x) if x > 1.0 else x  # E: SG138
    return y * z


def walrus_behind_a_read_of_its_name(x):
    y = x * 2.0
    return y + (y := x * x)  # E: SG138


def walrus_in_a_while_with_else(x):
    while (y := x * x) > 1.0:  # E: SG138
        x = x * 0.5
    else:
        x = x * y
    return x


def starred_target(x):
    first, *rest = x  # E: SG137
    return first * first


def await_expression(x):
    return await_it(x)  # E:


def inside_a_long_expression(x):
    return (
        np.sum(x)
        + np.sum(
            {v for v in x}  # E: SG135
        )
        + 1.0
    )


def unknown_name(x):
    return x * missing  # E:


def unknown_function(x):
    return missing(x)  # E:


def call_of_a_value(x, f):
    return f(x)  # E:


def call_of_a_call(x, table):
    return table[0](x)  # E:


def method_of_an_object(x, model):
    return model.predict(x)  # E:
