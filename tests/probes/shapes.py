"""What shapes are known by: reductions along axes of variables, places written once, products."""

import numpy as np


# example: normal(5)
def tables_made_anew_in_each_round(x):
    total = 0.0
    for k in range(3):
        table = np.zeros((4, 5))
        for i in range(3):
            for j in range(4):
                table[i, j] = np.sin(x[i] * (k + 1)) * j + x[j]
        total = total + np.sum(table * table) * (k + 1)
    return total


# example: normal(5)
def summed_before_it_is_stored(x):
    t = np.zeros(6)
    s = 0.0
    for i in range(5):
        s = s + np.sum(t) * x[i]
        t[i] = x[i] ** 2
    return s + t @ np.arange(6.0)


# example: normal(5)
def stored_from_itself(x):
    t = np.zeros(6)
    for i in range(5):
        t[i] = t[i] + t[i - 1] * 0.5 + x[i]
    return np.sum(t * t)


# example: normal(5)
def counted_from_the_end(x):
    t = np.zeros(5)
    for i in range(-2, 5):
        t[i] = x[i % 5] * (i + 3.0)
    return np.sum(t**3)


# example: normal(5)
def another_array_between_stores(x):
    t = np.zeros(5)
    for i in range(5):
        t[i] = x[i] * 2.0
        t = t + x[0]
    return np.sum(t**3)


# example: normal(5)
def one_of_two_arrays_stored_to(x):
    t = np.zeros(5)
    if x[0] > -10.0:
        t = x * 2.0
    for i in range(3):
        t[i] = x[i] ** 2
    return np.sum(t**3)


# example: normal(5)
def one_value_stored_into_each_row(x):
    t = np.zeros((3, 5))
    v = x * 2.0
    for i in range(3):
        t[i] = v
    t2 = t * t * np.arange(3.0)[:, None]
    w = v * 3.0
    w[1] = x[0] * x[1]
    return np.sum(t2) + np.sum(w * w)


# example: normal(5)
def stored_where_positive(x):
    t = np.ones(5)
    for i in range(5):
        if x[i] > 0.0:
            t[i] = x[i] ** 2
    return np.sum(t**3) + t[0] * x[0]


# example: normal(5)
def column_into_each_table(x):
    t = np.zeros((4, 5, 3))
    for i in range(4):
        t[i] = x[:, None] * (i + 1)
    return np.sum(t**3)


# example: normal(5)
def last_of_the_tables_made(x):
    s = 0.0
    t = np.zeros(5)
    for k in range(3):
        t = np.zeros(5)
        for i in range(5):
            t[i] = x[i] ** 2 * (k + 1)
        s = s + np.sum(t**3)
    return s + np.sum(t)


# example: normal(5)
def two_tables_that_change_names(x):
    a = np.zeros(5)
    b = np.ones(5)
    for k in range(3):
        for i in range(5):
            a[i] = x[i] * (k + 1) + b[i]
        a, b = b, a
    return np.sum(a**2) + np.sum(b**3)


# example: normal(3, 4), 1
def softmax_along(x, axis):
    shifted = x - np.max(x, axis=axis, keepdims=True)
    powers = np.exp(shifted)
    return np.sum((powers / np.sum(powers, axis=axis, keepdims=True)) ** 3)


# example: normal(1, 4), 0
def softmax_along_one_row(x, axis):
    shifted = x - np.max(x, axis=axis, keepdims=True)
    powers = np.exp(shifted)
    return np.sum((powers / np.sum(powers, axis=axis, keepdims=True)) ** 3 * shifted)


# example: normal(3, 4)
def along_one_axis_then_another(x):
    axis = 0
    y = np.sum(x * x, axis=axis, keepdims=True)
    axis = 1
    z = np.sum(x * x, axis=axis, keepdims=True)
    return np.sum(y * z * x)


# example: normal(3, 4)
def along_each_axis_in_turn(x):
    s = x
    for axis in range(2):
        s = s * np.sum(x * x, axis=axis, keepdims=True)
    return np.sum(s)


# wrt: x, w
# example: normal(4), normal(3, 4)
def less_the_mean_of_one_factor(x, w):
    y = x * w
    return np.sum((y - np.mean(x, axis=0, keepdims=True)) ** 3)


# wrt: x, w
# example: normal(1, 4), normal(3, 4)
def less_the_mean_of_a_row(x, w):
    y = x * w
    return np.sum((y - np.mean(x, axis=0, keepdims=True)) ** 3)


# wrt: x, w, v, b
# example: normal(3, 4), normal(5, 4), normal(3, 4), normal(5)
def two_products_and_a_bias(x, w, v, b):
    gates = x @ w.T + b + v @ w.T
    return np.sum(gates * gates * gates)


# wrt: x, w, v, b
# example: normal(1, 4), normal(5, 4), normal(4), normal(6, 1)
def products_that_a_bias_repeats(x, w, v, b):
    gates = x @ w.T + b + v @ w.T
    return np.sum(gates * gates * gates)


# wrt: x, w, v, b
# example: normal(2, 3, 4), normal(1, 4), normal(4), normal(1, 1, 7)
def stacked_product_that_a_bias_repeats(x, w, v, b):
    gates = x @ w.T + b + v @ w.T
    return np.sum(gates * gates * gates)


# wrt: x, w
# example: normal(2, 5, 3, 4), normal(4, 6)
def stack_by_one_matrix(x, w):
    return np.sum((x @ w) ** 3)


# example: normal(3, 4), 2
def margin_of_a_width_that_is_given(x, k):
    y = x * x
    if k > 0:
        y = np.pad(y, ((0, 0), (k, k)))
    return np.sum(y * y * y[:, 2:3]) + np.sum(np.pad(x, ((k, 1), (0, 0))) ** 3)


# example: normal(3, 4), 2
def margin_that_another_is_added_to(x, k):
    y = np.pad(x, ((k, k), (0, 0))) * 2.0
    z = np.pad(x, ((0, 0), (k, 1)), constant_values=3.0)
    return np.sum(y * y[0:1]) + np.sum(z * z) + np.sum(y[:, :1] ** 3)


# wrt: x, y
# example: normal(3, 4), normal(1, 4), 1
def margins_of_one_width(x, y, k):
    around = ((k, k), (k, k))
    z = np.pad(x, around) * np.pad(y, ((k, k + 2), (k, k)))
    return np.sum(z * z)
