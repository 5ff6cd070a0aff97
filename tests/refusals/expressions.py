"""Expressions that are outside the accepted language."""

import numpy as np


def lambda_expression(x):
    square = lambda y: y * y  # E: SG132
    return square(x)


def list_comprehension(x):
    return np.array([v * v for v in x])  # E: SG135


def generator_expression(x):
    return sum(v * v for v in x)  # E: SG135


def dict_comprehension(x):
    table = {i: x[i] for i in range(2)}  # E: SG135
    return table[0]


def set_comprehension(x):
    seen = {i for i in range(2)}  # E: SG135
    return x * 2.0


def dictionary(x):
    parts = {"a": x, "b": x * x}  # E: SG136
    return parts["a"] * parts["b"]


def set_display(x):
    seen = {1, 2}  # E: SG136
    return x * 2.0


def walrus(x):
    if (y := x * x) > 1.0:  # E: SG138
        return y
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
            [v for v in x]  # E: SG135
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
