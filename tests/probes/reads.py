"""Reading parts of arrays."""

import numpy as np


# example: normal(5)
# third
def constant_indices(x):
    return x[0] * x[-1] + x[2] * x[2]


# example: normal(5), 3
def variable_index(x, i):
    return x[i] * x[i - 1] * x[-i] * x[i % 2]


# example: normal(3, 4)
def two_indices(a):
    return a[0, 1] * a[-1, -2] + a[1][2]


# example: normal(3, 4), 1
def row_and_column(a, j):
    return np.sum(a[j] * a[0]) + np.sum(a[:, j] * a[:, -1])


# example: normal(7)
def slices(x):
    return np.sum(x[1:] * x[:-1]) + np.sum(x[2:5] * x[-3:]) + np.sum(x[:] * x)


# example: normal(8)
def strided(x):
    return np.sum(x[::2] * x[1::2]) + np.sum(x[1:7:3] ** 2)


# example: normal(6)
def negative_stride(x):
    return np.sum(x[::-1] * x * np.arange(6.0)) + np.sum(x[4:1:-1] ** 3)


# example: normal(6)
def beyond_the_end(x):
    return np.sum(x[2:100] * x[:4]) + np.sum(x[-50:3] ** 2)


# example: normal(6)
def empty_slice(x):
    return np.sum(x[4:4]) + np.sum(x[5:2] * 3.0) + np.sum(x * x)


# example: normal(2, 3, 4)
def ellipsis(a):
    return np.sum(a[..., 0] * a[..., -1]) + np.sum(a[1, ...] ** 2) + np.sum(a[...] * a)


# example: normal(4)
def new_axes(x):
    return np.sum(x[:, None] * x[None, :] * np.arange(16.0).reshape(4, 4)) + np.sum(
        x[np.newaxis] ** 2
    )


# example: normal(3, 4)
def new_axis_and_slice(a):
    return np.sum(a[:, None, 1:] * a[None, :, :-1])


# example: normal(6)
def mask(x):
    return np.sum(x[x > 0] ** 2) + np.sum(x[x < -0.5])


# example: normal(6)
def mask_with_a_name(x):
    keep = np.abs(x) > 0.3
    y = x[keep]
    return np.sum(y * y * y)


# example: normal(3, 4)
def mask_of_a_matrix(a):
    return np.sum(a[a > 0] ** 2) + np.sum(a[np.array([True, False, True])] ** 3)


# example: normal(6), np.array([0, 2, 2, 5, -1])
# third
def gather_with_repeats(x, idx):
    return np.sum(x[idx] ** 2 * np.arange(5.0))


# example: normal(6)
def gather_by_a_list(x):
    return np.sum(x[[0, 0, 3]] ** 2)


# example: normal(4, 3), np.array([2, 0, 2])
def gather_rows(a, idx):
    return np.sum(a[idx] ** 2 * np.arange(9.0).reshape(3, 3))


# example: normal(4, 3), np.array([2, 0, 2, 1])
def pick_one_per_row(a, labels):
    return np.sum(a[np.arange(4), labels] ** 2)


# example: normal(4, 3), np.array([1, 1])
def mixed_index(a, idx):
    return np.sum(a[1:, idx] ** 2) + np.sum(a[idx, 0] * a[0, idx])


# example: normal(6), np.array([[0, 1], [1, 5]])
def gather_by_a_matrix(x, idx):
    return np.sum(x[idx] ** 3)


# example: normal(6)
def computed_index(x):
    k = int(np.argmax(np.array([0.1, 0.9, 0.3])))
    return x[k] * x[k + 1] * x[len(x) // 2]


# example: np.array([0.3, 1.7, 0.9])
def argmax_of_the_data(x):
    return x[np.argmax(x)] * x[np.argmin(x)]


# example: normal(5)
def slice_of_a_slice(x):
    return np.sum(x[1:][:-1] * x[1:-1]) + x[2:][0] * x[::2][1]


# example: normal(5)
def index_of_an_expression(x):
    return (x * x)[2] + np.cumsum(x)[-1] * np.exp(x)[0]


# example: normal(4, 4)
def block(a):
    return np.sum(a[1:3, :2] * a[2:, 2:]) + np.sum(a[::2, ::-1])


# example: normal(4, 4)
def diagonal_by_loop(a):
    total = 1.0
    for i in range(4):
        total = total * a[i, i] + a[i, -1 - i]
    return total


# example: normal(5), 3
def slices_in_a_loop(x, n):
    total = 0.0
    for i in range(n):
        total = total + np.sum(x[i : i + 2] * x[i + 1 : i + 3]) * total + x[i]
    return total


# example: normal(5), 0, 2
def slice_with_computed_bounds(x, lo, width):
    return np.sum(x[lo : lo + width] * x[-width:])


# example: normal(5), slice(1, 4)
def slice_as_an_argument(x, part):
    return np.sum(x[part] ** 2)


# example: normal(2, 3, 4)
def three_dimensions(a):
    return np.sum(a[:, 1] * a[:, 2]) + np.sum(a[0, :, 3] * a[1, :, 0]) + a[1, 2, 3]
