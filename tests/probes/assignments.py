"""Assignments: tuples, swaps, chains, augmented forms."""

import numpy as np


# wrt: x, y
# example: normal(), normal()
# third
def swap(x, y):
    x, y = y, x
    return x * x * y


# wrt: x, y, z
# example: normal(), normal(), normal()
def rotation(x, y, z):
    x, y, z = y, z, x
    x, y = x * y, y - z
    return x * y * y * z


# wrt: x, y
# example: normal(3), normal(3)
def swap_of_arrays(x, y):
    x, y = y, x
    return np.sum(x * x * y)


# example: normal()
def tuple_reads_old_values(x):
    a, b = x, x * x
    a, b = b, a + b
    a, b = b, a + b
    return a * b


# example: normal()
def nested_tuple(x):
    a, (b, c) = x, (x * x, x + 1.0)
    return a * b * c


# example: normal()
def chained(x):
    a = b = x * x
    b = b + 1.0
    return a * b


# example: normal(3)
def chained_arrays(x):
    a = b = x * x
    b = b * 2.0
    return np.sum(a * b)


# example: normal()
def annotated(x: float) -> float:
    y: float = x * x
    z: float
    z = y + x
    return z * y


# example: normal()
# third
# may refuse untyped: scalars are rebound, arrays are stored to
def augmented_scalar(x):
    y = x
    y += 1.0
    y *= x
    y -= x * x * 3.0
    y /= 2.0
    return y * x


# example: positive()
# may refuse untyped: scalars are rebound, arrays are stored to
def augmented_power(x):
    y = x
    y **= 2
    y **= 1.5
    return y * x


# example: normal()
# may refuse untyped: scalars are rebound, arrays are stored to
def alias_of_scalar(x):
    y = x
    y += 1
    return x * y


# example: normal(4)
# may refuse untyped: scalars are rebound, arrays are stored to
def alias_of_array(x):
    y = x
    y += 1
    return np.sum(x * y)


# example: normal(4)
# may refuse untyped: scalars are rebound, arrays are stored to
def alias_of_array_scaled(x):
    y = x
    y *= 3.0
    z = x * x
    return np.sum(z)


# example: normal(4)
def copy_then_add(x):
    y = x.copy()
    y += 1.0
    return np.sum(x * y)


# example: normal(4)
# may refuse untyped: scalars are rebound, arrays are stored to
def new_array_then_add(x):
    y = x * 1.0
    z = y
    y += x
    return np.sum(z * y * x)


# example: normal(4)
def rebound_not_stored(x):
    y = x
    y = y + 1.0
    return np.sum(x * y)


# example: normal(4)
# third
def add_itself(x):
    y = x * x
    y += y
    return np.sum(y * x)


# example: normal(4)
# third
def multiply_by_itself(x):
    y = x + 1.0
    y *= y
    return np.sum(y)


# example: positive(4)
def divide_by_itself_shifted(x):
    y = x + 1.0
    y /= y + x
    return np.sum(y * y)


# example: normal(4)
def minus_its_mean(x):
    x -= x.mean()
    return np.sum(x * x * x)


# example: normal(4)
def minus_its_first(x):
    y = x * 1.0
    y -= y[0]
    return np.sum(y * y)


# example: normal(4)
def scaled_by_its_norm(x):
    y = x + 0.0
    y /= np.sqrt(np.sum(y * y))
    return y[0] * y[1]


# wrt: a, x
# example: normal(3, 4), normal(4)
def add_a_row(a, x):
    b = a * 2.0
    b += x
    b *= x
    return np.sum(b * b)


# wrt: x, y
# example: normal(4), normal()
def scalar_added_in_place(x, y):
    z = x * x
    z += y
    z -= y * y
    return np.sum(z * z)


# wrt: x, y
# example: normal(4), normal(4)
def scalar_grows_to_array(x, y):
    total = 0.0
    total += x
    total = total + y
    return np.sum(total * total)


# wrt: x, y
# example: normal(4), normal(4)
def scalar_grows_and_is_kept(x, y):
    total = 0.0
    total += x
    total += y
    return np.sum(total * x)


# example: positive(4)
def power_in_place(x):
    y = x * 1.0
    y **= 3
    return np.sum(y * x)


# example: normal(4), 3
def integer_augmented(x, k):
    k += 1
    k *= 2
    return np.sum(x) * k


# example: normal(3)
def unpack_an_array(x):
    a, b, c = x
    return a * b + c


# example: normal(3, 2)
def unpack_rows(x):
    a, b, c = x
    return np.sum(a * b * c)


# example: normal(3, 4)
def unpack_shape(x):
    n, m = x.shape
    return np.sum(x * x) / (n * m)


# example: normal(6)
def elements_that_trade_places(x):
    a = x.copy()
    n = len(a)
    for i in range(n):
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return np.dot(a, np.arange(1, n + 1) ** 2)


# example: normal(4), normal(4)
def elements_of_a_copy(x, y):
    old = x.copy()
    x[0], x[-1] = old[-2], old[1]
    x[1], y[1] = y[1] * x[0], x[1] + y[0]
    return np.sum(x * y * y)


# example: normal(3, 4)
def rows_of_another_array(x):
    old = x.copy()
    x[0], x[1] = old[2], old[0]
    return np.sum(x * x * np.arange(12.0).reshape(3, 4))
