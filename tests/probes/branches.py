"""Branches, conditional expressions and what they test."""

import numpy as np


# example: 0.7
# third
def taken(x):
    if x > 0:
        y = x * x
    else:
        y = -x
    return y * x


# example: -0.7
def other_arm(x):
    if x > 0:
        y = x * x
    else:
        y = -x
    return y * x


# example: -0.4
# third
def without_else(x):
    y = x * 3.0
    if x < 0:
        y = y * x
    return y + x


# example: 0.4
def without_else_not_taken(x):
    y = x * 3.0
    if x < 0:
        y = y * x
    return y + x


# example: 1.5
def ladder_first(x):
    return ladder(x)


# example: 0.5
def ladder_second(x):
    return ladder(x)


# example: -0.5
def ladder_third(x):
    return ladder(x)


# example: -1.5
def ladder_last(x):
    return ladder(x)


def ladder(x):
    if x > 1.0:
        y = x**2
    elif x > 0.0:
        y = x**3
    elif x > -1.0:
        y = np.sin(x)
    else:
        y = np.exp(x)
    return y * 2.0


# example: normal(), True
def on_a_flag(x, flag):
    if flag:
        scale = 2.0 * x
    else:
        scale = 3.0
    return scale * x


# example: normal(), False
def on_a_flag_other(x, flag):
    if flag:
        scale = 2.0 * x
    else:
        scale = 3.0
    return scale * x


# example: normal(3), "square"
def on_text(x, kind):
    if kind == "square":
        y = x * x
    elif kind == "cube":
        y = x * x * x
    else:
        raise ValueError(kind)
    return np.sum(y)


# example: normal(3), "cube"
def on_text_second(x, kind):
    if kind == "square":
        y = x * x
    elif kind == "cube":
        y = x * x * x
    else:
        raise ValueError(kind)
    return np.sum(y)


# example: normal(4), 2
def first_bound_in_a_branch(x, k):
    if k > 1:
        extra = x[0] * x[1]
    total = np.sum(x * x)
    if k > 1:
        total = total * extra
    return total


# example: normal(4), 1
def never_bound(x, k):
    if k > 1:
        extra = x[0] * x[1]
    total = np.sum(x * x)
    if k > 1:
        total = total * extra
    return total


# wrt: x, y
# example: 0.6, -0.3
def nested(x, y):
    if x > 0:
        if y > 0:
            z = x * y
        else:
            z = x - y * y
            if x > 0.5:
                z = z * z
    else:
        z = y
    return z * x


# example: normal(5)
def condition_on_data(x):
    if np.sum(x) > 0 or x[0] < -10:
        y = np.sum(x * x)
    else:
        y = np.sum(x * x * x)
    return y


# example: 0.3
def and_or_not(x):
    if x > 0 and not x > 1:
        y = x * 2.0
    elif x < -1 or x > 5:
        y = x * 3.0
    else:
        y = x * 4.0
    return y * x


# example: 0.3
def chained_comparison(x):
    if 0.0 < x < 1.0:
        return x * x
    else:
        return x


# example: 0.3
# third
def conditional_expression(x):
    y = x * x if x > 0 else x
    return (1.0 if x < 0 else x) * y


# example: -0.3
def conditional_expression_other(x):
    y = x * x if x > 0 else x
    return (1.0 if x < 0 else x) * y


# example: normal(4), -1.0
def conditional_expression_of_arrays(x, s):
    y = x * x if s > 0 else x * x * x
    return np.sum(y)


# example: normal(4), 3
def conditional_in_a_call(x, k):
    return np.sum(x * (k if k > 2 else 0.5)) * (x[0] if k % 2 == 1 else x[1])


# example: 0.3
def pass_in_a_branch(x):
    if x > 0:
        pass
    else:
        x = x * 2.0
    return x * x


# example: normal(4), 1
def store_in_a_branch(x, k):
    y = x * 1.0
    if k > 0:
        y[1] = x[0] * x[2]
    else:
        y[0] = 0.0
    return np.sum(y * y)


# example: normal(4), 0
def store_in_the_other_branch(x, k):
    y = x * 1.0
    if k > 0:
        y[1] = x[0] * x[2]
    else:
        y[0] = 0.0
    return np.sum(y * y)


# example: normal(4), 1
def augmented_in_a_branch(x, k):
    y = x * x
    if k > 0:
        y += x
        y *= y
    return np.sum(y)


# may refuse: whether the two share memory is known only when it runs
# example: normal(4), 1
def alias_made_in_a_branch(x, k):
    y = x * x
    if k > 0:
        z = y
    else:
        z = y.copy()
    z[0] = 2.0 * x[1]
    return np.sum(y * z)


# may refuse: whether the two share memory is known only when it runs
# example: normal(4), 0
def alias_or_copy(x, k):
    y = x * x
    if k > 0:
        z = y
    else:
        z = y.copy()
    z[0] = 2.0 * x[1]
    return np.sum(y * z)


# example: normal(3), 1
def rebound_in_one_branch(x, k):
    y = x
    if k > 0:
        y = x * x
    return np.sum(y * x)


# example: 0.3
def condition_overwritten(x):
    flag = x > 0
    if flag:
        x = -x * x
        flag = False
    if x > 0:
        x = x * 5.0
    return x * x


# example: normal(3)
def comparison_as_number(x):
    return np.sum((x > 0) * x * x) + np.sum((x <= 0) * x)


# example: -0.2
def leaky(x):
    if x >= 0:
        value = x
    else:
        value = 0.01 * x
    return value
