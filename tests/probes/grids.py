"""Arrays put together and counted by subscripts: r_, c_, mgrid, ogrid, ix_."""

import numpy as np


# wrt: x, s
# example: normal(3), normal()
def joined_by_r(x, s):
    y = np.r_[x, s, 0.0, x * x]
    return np.sum(y * y[::-1])


# example: normal(3)
def counted_by_r(x):
    return np.sum(np.r_[x, 1:4] * np.r_[0:1:6j]) + np.sum(np.r_[0.5, x[:2], [1.0, 2.0]])


# wrt: a, b
# example: normal(2, 3), normal(1, 3)
def rows_by_r(a, b):
    return np.sum(np.r_[a, b] ** 2)


# wrt: x, a
# example: normal(3), normal(3, 2)
def columns_by_c(x, a):
    b = np.c_[np.ones(3), x, a]
    return np.sum(b * b * np.arange(4.0))


# example: normal()
def ends_by_mgrid(s):
    y, x = np.mgrid[0:3, 0:4]
    z = np.mgrid[0:1:3j] * s
    return np.sum(np.sin(s * x) * y) + np.sum(z * z)


# example: normal(4, 3)
def open_grid(a):
    i, j = np.ogrid[0:2, 0:3]
    rows, columns = np.ix_([0, 2], [1, 2])
    return np.sum(a[i, j] ** 2) + np.sum(a[rows, columns] ** 3)


# wrt: x, y
# example: normal(3), normal(2)
def grid_of_active_vectors(x, y):
    a, b = np.meshgrid(x, y)
    c, d = np.meshgrid(x, y, indexing="ij")
    return np.sum(a * a * b) + np.sum(np.sin(c) * d * d)
