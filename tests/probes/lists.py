"""Lists and tuples of numbers and arrays."""

import numpy as np


# example: normal(3)
# may refuse: lists
def indexed(x):
    parts = [x, x * x, x + 1.0]
    return np.sum(parts[0] * parts[1] - parts[-1])


# example: normal(3)
def tuple_indexed(x):
    pair = (x * x, x + 1.0)
    return np.sum(pair[0] * pair[1])


# example: normal(4)
# may refuse: lists
def append_and_sum(x):
    values = []
    for i in range(4):
        values.append(x[i] * x[i])
    total = 0.0
    for value in values:
        total = total * 0.5 + value
    return total


# example: normal(4)
# may refuse: lists
def append_and_index(x):
    values = [x[0]]
    for i in range(1, 4):
        values.append(values[i - 1] * x[i] + values[-1])
    return values[-1] * values[1]


# example: normal(4)
# may refuse: lists
def array_of_a_list(x):
    values = []
    for i in range(4):
        values.append(np.sin(x[i]))
    return np.sum(np.array(values) * x)


# example: normal(3), 2
# may refuse: lists
def states_in_a_list(x, n):
    states = [x]
    for _ in range(n):
        states.append(np.tanh(states[-1] * x))
    return np.sum(states[0] * states[-1])


# example: [1.0, 2.0, -0.5]
# untyped: a list has no type here
# may refuse: a list as an argument
def list_as_an_argument(x):
    return x[0] * x[1] + x[2]


# example: (normal(3), normal(2))
# untyped: a tuple has no type here
# may refuse: a tuple as an argument
def tuple_as_an_argument(parameters):
    w, b = parameters
    return np.sum(w * w) * np.sum(b)


# example: normal(3)
# may refuse: a list of rows
def shared_items(x):
    y = x * x
    parts = [y, y]
    parts[0][0] = x[1]
    return np.sum(parts[1] * y)
