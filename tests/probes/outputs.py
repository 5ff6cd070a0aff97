"""Values that are tuples or arrays, and returns in several places."""

import numpy as np


# wrt: x, y
# example: normal(), normal()
def pair(x, y):
    return x * y, x + y


# example: normal(3)
def scalar_and_array(x):
    y = x * x
    return np.sum(y), y * x


# example: normal(3)
def nested(x):
    y = x * x
    return (y, np.sum(x)), x * 2.0


# example: normal(3)
def same_array_twice(x):
    y = x * x
    return y, y


# example: normal(3)
def argument_and_value(x):
    return x, x * x


# example: normal(3), 4
def with_an_integer(x, n):
    return np.sum(x * x) * n, n


# example: normal(3)
def with_a_constant(x):
    return np.sum(x), 1.0


# example: normal(3)
def tuple_of_one(x):
    return (np.sum(x * x),)


# example: normal(3)
# may refuse: a list as the value
def list_value(x):
    return [np.sum(x), x * x]


# example: normal(3)
def named_tuple_value(x):
    result = (x * x, x[0])
    return result


# example: normal(3, 4)
def matrix_value(a):
    return a.T * 2.0


# example: normal(5)
def view_value(x):
    y = x * x
    return y[1:3]


# example: normal(3)
def constant_array(x):
    return np.ones(3)


# example: normal(3)
def value_used_after(x):
    y = x * x
    z = np.sum(y)
    y[0] = 1.0
    return z


# example: 0.5
# third
def early_return(x):
    if x > 0:
        return x * x
    return x * 3.0


# example: -0.5
def early_return_not_taken(x):
    if x > 0:
        return x * x
    return x * 3.0


# example: 0.5
def early_return_after_work(x):
    y = np.sin(x)
    if y > 1.0:
        return y
    z = y * x
    if z > 0.0:
        z = z * z
        return z * y
    w = z + y
    return w * x


# example: 0.5
def return_in_a_ladder(x):
    if x > 1.0:
        return x
    elif x > 0.0:
        y = x * x
        return y * 2.0
    else:
        return x**3


# example: 0.5
def return_in_nested_branches(x):
    if x > 0:
        if x > 1:
            return x * 4.0
        y = x * x
    else:
        y = x * 2.0
    return y * x


# example: normal(4), 1
def returns_of_arrays(x, k):
    if k == 0:
        return x * 2.0
    y = x * x
    y[0] = 1.0
    return y


# example: 0.5
def guard_then_work(x):
    if x < 0:
        raise ValueError("x must be positive")
    return np.sqrt(x)


# may refuse: return inside a loop
# example: 1.3
def return_in_a_loop(x):
    y = x
    for _ in range(10):
        if y > 3.0:
            return y
        y = y * x
    return y * 2.0


# may refuse: break
# example: 1.3
def break_in_a_loop(x):
    y = x
    for _ in range(10):
        if y > 3.0:
            break
        y = y * x
    return y * 2.0


# may refuse: continue
# example: normal(4)
def continue_in_a_loop(x):
    y = 0.0
    for i in range(4):
        if x[i] < 0:
            continue
        y = y + x[i] * x[i]
    return y
