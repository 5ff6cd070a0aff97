"""Views: names that share memory with others."""

import numpy as np


# wrt: x, s
# example: normal(5), normal()
# third
def store_through_a_slice(x, s):
    a = x * x
    b = a[1:3]
    b[0] = s
    return np.sum(a * a)


# wrt: x, s
# example: normal(6), normal()
def store_through_a_slice_of_a_slice(x, s):
    a = x * x
    a[1:][1:3][0] = s
    return np.sum(a * a)


# wrt: x, s
# example: normal(6), normal()
def view_of_a_view(x, s):
    a = x * x
    b = a[1:]
    c = b[1:3]
    c[0] = s
    c *= 2.0
    return np.sum(a * b[0]) + np.sum(b * b)


# example: normal(5)
def read_the_view_after_a_store(x):
    a = x * x
    b = a[1:4]
    a[2] = x[0]
    return np.sum(b * b * b)


# example: normal(5)
def view_updated_in_place(x):
    a = x * x
    b = a[1:4]
    b += x[:3]
    b *= b
    return np.sum(a)


# example: normal(5)
def view_rebound_leaves_the_base(x):
    a = x * x
    b = a[1:4]
    b = b + 1.0
    b[0] = 7.0
    return np.sum(a) * np.sum(b)


# example: normal(5)
def two_overlapping_views(x):
    a = x * x
    b = a[:3]
    c = a[2:]
    b[2] = x[0] * 5.0
    c[0] *= x[1]
    c += 1.0
    return np.sum(b * b) + np.sum(c * a[0])


# example: normal(3, 4)
def store_through_the_transpose(x):
    a = x * x
    b = a.T
    b[1, 2] = x[0, 0]
    b[0] += x[:, 1]
    return np.sum(a * a)


# example: normal(3, 4)
def store_through_a_row(x):
    a = x * x
    row = a[1]
    row[2] = x[0, 0] * x[2, 2]
    row[:2] += row[2:]
    return np.sum(a * a)


# example: normal(3, 4)
def store_through_a_column(x):
    a = x * x
    column = a[:, 1]
    column[:] = x[:, 0] * column
    return np.sum(a * a)


# example: normal(3, 4)
# may refuse untyped: an item of a vector is a number, of a matrix a view
def store_through_rows_of_a_loop(x):
    a = x * x
    for row in a:
        row[0] = row[1] * row[2]
        row *= 0.5
    return np.sum(a * a)


# example: normal(6)
# may refuse: whether reshape makes a view depends on strides
def store_through_a_reshape(x):
    a = x * x
    b = a.reshape(2, 3)
    b[1, 0] = x[0] * 2.0
    b[0] *= b[1]
    return np.sum(a * a)


# example: normal(2, 3)
# may refuse: whether ravel makes a view depends on strides
def store_through_a_ravel(x):
    a = x * x
    b = a.ravel()
    b[4] = x[0, 0] * 2.0
    return np.sum(a * a)


# example: normal(2, 3)
# may refuse: ravel of a transpose copies
def store_through_a_ravel_of_a_transpose(x):
    a = x * x
    b = a.T.ravel()
    b[4] = x[0, 0] * 2.0
    return np.sum(a * a) + np.sum(b * b)


# example: normal(2, 3)
def flatten_copies(x):
    a = x * x
    b = a.flatten()
    b[4] = x[0, 0] * 2.0
    return np.sum(a * a) * np.sum(b)


# example: normal(5)
def fancy_index_copies(x):
    a = x * x
    b = a[np.array([0, 2])]
    b[0] = 7.0 * x[1]
    b += 1.0
    return np.sum(a * a) + b[0] * b[1]


# example: normal(5)
def mask_copies(x):
    a = x * x
    b = a[a > 0]
    b[0] = 7.0 * x[1]
    return np.sum(a * a) + b[0] * b[1]


# example: normal(5)
def copy_of_a_view(x):
    a = x * x
    b = a[1:4].copy()
    b[0] = 7.0 * x[1]
    a[2] = 3.0
    return np.sum(a * a) + np.sum(b * b)


# example: normal(4)
def two_names_one_buffer(x):
    a = x * x
    b = a
    b[0] = x[1]
    a[1] = b[0] * 2.0
    return np.sum(a * b)


# example: normal(4)
def name_then_store_then_name(x):
    a = x * x
    b = a
    a = a * 2.0
    b[0] = 9.0
    a[1] = b[1]
    return np.sum(a * b)


# example: normal(6), 4
# may refuse: overlapping views that a loop keeps
def view_kept_across_trips(x, n):
    a = x * 1.0
    left = a[:-1]
    right = a[1:]
    for _ in range(n):
        left += 0.1 * right * right
        right *= 0.9
    return np.sum(a * a)


# example: normal(6), 3
def view_made_in_each_trip(x, n):
    a = x * 1.0
    for i in range(n):
        part = a[i : i + 2]
        part[0] = part[1] * x[i]
        part += a[-1]
    return np.sum(a * a)


# example: normal(6), 3
# may refuse: where the view was made is known only when it runs
def last_view_used_after_the_loop(x, n):
    a = x * 1.0
    for i in range(n):
        part = a[i : i + 2]
        part *= 2.0
    part[0] = x[5] * x[4]
    return np.sum(a * a)


# wrt: x, y
# example: normal(4), normal(4)
# third
def ping_pong(x, y):
    a = x * 1.0
    b = y * 1.0
    for _ in range(3):
        b[:] = np.sin(a) * b
        a, b = b, a
    return np.sum(a * a * b)


# wrt: x, y
# example: normal(4), normal(4)
def swapped_and_both_stored(x, y):
    a = x * 1.0
    b = y * 1.0
    for i in range(3):
        a, b = b, a
        a[i] = b[i] * b[0]
        b[0] = a[1] + 1.0
    return np.sum(a * b) + np.sum(a)


# wrt: x, y
# example: normal(4), normal(4)
def swapped_once_and_stored(x, y):
    a = x * 1.0
    b = y * 1.0
    a, b = b, a
    a[0] = b[1] * 2.0
    b += a
    return np.sum(a * a) + np.sum(b * b * b)


# may refuse: which buffer is stored to depends on the data
# wrt: x, y
# example: normal(4), normal(4), 3
def swapped_in_a_branch(x, y, n):
    a = x * 1.0
    b = y * 1.0
    for i in range(n):
        if i == 1:
            a, b = b, a
        a[i] = b[i] * b[0]
    return np.sum(a * a * b)


# example: normal(4), 3
def three_buffers_rotate(x, n):
    older = x * 1.0
    old = x * 0.5
    new = np.zeros(4)
    for _ in range(n):
        new[1:-1] = 2.0 * old[1:-1] - older[1:-1] + 0.1 * (old[2:] - old[:-2])
        older, old, new = old, new, older
    return np.sum(old * old)


# example: normal(4), 3
def name_shared_then_separate(x, n):
    a = x * 1.0
    b = a
    for _ in range(n):
        b = b * 2.0
        b[0] = a[1]
    return np.sum(a * b)


# example: normal(5), 3
# third
def gauss_seidel(x, n):
    u = x * 1.0
    for _ in range(n):
        for i in range(1, 4):
            u[i] = 0.5 * (u[i - 1] + u[i + 1]) + 0.01 * u[i] ** 2
    return np.sum(u * u)


# example: normal(4)
# may refuse untyped: np.asarray of a number or a list makes a new array
def asarray_is_the_same_array(x):
    a = x * x
    b = np.asarray(a)
    b[0] = x[1]
    return np.sum(a * b)


# example: normal(4)
def array_copies(x):
    a = x * x
    b = np.array(a)
    b[0] = x[1]
    return np.sum(a * b)


# example: normal(4)
def view_of_an_argument(x):
    b = x[1:3]
    b *= 2.0
    return np.sum(x * x * x)


# example: normal(4, 4)
def diagonal_blocks(x):
    a = x * x
    top = a[:2, :2]
    low = a[2:, 2:]
    top += low
    low *= top
    return np.sum(a * a)


# example: normal(6)
def interleaved_views(x):
    a = x * x
    even = a[::2]
    odd = a[1::2]
    even += odd
    odd -= 0.5 * even
    return np.sum(a * a)


# example: normal(5)
def reversed_view(x):
    a = x * x
    b = a[::-1]
    b[0] = x[1]
    b[1:] += b[:-1]
    return np.sum(a * a)


# example: normal(4)
def store_of_a_view_of_itself(x):
    a = x * x
    b = a[1:]
    a[:-1] = b
    return np.sum(a * a) + np.sum(b)


# example: normal(3, 4)
# may refuse untyped: an item of a vector is a number, of a matrix a view
def transposed_then_row(x):
    a = x * x
    c = a.T[1]
    c[0] = x[0, 0]
    c *= 2.0
    return np.sum(a * a)


# example: normal(4)
def new_axis_view(x):
    a = x * x
    b = a[:, None]
    b[0, 0] = x[1]
    b *= 2.0
    return np.sum(a * a)


# example: normal(1, 4)
# may refuse: squeeze makes a view
def squeezed_view(x):
    a = x * x
    b = a.squeeze()
    b[0] = x[0, 1]
    return np.sum(a * a)


# example: normal(4)
def alias_of_an_argument(x):
    y = x
    y[0] = x[1] * x[2]
    x[3] = y[0]
    return np.sum(x * y)


# example: normal(4)
# may refuse untyped: an item of a vector is a number, of a matrix a view
def scalar_read_is_not_a_view(x):
    a = x * x
    s = a[1]
    a[1] = 5.0
    s += 1.0
    return np.sum(a) * s


# example: normal(3, 3), 1
def stored_to_under_another_name(a, k):
    col = a[:, 0]
    row = a[k]
    a[k] = row * col
    return np.sum(a * a)


# example: normal(3, 3), 1
def stored_to_under_a_chosen_name(a, k):
    row = a[k] if k < 3 else a[0]
    col = a[:, k + 2] if k + 2 < 3 else a[:, 0]
    a[k] = row * col * row
    return np.sum(a * a)


# wrt: x
# example: normal(6)
def counted_from_the_end_of_a_part(x):
    part, turned = x[1:4], x[::-1]
    total = 0.0
    for i in range(3):
        total = total + part[i - 1] * turned[i - 2] * (i + 1.0) + x[2:][-i] * x[i - 3]
    return total


# wrt: x
# example: normal(6)
def stores_counted_from_the_end_of_a_part(x):
    y = x.copy()
    part = y[1:5]
    for i in range(4):
        part[i - 2] *= x[i] + 2.0
        y[::-1][i - 1] += part[-i] * 0.5
    return np.sum(y * y)


# wrt: x
# example: normal(5)
def places_counted_from_the_end_of_a_part(x):
    places = np.array([-1, 0, -3, 1])
    part = x[1:4]
    y = x[::-1].copy()
    y[1:4][places] += x[places]
    return np.sum(part[places] * np.arange(4.0)) + np.sum(y * y)


# wrt: a
# example: normal(3, 4)
def places_along_an_axis_from_the_end(a):
    places = np.array([[-1], [0], [-2]])
    taken = np.take_along_axis(a, places, axis=1)
    return np.sum(taken * taken) + np.sum(np.take(a[:, 1:], np.array([-1, -3]), axis=1))
