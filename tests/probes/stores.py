"""Storing into arrays, by each kind of index."""

import numpy as np


# example: normal(4)
# third
def one_element(x):
    y = x * x
    y[1] = x[0] * 3.0
    return np.sum(y * y)


# wrt: x, s
# example: normal(4), normal()
def scalar_into_element(x, s):
    y = x * 2.0
    y[-1] = s * s
    return np.sum(y * x)


# example: normal(4)
def reads_what_it_overwrites(x):
    y = x * 1.0
    y[1] = y[1] * y[1] * y[0]
    return np.sum(y * y)


# example: normal(4)
def constant_over_a_value(x):
    y = x * x
    y[2] = 0.0
    return np.sum(y * x)


# wrt: x, s
# example: normal(4), normal()
def scalar_into_all(x, s):
    y = x * x
    y[:] = s
    return np.sum(y * x)


# wrt: x, s
# example: normal(4), normal()
def scalar_into_a_slice(x, s):
    y = x * x
    y[1:3] = s * x[0]
    return np.sum(y * x)


# wrt: a, r
# example: normal(3, 4), normal(4)
def row_into_all_rows(a, r):
    b = a * a
    b[1:] = r
    return np.sum(b * a)


# example: normal(3, 4)
def row_and_column(a):
    b = a * 2.0
    b[1] = a[0] * a[2]
    b[:, 2] = b[:, 0] * 3.0
    b[0, 0] = b[1, 2]
    return np.sum(b * b)


# example: normal(5)
# third
def overlapping_shift(a):
    b = a * 1.0
    b[1:] = b[:-1]
    return np.sum(b * b * np.arange(5.0))


# example: normal(5)
def overlapping_shift_down(a):
    b = a * 1.0
    b[:-1] = b[1:] * 2.0
    return np.sum(b * b * np.arange(5.0))


# example: normal(5)
def overlapping_add(a):
    b = a * 1.0
    b[1:] += b[:-1]
    return np.sum(b * b * np.arange(5.0))


# wrt: a, c
# example: normal(5), normal(), 4
# may refuse: np.flip
def flip_of_itself(a, c, k):
    b = a * 1.0
    b[:k] += c * np.flip(b[:k])
    return np.sum(b * b)


# example: normal(5)
def reversed_onto_itself(a):
    b = a * 1.0
    b[:] = b[::-1] * b
    return np.sum(b * b * np.arange(5.0))


# example: normal(5)
def augmented_slices(x):
    y = x * x
    y[1:] += x[:-1]
    y[:2] *= x[3:]
    y[2:4] -= y[:2]
    y[::2] /= x[0]
    return np.sum(y * y)


# wrt: a, v
# example: normal(4), normal(5), np.array([0, 2, 2, 0, 3])
# third
def augmented_by_repeated_index(a, v, idx):
    b = a * 2.0
    b[idx] += v
    return np.sum(b * b)


# wrt: a, v
# example: normal(4), normal(), np.array([1, 1, 3])
def augmented_scalar_by_repeated_index(a, v, idx):
    b = a * 2.0
    b[idx] += v * v
    return np.sum(b * b)


# wrt: a, v
# example: normal(4), normal(4), np.array([1, 1, 3, 0])
def multiplied_by_repeated_index(a, v, idx):
    b = a * 2.0
    b[idx] *= v
    return np.sum(b * b)


# wrt: a, v
# example: normal(4), normal(3), np.array([1, 1, 3])
def stored_by_repeated_index(a, v, idx):
    b = a * 2.0
    b[idx] = v
    return np.sum(b * b)


# wrt: a, v
# example: normal(4), normal(3), np.array([2, 0, 3])
def stored_by_distinct_index(a, v, idx):
    b = a * 2.0
    b[idx] = v * b[idx]
    return np.sum(b * b)


# may refuse: np.add.at
# wrt: a, v
# example: normal(4), normal(5), np.array([0, 2, 2, 0, 3])
def add_at(a, v, idx):
    b = a * 2.0
    np.add.at(b, idx, v)
    return np.sum(b * b)


# wrt: a, v
# example: normal(4, 3), normal(4), np.array([0, 2, 2, 1])
def stored_one_per_row(a, v, labels):
    b = a * a
    b[np.arange(4), labels] -= v
    return np.sum(b * b)


# example: normal(6)
def masked_constant(x):
    y = x * x
    y[x < 0] = 0.0
    return np.sum(y * x)


# example: normal(6)
def masked_values(x):
    y = x * 2.0
    y[x < 0] = x[x < 0] ** 2
    y[y > 1.0] *= 0.5
    return np.sum(y * y)


# wrt: x, s
# example: normal(6), normal()
def masked_scalar(x, s):
    y = x * x
    keep = x > 0
    y[keep] = s * s
    y[~keep] += s
    return np.sum(y * x)


# example: normal(3, 4)
def masked_matrix(a):
    b = a * a
    b[a > 0.5] = 1.0
    b[a < 0] = -a[a < 0]
    return np.sum(b * a)


# example: normal(5), 1, 3
# third
# may refuse untyped: rows of a matrix would be views
def swap_elements(x, i, j):
    a = x * 1.0
    a[i], a[j] = a[j], a[i]
    return np.sum(a * a * np.arange(5.0))


# example: normal(4, 3)
def swap_rows_by_index(a):
    b = a * 1.0
    b[[0, 2]] = b[[2, 0]]
    return np.sum(b * b * np.arange(12.0).reshape(4, 3))


# example: normal(4)
def tuple_into_elements(x):
    y = np.zeros(2)
    y[0], y[1] = x[0] * x[1], x[2] * x[3]
    return y[0] * y[1]


# example: normal(5)
def fill_zeros(x):
    y = np.zeros(5)
    for i in range(5):
        y[i] = x[i] * x[4 - i]
    return np.sum(y * y)


# example: normal(5)
def fill_empty(x):
    y = np.empty(5)
    y[0] = x[0]
    for i in range(1, 5):
        y[i] = y[i - 1] * x[i]
    return np.sum(y)


# example: normal(4)
def fill_matrix(x):
    n = x.shape[0]
    a = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            a[i, j] = x[i] * x[j] + i
    return np.sum(a * a)


# example: normal(5)
# third
def recurrence(x):
    y = x * 1.0
    for i in range(1, 5):
        y[i] = y[i] + 0.5 * y[i - 1] * y[i - 1]
    return y[-1]


# example: normal(5)
def recurrence_augmented(x):
    y = x * 1.0
    for i in range(1, 5):
        y[i] *= y[i - 1]
    return np.sum(y)


# example: normal(5)
def backward_recurrence(x):
    y = x * 1.0
    for i in range(3, -1, -1):
        y[i] -= x[i] * y[i + 1]
    return np.sum(y * y)


# example: normal(4), 3
def same_element_every_trip(x, n):
    y = x * 1.0
    for _ in range(n):
        y[0] = y[0] * y[1] + x[2]
    return np.sum(y)


# example: normal(4), 3
def whole_array_every_trip(x, n):
    y = x * 1.0
    for _ in range(n):
        y[:] = np.sin(y) * x
    return np.sum(y)


# example: normal(4), 3
def zeroed_every_trip(x, n):
    work = np.zeros(4)
    total = 0.0
    for i in range(n):
        work[:] = 0.0
        work[i] = x[i] * x[i]
        work[1:] += x[1:] * total
        total = total + np.sum(work)
    return total


# example: normal(4, 4)
def rows_in_a_loop(a):
    b = a * 1.0
    for i in range(1, 4):
        b[i] = b[i] * b[i - 1] + 1.0
        b[i, 0] += b[i, 1]
    return np.sum(b)


# example: normal(4, 4)
def columns_in_a_loop(a):
    b = a * 1.0
    for j in range(3):
        b[:, j + 1] -= b[:, j] * b[j, j]
    return np.sum(b * b)


# example: normal(4, 4)
def interior(a):
    b = a.copy()
    b[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])
    return np.sum(b * b)


# example: normal(6)
def in_one_of_two_places(x):
    y = np.zeros(6)
    for i in range(6):
        if x[i] > 0:
            y[i] = x[i] * x[i]
        else:
            y[5 - i] += x[i]
    return np.sum(y * y)


# example: normal(3, 2)
def ellipsis_store(a):
    b = a * a
    b[..., 0] = a[..., 1]
    b[...] = b * 2.0
    return np.sum(b * b)


# example: normal(4)
def new_axis_in_a_store(x):
    b = np.zeros((4, 4))
    b[:, 0] = x
    b[1:2] = x[None, :]
    b[:, 1:2] += x[:, None]
    return np.sum(b * b)


# example: normal(4)
def augmented_element_of_expression_index(x):
    y = x * 1.0
    for i in range(6):
        y[i % 4] += y[(i + 1) % 4] * 0.5
    return np.sum(y * y)


# example: normal(4)
def histogram_by_loop(x):
    bins = np.zeros(2)
    labels = np.array([0, 1, 0, 0])
    for i in range(4):
        bins[labels[i]] += x[i] ** 2
    return bins[0] * bins[1]


# example: normal(4)
def store_after_the_value_was_used(x):
    y = x * x
    z = y * x
    y[0] = 5.0
    return np.sum(z * y)


# example: normal(4)
def store_of_the_whole_from_itself(x):
    y = x * x
    y[:] = y
    y[...] += y
    return np.sum(y * x)


# example: normal(4)
def full_then_store(x):
    y = np.full(4, 2.0)
    y[1:3] = x[:2] * y[1:3]
    return np.sum(y * x)


# example: normal(3)
def integer_buffer_truncates(x):
    y = np.zeros(3, dtype=int)
    y[0] = 3.0 * x[0] + 10.25
    return np.sum(y * x)
