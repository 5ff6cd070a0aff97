"""Array methods and attributes."""

import numpy as np


# example: normal(3, 4)
def sums(a):
    return a.sum() * a.sum(axis=0).sum() + a.sum(axis=1, keepdims=True).sum()


# example: normal(3, 4)
def transposes(a):
    return np.sum(a.T @ a) + np.sum(a.transpose() * a.T) + np.sum(np.transpose(a) ** 3)


# example: normal(2, 3, 4)
def transpose_with_axes(a):
    b = a.transpose(2, 0, 1)
    c = np.transpose(a, (1, 0, 2))
    return np.sum(b[0] ** 2) + np.sum(c[0] ** 3)


# example: normal(3, 4)
def shape_and_size(a):
    n, m = a.shape
    k = a.shape[0] * a.ndim + a.size + len(a)
    return np.sum(a * a) * n / m + k * a[0, 0]


# wrt: a, x
# example: normal(3, 4), normal(4)
def dot(a, x):
    return a.dot(x).dot(a.dot(x))


# example: normal(6)
def reshapes(x):
    a = x.reshape(2, 3)
    b = x.reshape((3, 2))
    c = x.reshape(-1, 2)
    d = np.reshape(x, (6, 1))
    return np.sum(a @ b) + np.sum(c**3) + np.sum(d.reshape(-1) * x)


# example: normal(2, 3)
def ravel_and_flatten(a):
    return np.sum(a.ravel() * a.flatten() * np.arange(6.0)) + np.ravel(a)[2]


# example: normal(4)
def copies(x):
    return np.sum(x.copy() * x) + np.sum(np.copy(x) ** 3)


# example: normal(4)
def means(x):
    return x.mean() * np.sum(x * x)


# example: normal(3, 4)
def extremes(a):
    return a.max() * a.min() + np.sum(a.max(axis=0) * a.min(axis=0))


# example: normal(4)
def astype_float(x):
    return np.sum(x.astype(float) ** 2) + np.sum(x.astype(np.float64) ** 3)


# example: normal(4)
def astype_of_a_mask(x):
    keep = (x > 0).astype(float)
    return np.sum(keep * x * x)


# example: normal(4)
def astype_int_has_no_derivative(x):
    whole = (x * 10.0).astype(int)
    return np.sum(whole * x)


# example: normal(1, 4, 1)
# may refuse: squeeze
def squeeze(a):
    return np.sum(a.squeeze() ** 2) + np.sum(np.squeeze(a, axis=0) ** 3)


# example: normal(4)
# may refuse: clip as a method
def clip(x):
    return np.sum(x.clip(-0.5, 0.5) * x)


# example: normal(2, 3)
# may refuse: swapaxes
def swapaxes(a):
    return np.sum(a.swapaxes(0, 1)[1:] ** 2) + np.sum(np.swapaxes(a, 0, 1)[0])


# example: normal(4)
# may refuse: item and tolist
def item(x):
    return x[1].item() * x[0]


# example: normal(4)
# may refuse: fill
def fill(x):
    y = x * x
    y.fill(2.0)
    return np.sum(y * x)


# example: normal(2, 3)
def method_of_an_expression(a):
    return (a * a).sum(axis=0).mean() + (a + 1.0).T.reshape(-1)[1] + np.exp(a).sum()


# example: normal(4)
def dtype_attribute(x):
    y = np.zeros(4, dtype=x.dtype)
    y[0] = x[1] * x[2]
    return np.sum(y * y)


# example: normal(3, 4)
def zeros_of_shape(a):
    b = np.zeros(a.shape)
    b[0] = a[1] * a[2]
    c = np.zeros_like(a)
    c[:, 1] = a[:, 0]
    d = np.empty_like(a)
    d[:] = b + c
    e = np.ones_like(a) * a
    return np.sum(d * e)


# example: normal(3)
# may refuse: np.concatenate
def concatenated(x):
    y = np.concatenate([x, x * x, np.zeros(2)])
    return np.sum(y * y * np.arange(8.0))


# wrt: a, b
# example: normal(2, 3), normal(2, 2)
# may refuse: np.concatenate, np.hstack, np.vstack
def stacked_columns(a, b):
    c = np.concatenate((a, b), axis=1)
    d = np.hstack([b, a])
    e = np.vstack([a, a * a])
    return np.sum(c * d) + np.sum(e**3)


# wrt: x, y
# example: normal(3), normal(3)
# may refuse: np.stack
def stacked(x, y):
    return np.sum(np.stack([x, y]) ** 2 * np.arange(6.0).reshape(2, 3))


# example: normal(3)
def array_of_scalars(x):
    y = np.array([x[0] * x[1], x[2], 1.0])
    return np.sum(y * y * np.arange(3.0))


# example: normal(), normal()
def array_of_rows(s, t):
    a = np.array([[s, t], [t * t, 1.0]])
    return np.sum(a @ a)


# example: normal(4)
# may refuse: np.diff, np.roll, np.flip
def shifted(x):
    return np.sum(np.diff(x) ** 2) + np.sum(np.roll(x, 1) * x) + np.sum(np.flip(x)[:2] ** 3)


# example: normal(3)
# may refuse: np.tile, np.repeat
def repeated(x):
    return np.sum(np.tile(x, 2) ** 2 * np.arange(6.0)) + np.sum(np.repeat(x, 2)[1:3] ** 3)


# example: normal(3)
# may refuse: np.diag
def diagonal(x):
    return np.sum(np.diag(x) ** 2) + np.sum(np.diag(np.outer(x, x)) ** 3)


# example: normal(3)
# may refuse: np.expand_dims, np.atleast_1d, np.atleast_2d
def more_axes(x):
    return np.sum(np.expand_dims(x, 0) ** 2) + np.sum(np.atleast_2d(x) ** 3)


# example: normal(3)
# may refuse: np.full, np.linspace, np.eye, np.ones
def constructors(x):
    grid = np.linspace(0.0, 1.0, 3)
    return np.sum(np.eye(3) @ x * grid) + np.sum(np.full((3,), 2.0) * x * np.ones(3))
