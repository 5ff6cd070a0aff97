"""Lists of arrays: joined, repeated, changed in place, and what shares memory with them."""

import numpy as np


# example: normal(3), 3
def repeated(x, n):
    rows = [x] * n
    rows = [*rows, x**2]
    rows[0] = x * 3.0
    return np.sum(sum(rows) * x)


# example: normal(3), 2
# may refuse untyped: `xs * n` may be of an array
def joined_and_repeated(x, n):
    rows = [x, np.sin(x)]
    rows = rows * n
    rows = rows + [x * 0.5]
    return np.sum(rows[0] * rows[3] ** 2) + np.sum(rows[-1])


# example: normal(3), 3
# may refuse untyped: an item may be a list
def extended(x, n):
    rows = [x]
    for i in range(n):
        rows.extend([x * i, x**2])
    total = np.zeros(3)
    for row in rows:
        total = total * 0.5 + row
    return np.sum(total**2)


# example: normal(3), 3
def inserted(x, n):
    rows = []
    for i in range(n):
        rows.insert(0, x * (i + 1.0))
    return np.sum(rows[0] ** 2 * rows[-1])


# example: normal(3), 4
def turned_round(x, n):
    rows = []
    for i in range(n):
        rows.append(np.sin(x * i))
    rows.reverse()
    return np.sum(rows[0] ** 2) + np.sum(rows[1] * x)


# example: normal(3)
def two_names_of_one_list(x):
    rows = []
    rows.append(x * 2.0)
    same = rows
    same.append(x)
    other = rows[:]
    other.append(x**2)
    return np.sum(rows[-1] ** 3) * len(rows) + np.sum(other[-1])


# example: normal(3)
def a_slice_is_another_list(x):
    rows = [x * 1.0, x * 2.0]
    rows.append(x)
    other = rows[:]
    other[0] = x**3
    return np.sum(rows[0] ** 2) + np.sum(other[0])


# example: normal(3)
# may refuse: a list and an array share memory
def stored_after_append(x):
    y = x * 1.0
    rows = []
    rows.append(y)
    y[0] = 7.0
    return np.sum(rows[0] ** 2)


# example: normal(3), 3
# may refuse: a list and an array share memory
def stored_in_the_next_trip(x, n):
    y = x * 1.0
    rows = []
    for i in range(n):
        y[0] = y[0] * 2.0
        rows.append(y)
    return np.sum(rows[0] ** 2)


# example: normal(3), 3
# may refuse: the items are one array
def one_array_many_times(x, n):
    y = x * 1.0
    rows = [y] * n
    y[0] = 5.0
    return np.sum(rows[0] ** 2) + np.sum(rows[1])


# example: normal(3), 3
# may refuse: the items are one array
def one_array_in_every_trip(x, n):
    y = x * 1.0
    rows = []
    for i in range(n):
        rows.append(y)
    rows[0][0] = 3.0
    return np.sum(rows[1] ** 2)


# example: normal(3), 3
# may refuse: the items are one array
def one_array_in_a_comprehension(x, n):
    y = x * 1.0
    rows = [y for i in range(n)]
    rows[0][0] = 3.0
    return np.sum(rows[1] ** 2)


# example: normal(3), 3
def rows_of_their_own(x, n):
    rows = []
    for i in range(n):
        row = x * (i + 1.0)
        rows.append(row)
    rows[0][0] = x[1] ** 2
    for i in range(1, n):
        rows[i][0] = rows[i - 1][0] * x[2]
    return np.sum(rows[-1] ** 2) + np.sum(rows[0])


# example: normal(3)
def an_item_with_a_name(x):
    rows = []
    rows.append(x * 1.0)
    first = rows[0]
    first[0] = x[1] ** 2
    return np.sum(rows[0] ** 2)


# example: normal(3), 3
# may refuse untyped: what is added may be an array
def an_item_changed_in_place(x, n):
    rows = [x * 1.0, x * 2.0]
    kept = rows[0]
    for i in range(n):
        rows[0] *= x
        rows[1] += x[0]
    return np.sum(kept**2) + np.sum(rows[1] ** 2)


# wrt: x, w
# example: normal(3), normal(3)
def one_cotangent_for_two_items(x, w):
    a = x * w
    rows = [a, a]
    rows.append(a * x)
    first = rows[0] ** 2
    return np.sum(first * rows[1]) + np.sum(rows[0] * rows[2])
