"""Functions that write to their arguments, and outputs that are arguments."""

import numpy as np


# wrt: u, r
# example: normal(6), normal(), 3
# third
def heat(u, r, steps):
    for step in range(steps):
        u[1:-1] += r * (u[2:] - 2.0 * u[1:-1] + u[:-2])  # explicit Euler
    return np.sum(u * u)


# example: normal(4)
def one_store(x):
    x[0] = x[1] * x[2]
    return np.sum(x * x)


# example: normal(4)
def augmented(x):
    x *= x
    return np.sum(x)


# wrt: x, s
# example: normal(4), normal()
def store_then_other_use(x, s):
    y = x * s
    x[1] = y[0]
    x[2:] -= s
    return np.sum(y * x)


# of: a
# wrt: a, s
# example: normal(4), normal()
def scale(a, s):
    a *= s


# of: a
# wrt: x
# example: np.zeros(4), normal(4)
def write_squares(a, x):
    a[:] = x * x


# of: a
# wrt: a, x
# example: normal(5), normal(5)
def write_some(a, x):
    for i in range(1, 5):
        a[i] = a[i - 1] * x[i]


# of: out
# wrt: x, w
# example: normal(3), normal(3, 3), np.zeros(3)
def layer(x, w, out):
    out[:] = np.tanh(w @ x)


# of: a
# wrt: a
# example: normal(4)
def returns_something_else_too(a):
    a[0] = a[1] * a[1]
    return np.sum(a)


# of: a
# wrt: a
# example: normal(5), 1
def write_in_a_branch(a, k):
    if k > 0:
        a[1:] *= a[:-1]
    else:
        a[0] = 1.0


# of: a
# wrt: b
# example: normal(4), normal(4)
def argument_rebound_after_a_store(a, b):
    a[0] = b[1]
    a = a * b
    a[1] = 4.0


# example: normal(4)
def argument_rebound(x):
    x = x * x
    x[0] = 3.0
    x += 1.0
    return np.sum(x * x)


# wrt: x, work
# example: normal(4), normal(4)
def work_array(x, work):
    work[:] = x * x
    work[1:] += work[:-1]
    return np.sum(work)


# wrt: x
# example: normal(4), normal(4), normal(4)
def passive_argument_becomes_active(x, a, b):
    a[:2] = x[:2]
    b += a
    return np.sum(a * b)


# wrt: a
# example: normal(4), np.array([1, 2, 0, 0])
def integer_argument_mutated(a, counts):
    counts[0] += 1
    total = 0.0
    for i in range(4):
        total += a[i] * counts[i]
    return total


# of: a
# wrt: a
# example: normal(4, 4)
def cholesky(a):
    a = spd(a)
    factor(a)


def spd(a):
    a[:] = a @ a.T + 4.0 * np.eye(4)
    return a


def factor(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            a[i, j] -= np.dot(a[i, :j], a[j, :j])
            a[i, j] /= a[j, j]
        a[i, i] = np.sqrt(a[i, i] - np.dot(a[i, :i], a[i, :i]))


# example: normal(4)
def returned_argument(x):
    x[1] *= x[0]
    return x


# example: normal(5)
def returned_view_of_an_argument(x):
    x[1] *= x[0]
    return x[1:4]


# wrt: x, y
# example: normal(3), normal(3)
def returns_mutated_and_value(x, y):
    x += y * y
    return x, np.sum(x * y)


# example: normal(3), normal()
def mutation_without_influence(x, s):
    y = np.sum(x * x)
    x[:] = s
    return y


# wrt: x, y
# example: *(2 * (normal(3),))
# untyped: the point is two names for one array
def one_array_twice(x, y):
    return np.sum(x * y * y)
