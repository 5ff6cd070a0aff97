"""Statements that are outside the accepted language."""

import contextlib

import numpy as np

COUNTER = 0


def generator(x):
    for value in x:
        yield value * 2.0  # E: SG131


def refused_in_a_nested_function(x):
    def square(y):
        with open("x") as file:  # E: SG140
            return y * y

    return square(x)


def nested_class(x):
    class Point:  # E: SG134
        pass

    return x * x


def with_statement(x):
    with contextlib.suppress(ValueError):  # E: SG140
        y = x / 2.0
    return y


def with_and_a_name(x):
    with np.errstate(all="ignore") as kept:  # E: SG140
        y = x / 2.0
    return y


def with_that_depends(x, how):
    with np.errstate(all=how):  # E: SG140
        y = x / 2.0
    return y


def with_left_on_some_paths(x):
    total = 0.0
    for value in x:
        with np.errstate(all="ignore"):  # E: SG140
            if value > 0.0:
                break
            total = total + value
        total = total * 2.0
    return total


def with_returned_from_on_some_paths(x):
    with np.errstate(all="ignore"):  # E: SG140
        if x > 0.0:
            return x
        y = x * x
    return y


def exception_decides(x):
    try:  # E: SG139
        y = 1.0 / x
    except ZeroDivisionError:
        y = x
    return y


def exception_returns(x):
    try:  # E: SG139
        y = 1.0 / x
    except ZeroDivisionError:
        return 0.0
    return y * x


def exception_jumps(x, counts):
    for text in counts:
        try:  # E: SG139
            n = int(text)
        except ValueError:
            continue
        x = x * n
    return x


def exception_after_a_store(x):
    w = [1.0, 2.0]
    try:  # E: SG139
        w[1] = 3.0
    except IndexError:
        pass
    return x * w[1]


def finally_computes(x):
    try:  # E: SG139
        y = x * x
    finally:
        n = 3
    return y * n


def import_in_a_try(x):
    try:  # E: SG139
        import json
    except ImportError:
        json = None
    return x


def function_in_a_try(x):
    try:  # E: SG139

        def f(v):
            return v

    except ValueError:
        pass
    return f(x)


def global_statement(x):
    global COUNTER  # E: SG142
    COUNTER = 1
    return x * x


def deleted_and_read(x):
    y = x * x
    del y
    return y  # E: SG105


def local_import(x):
    from scipy import special as contextlib  # E: SG143

    return contextlib.erf(x)


def local_import_of_everything(x):
    import os.path, math as np  # E: SG143

    return np.sin(x)


def match_statement(x, kind):
    match kind:  # E: SG141
        case (first, second):
            return x * first * second
        case _:
            return x


def attribute_assignment(x):
    x.shape = (2, 2)  # E: SG114
    return np.sum(x)


def attribute_of_an_array(x):
    y = x * x
    y.value = x  # E: SG114
    return x * 2.0


def delete_an_item(x, items):
    del items[0]  # E: SG148
    return x * x


def several_at_once(x):
    f = lambda y: {y}  # E: SG136
    with contextlib.suppress(ValueError):
        x = x * 2.0
    z = {y for y in x}  # E: SG135
    return f(x)


async def coroutine(x):  # E: SG130
    return x * x


def star_parameters(*arguments):  # E: SG146
    return arguments[0] * 2.0


def double_star_parameters(x, **options):  # E: SG146
    return x * 2.0
