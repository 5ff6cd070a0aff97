"""Names of the source that an emitted module would like to use itself."""

import numpy as np


# example: normal(3)
# third
def bar_of_an_argument(x):
    x_bar = x * x
    x_dot = x_bar + x
    return np.sum(x_bar * x_dot)


# wrt: x, x_bar
# example: normal(), normal()
# third
def argument_called_bar(x, x_bar):
    return x * x_bar * x_bar


# wrt: x, x_dot
# example: normal(), normal()
def argument_called_dot(x, x_dot):
    return x * x_dot * x_dot


# example: normal()
def own_name_forward(x):
    own_name_forward_forward = x * x
    own_name_forward_backward = own_name_forward_forward * x
    return own_name_forward_backward


# example: normal()
def loss(x):
    loss_forward = x * x
    loss_backward = loss_forward * x
    loss_grad = loss_backward + loss_forward
    return loss_grad


# example: normal(), 3
# third
def tape_and_saved(x, n):
    x_tape = x
    saved = x * 2.0
    for _ in range(n):
        x_tape = x_tape * x
        saved = saved + x_tape * saved
    return saved


# example: normal()
def value(x):
    value = x * x
    value_bar = value * x
    return value_bar + value


# wrt: value, value_bar
# example: normal(), normal()
def arguments_called_value(value, value_bar):
    return value * value_bar * value_bar


# wrt: saved
# example: normal(), 3
def argument_called_saved(saved, tape):
    for _ in range(tape):
        saved = saved * saved + 0.1
    return saved


# example: normal(4)
def term(x):
    term_bar = x * 2.0
    term = np.sum(term_bar * x)
    terms = term * term
    return terms


# example: 0.4, 3
def branch_and_step(x, step):
    branch = x * x
    branch_tape = branch
    for step in range(step):
        if branch > 0.1:
            branch = branch * x
        branch_tape = branch_tape + branch
    return branch_tape


# example: normal(4)
def out(x):
    out = np.zeros(4)
    out[1:] = x[:-1] * x[1:]
    return np.sum(out)


# example: normal(3, 4), normal(4)
def unbroadcast(unbroadcast, sum_to):
    return np.sum(unbroadcast * sum_to)


# example: normal(4), np.array([0, 1, 1])
def helper_names(x, index):
    add_at = x[index]
    accumulate = add_at * add_at
    un_broadcast = accumulate + 1.0
    return np.sum(un_broadcast)


# example: normal()
def np_(x):
    np_ = x * x
    return np.sin(np_)


# example: normal(), normal()
def underscore_names(x, _):
    _x = x * x
    __ = _x + x
    return _x * __


# example: normal()
def builtin_names(x):
    sum = x * x
    list = sum + 1.0
    range = list * x
    len = range
    return len * sum


# example: normal(3), 2
def builtin_names_with_a_loop(x, n):
    reversed = x * 1.0
    zip = 0.0
    for _ in range(n):
        reversed = reversed * x
        zip = zip + np.sum(reversed)
    return zip


# example: normal(3)
def numbered_names(x):
    x_1 = x * x
    x_2 = x_1 * x
    x_bar_2 = x_2 + x_1
    x = x_bar_2 * x
    x_old = x
    return np.sum(x * x_old)


# wrt: direction, seed
# example: normal(3), normal(3)
def seed_names(direction, seed):
    cotangent = direction * seed
    return np.sum(cotangent * cotangent)


# example: normal()
def unicode_names(x):
    été = x * x
    λ = été + x
    return λ * été


# example: normal()
def match(x):
    match = x * x
    case = match + x
    type = case * 2.0
    return type * match


def predict(x):
    return x * x


# example: normal()
def function_and_variable(x):
    y = predict(x)
    predict_forward = y * x
    predict_bar = predict_forward + y
    return predict_bar


def inner_forward(x):
    return x * 3.0


def inner(x):
    return inner_forward(x) * x


def inner_backward(x):
    return x * x * x


# example: normal()
# third
def functions_with_the_tool_s_names(x):
    return inner(x) * inner_backward(x)


def clash_forward(x):
    return x * x * 2.0


# example: normal()
# third
def clash(x):
    return clash_forward(x) * x


# example: normal()
def x(x):
    return x * x


# example: normal(3), 2
def i_and_j_taken(x, i):
    n = 0
    total = 0.0
    for j in range(i):
        for k in range(j + 1):
            total = total + x[j] * x[k] * total + x[k]
            n = n + 1
    return total * n


# wrt: x, y
# example: normal(3), normal(3)
# third
def variables_called_term(x, y):
    term = x * y
    term_2 = np.concatenate((term * x, np.sin(term) * y))
    return np.sum(np.concatenate((term, term_2)) ** 2)
