"""Comprehensions and generator expressions: loops of their own, or item by item."""

import numpy as np

TABLE = 3


# example: normal(5)
# third
def sum_of_squares(x):
    return sum(v * v for v in x)


# example: normal(5)
# third
def list_of_sines(x):
    ys = [np.sin(v) * v for v in x]
    total = 0.0
    for k in range(len(ys)):
        total = total + ys[k] * (k + 1)
    return total


# example: normal(5)
def array_of_list(x):
    y = np.array([x[i] * x[i - 1] for i in range(len(x))])
    return np.sum(y * y)


# example: normal(5)
def filtered(x):
    kept = [v * v for v in x if v > 0.0 if v < 2.0]
    return sum(kept) + len(kept)


# example: normal(4, 3)
# third
def stacked_rows(a):
    rows = np.stack([np.sin(row) * row[0] for row in a])
    return np.sum(rows * a)


# example: normal(4, 3)
def nested_clauses(a):
    return sum(a[i, j] * a[i, j - 1] for i in range(4) for j in range(3) if i != j)


# example: normal(4, 3)
def nested_lists(a):
    b = np.array([[a[i, j] * (i + j) for j in range(3)] for i in range(4)])
    return np.sum(b * b)


# example: normal(5)
def name_is_used_elsewhere(x):
    total = 0.0
    for i in range(3):
        part = sum(x[i] * x[i + 1] for i in range(2))
        total = total + part * x[i]
    return total


# example: normal(5)
def name_of_a_constant(x):
    y = [TABLE * x[0] for TABLE in range(3)]
    return sum(y) * TABLE


# example: normal(5)
def summed_with_a_start(x):
    start = x[1:3] * 2.0
    total = sum([x[i : i + 2] * i for i in range(3)], start)
    return np.sum(total * start)


def _layer(v, w):
    return np.tanh(v * w)


# example: normal(5), 0.7
# third
def calls_in_the_element(x, w):
    hidden = [_layer(v, w) for v in x]
    return np.sum(np.array(hidden)) * w


# example: normal(5), 0.7
def calls_summed(x, w):
    return sum(_layer(v, w) * v for v in x) + w


# example: normal(5), normal(5)
# wrt: x, y
def zipped(x, y):
    return sum(a * b for a, b in zip(x, y)) + sum(k * v for k, v in enumerate(x))


# example: normal(3), normal(3)
# wrt: x, y
def of_known_items(x, y):
    parts = [np.sum(v * v) for v in (x, y)]
    return parts[0] * parts[1] + sum(np.sum(v) for v in (x, y))


# example: normal(5)
def largest_of(x):
    return max(v * v for v in x) + min([v * 2.0 for v in x])


# example: normal(5)
def tests_on_all(x):
    if all(v < 10.0 for v in x) and any(v > -10.0 for v in x[:2]):
        return np.sum(x * x)
    return x[0]


# example: normal(5), None
def tests_that_may_not_be_asked(x, weights):
    if weights is None or sum(weights[i] for i in range(5)) > 0.0 or x[0] > 5.0:
        y = x * 2.0
    elif len(x) > 3 and all(v > 0.0 for v in x):
        y = x
    else:
        y = x * 3.0
    return np.sum(y * y)


# example: normal(5)
def asserts_on_all(x):
    assert all(v < 100.0 for v in x), [v for v in x]
    return np.sum(x * x)


# example: normal(5)
def in_a_loop(x):
    total = x[0]
    for k in range(3):
        terms = [v * total for v in x if v > 0.1 * k]
        total = np.sin(sum(terms)) + k
    return total


# example: normal(5)
def passive_indices(x):
    places = [i for i in range(len(x)) if i % 2 == 0]
    return sum(x[i] * x[i] for i in places) + np.sum(x[places])


# example: normal(5)
def over_a_generator_in_for(x):
    total = 1.0
    for v in [u * u for u in x]:
        total = total * v + v
    return total


# example: normal(4)
def in_a_branch(x):
    if x[0] < 10.0:
        y = [v * v for v in x]  # squares
    else:
        y = [v for v in x]
    return sum(y) * x[1]


# example: normal(5)
def several_lines(x):
    # of neighbours
    y = np.array(
        [
            x[i] * x[i + 1]  # a product
            for i in range(4)
            if i != 2
        ]
    )
    return np.sum(y)


# example: normal(6)
def concatenated(x):
    y = np.concatenate([x[i : i + 2] * x[i] for i in range(0, 6, 2)])
    return np.sum(y * y)


# example: normal(5)
def conditional_element(x):
    y = [v if v > 0 else 0.1 * v for v in x]
    return np.sum(np.array(y) * x)


# example: normal(4), normal(4)
# wrt: x, y
def tuples_in_the_list(x, y):
    pairs = [(a * b, a + b) for a, b in zip(x, y)]
    total = 0.0
    for p, q in pairs:
        total = total + p * q
    return total


# example: normal(4)
def empty_range(x):
    y = [v * v for v in x[:0]]
    return sum(y) + sum(v for v in x[4:]) + x[0] * x[1]


# example: normal(4)
def list_of_generator(x):
    y = list(v * v for v in x)
    z = tuple(v * 2.0 for v in x)
    return y[0] * z[1] + y[2] * z[3]
