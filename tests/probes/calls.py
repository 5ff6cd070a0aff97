"""Calls between the functions of one file."""

import numpy as np


def square(x):
    return x * x


def affine(x, scale, shift=1.0):
    return x * scale + shift


def product(a, b):
    return a * b * b


# example: normal()
# third
def one_call(x):
    return square(x) + x


# example: normal()
def nested_calls(x):
    return square(square(x) + square(2.0 * x))


# wrt: x, s
# example: normal(), normal()
def defaults_and_keywords(x, s):
    a = affine(x, s)
    b = affine(x, s, 2.0)
    c = affine(x, shift=s, scale=x)
    d = affine(shift=x, scale=2.0, x=s)
    return a * b + c * d


# example: normal()
# third
def same_argument_twice(x):
    return product(x, x)


# example: normal(3)
def same_array_twice(x):
    return np.sum(product(x, x))


# wrt: x, y
# example: normal(), normal()
def different_activity(x, y):
    a = product(x, 2.0)
    b = product(3.0, y)
    c = product(x, y)
    return a + b * c


# example: normal()
def one_argument_active(x):
    return product(2.0, x) + product(x, 3.0)


# example: normal(4)
def call_inside_an_expression(x):
    return np.sum(square(x)[1:] * square(x[:-1] + 1.0)) + len(square(x))


# example: normal(), 4
# third
def call_in_a_loop(x, n):
    y = x
    for i in range(n):
        y = affine(y, x, 0.1 * i)
    return y


# example: 0.4
def call_in_a_condition(x):
    if square(x) > 0.1:
        y = affine(x, x)
    else:
        y = x
    return y


# example: 9.0
def call_in_a_while_test(x):
    y = x
    while square(y) > 2.0:
        y = y * 0.5
    return y * x


# example: normal()
# may refuse: a call that is not always evaluated
def call_in_a_conditional_expression(x):
    return square(x) if square(x) > 0 else affine(x, 2.0)


def both(x, y):
    return x * y, x + y


# wrt: x, y
# example: normal(), normal()
# third
def tuple_result(x, y):
    p, s = both(x, y)
    return p * s


# example: normal()
def tuple_result_half_used(x):
    p, _ = both(x, x * x)
    return p * x


# example: normal()
def tuple_result_indexed(x):
    pair = both(x, x * x)
    return pair[0] * pair[1]


def scaled_in_place(a, s):
    a *= s
    a[0] = s


# wrt: x, s
# example: normal(4), normal()
def callee_mutates(x, s):
    y = x * x
    scaled_in_place(y, s)
    return np.sum(y * y)


def fill(target, source, k):
    for i in range(k):
        target[i] = source[i] * source[-1 - i]


# example: normal(5)
def callee_fills_a_buffer(x):
    out = np.zeros(5)
    fill(out, x, 3)
    return np.sum(out * x)


def step_and_return(state, rate):
    state[1:] += rate * state[:-1]
    return state


# wrt: x, rate
# example: normal(4), normal()
def callee_mutates_and_returns(x, rate):
    y = x.copy()
    z = step_and_return(y, rate)
    z = step_and_return(z, rate)
    return np.sum(y * z)


def return_the_argument(x):
    return x


# may refuse: the result shares memory with the argument
# example: normal(4)
def store_through_a_returned_argument(x):
    y = x * x
    z = return_the_argument(y)
    z[0] = x[1]
    return np.sum(y * y)


def middle(x):
    return x[1:-1]


# may refuse: the result is a view of the argument
# example: normal(5)
def store_through_a_returned_view(x):
    y = x * x
    z = middle(y)
    z[0] = x[0] * 3.0
    return np.sum(y * y)


def with_counts(x, n, flag=False):
    y = 1.0
    for _ in range(n):
        y = y * x
    if flag:
        y = y + x
    return y


# example: normal(), 2
def integer_and_flag_arguments(x, n):
    return with_counts(x, n) + with_counts(x, 3, flag=True) * with_counts(x, n + 1)


def a_constant(n):
    return 1.0 / (n + 1)


# example: normal(), 2
def call_without_activity(x, n):
    return x * a_constant(n) + a_constant(3) * x * x


# example: normal()
def call_of_constant_arguments(x):
    return x * square(3.0)


def outer(x, y):
    return inner(x * y) + inner(x)


def inner(z):
    return np.sin(z) * z


# wrt: x, y
# example: normal(), normal()
# third
def call_depth_two(x, y):
    return outer(x, y) * outer(y, x)


def overwrites_its_scalar(x):
    x = x * x
    x += 1.0
    return x


# example: normal()
def callee_rebinds_its_argument(x):
    y = overwrites_its_scalar(x)
    return y * x


def rebinds_its_array(x):
    x = x * x
    x += 1.0
    return x


# example: normal(3)
def callee_rebinds_its_array(x):
    y = rebinds_its_array(x)
    return np.sum(y * x)


def clamp(x):
    if x > 1.0:
        return 1.0
    return x


# example: 0.5
def callee_returns_early(x):
    return clamp(x) * x + clamp(x * 10.0) * x


def predict(w, b, x):
    return x @ w + b


# wrt: w, b
# example: normal(3), normal(), normal(5, 3), normal(5)
# third
def regression(w, b, x, y, penalty=0.1):
    residual = predict(w, b, x) - y
    # mean squared error, plus weight decay
    return np.mean(residual**2) + penalty * np.sum(w**2)


# example: normal(4)
def called_on_slices(x):
    y = np.zeros(4)
    y[:2] = square(x[2:])
    y[2:] = square(x[:2]) * y[:2]
    return np.sum(y)


def add_into(total, value):
    total += value
    return total


# may refuse: the callee stores into an argument and returns it
# example: normal(3), 3
def accumulate_by_a_callee(x, n):
    total = np.zeros(3)
    for i in range(n):
        total = add_into(total, x * (i + 1))
    return np.sum(total * total)


def copy_first_into_second(a, b):
    b[:] = a
    b[0] = b[1] * a[2]


# wrt: x, y
# example: normal(3), normal(3)
# of: y
def callee_mutates_the_argument(x, y):
    y *= 2.0
    copy_first_into_second(x * y, y)


def store_reads_other(a, b):
    a[0] = b[1]
    a[1] = b[0] * b[0]


# may refuse: the two arguments of the callee are one array
# example: normal(3)
def aliased_inside(x):
    y = x * x
    store_reads_other(y, y)
    return np.sum(y * x)


# may refuse: the two arguments of the callee share memory
# example: normal(4)
def aliased_slices_inside(x):
    y = x * x
    store_reads_other(y[1:], y[:-1])
    return np.sum(y * x)


# example: normal(4)
def disjoint_slices_inside(x):
    y = x * x
    z = x * 2.0
    store_reads_other(y[:2], z[2:])
    return np.sum(y * z)


# example: normal(), 3
def recursive(x, n):
    if n == 0:
        return x
    return recursive(x, n - 1) * x


def nested_result(x):
    return x * x, (x + 1.0, (x * 3.0, 2))


# example: normal()
# third
def nested_tuple_result(x):
    value, (a, rest) = nested_result(x)
    return value * a * rest[0] * rest[1]


# example: normal()
def nested_tuple_result_unpacked(x):
    value, (a, (b, n)) = nested_result(x)
    return value * a * b * n


def of_a_pair(pair, scale):
    a, b = pair
    return a * b * scale


# example: normal(), 2.0
def tuple_passed_on(x, scale):
    pair = nested_result(x)[1][1]
    return of_a_pair(pair, scale) * of_a_pair((x, x * x), scale)


# wrt: x, s
# example: positive(), normal(), 2
def calls_in_a_chain_of_conditionals(x, s, k):
    y = square(x) if k > 2 else product(x, s) if k > 1 else -s
    y += affine(y, s) if y > 100.0 else square(s) * 0.5
    z = x and square(x * s)
    return product(y, z) if z > 0.0 else -affine(y, 3.0)


# example: normal(4), 3
def calls_in_a_conditional_in_a_loop(x, n):
    total = 0.0
    for k in range(n):
        total += np.sum(square(x)) * k if k > 1 else np.sum(product(x, 2.0))
    return total


def rows(x, w):
    out = np.empty((x.shape[0], w.shape[1]))
    for i in range(x.shape[0]):
        out[i] = x[i] @ w
    return out


# wrt: x, u, v, b
# example: normal(3, 2), normal(2, 4), normal(4, 1), normal(4)
def results_of_other_shapes(x, u, v, b):
    y = np.tanh(rows(x, u) + b)
    z = rows(y, v)
    return np.sum(y * z)


# wrt: x, y
# example: normal(3, 1), normal(3)
def arguments_of_other_shapes(x, y):
    return np.sum(affine(x, 2.0) * affine(y, 3.0) + affine(x, 0.5))


# wrt: x
# example: normal(1)
def a_result_that_grows(x):
    y = affine(x, 2.0)
    for i in range(3):
        y = affine(np.append(y, y[0]), 0.5)
    return np.sum(y * y)


def gated(hidden, memory, x):
    memory = memory * np.tanh(x) + hidden
    for i in range(2):
        row = memory * x
        hidden = hidden * row
    return hidden * memory, memory


# wrt: state, x
# example: normal(4, 3), normal(3)
def arguments_that_are_rows_written_later(state, x):
    s = state.copy()
    total = 0.0
    for t in range(2):
        y = x
        for i in range(0, 4, 2):
            y, s[i + 1] = gated(s[i], s[i + 1], y)
            s[i] = y
        total = total + np.sum(y * y)
    return total


def weighted_rows(a):
    total = 0.0
    for i in range(a.shape[0]):
        row = a[i]
        total = total + np.sum(row * row * row)
    return total


# wrt: x
# example: normal(3, 2)
def an_argument_whose_rows_are_taped(x):
    y = x * 2.0
    total = weighted_rows(y)
    y[0] = 1.0
    return total + weighted_rows(y)
