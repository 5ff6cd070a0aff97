"""Loops over ranges, arrays, enumerate and zip; nested loops."""

import numpy as np


# example: normal(), 4
# third
def power_by_loop(x, n):
    y = 1.0
    for _ in range(n):
        y = y * x
    return y


# example: normal(), 0
def no_trip(x, n):
    y = x
    for _ in range(n):
        y = y * x
    return y * 2.0


# example: normal(), 1
def one_trip(x, n):
    y = x
    for _ in range(n):
        y = y * x
    return y * 2.0


# example: normal(), -3
def negative_count(x, n):
    y = x
    for _ in range(n):
        y = y * x
    return y


# example: normal(5)
def sum_by_index(x):
    total = 0.0
    for i in range(len(x)):
        total += x[i] * x[i] * (i + 1)
    return total


# example: normal(6)
def start_and_stop(x):
    total = 0.0
    for i in range(1, len(x) - 1):
        total += x[i - 1] * x[i + 1]
    return total


# example: normal(7)
def step_of_two(x):
    total = x[0]
    for i in range(1, 7, 2):
        total = total * x[i] + x[i - 1]
    return total


# example: normal(5)
def downwards(x):
    total = 0.0
    for i in range(4, -1, -1):
        total = total * 0.5 + x[i] * x[i]
    return total


# example: normal(8)
def downwards_by_three(x):
    total = 1.0
    for i in range(7, 0, -3):
        total = total * x[i]
    return total


# example: normal(8), 6, 1, -2
def step_from_arguments(x, start, stop, step):
    total = 1.0
    for i in range(start, stop, step):
        total = total * x[i] + 0.3
    return total


# example: normal(5)
def reversed_range(x):
    total = 0.0
    for i in reversed(range(5)):
        total = total * x[i] + 1.0
    return total


# example: normal(4)
def over_an_array(x):
    product = 1.0
    for value in x:
        product = product * value + 0.1
    return product


# example: normal(3, 4)
# third
def over_rows(a):
    total = np.zeros(4)
    for row in a:
        total = total * row + row
    return np.sum(total)


# example: normal(), np.array([1.0, 2.0, 4.0])
def over_a_passive_array(x, values):
    y = 0.0
    for v in values:
        y = y + np.sin(x * v) * y + v * x
    return y


# example: normal(4)
def with_enumerate(x):
    total = 0.0
    for i, value in enumerate(x):
        total += value**2 * i
    return total


# example: normal(4), normal(4)
def enumerate_from_one(x, c):
    total = 0.0
    for i, value in enumerate(c, 1):
        total = total * x[i - 1] + value * i
    return total


# wrt: x, y
# example: normal(4), normal(4)
def with_zip(x, y):
    total = 0.0
    for a, b in zip(x, y):
        total = total * a + b
    return total


# wrt: a, w
# example: normal(3, 2), normal(2), np.array([1.0, -1.0, 1.0])
def zip_rows_and_labels(a, w, labels):
    total = 0.0
    for row, label in zip(a, labels):
        total += np.log(1.0 + np.exp(-label * (row @ w)))
    return total


# wrt: x, y
# example: normal(4), normal(4)
def enumerate_zip(x, y):
    total = 0.0
    for i, (a, b) in enumerate(zip(x, y)):
        total += a * b * (i + 1)
    return total


# example: normal(), 3
def counter_used(x, n):
    y = 0.0
    for i in range(n):
        y = y * x + i * x
    return y


# example: normal(), 3
def counter_after_the_loop(x, n):
    y = 1.0
    for i in range(n):
        y = y * x
    return y * i


# example: normal(), 3
def counter_overwritten(x, n):
    y = 1.0
    for i in range(n):
        i = i * 2
        y = y * x + i
    return y


# example: normal(), 4
def bound_changed_inside(x, n):
    y = x
    for _ in range(n):
        n = n - 1
        y = y * x
    return y * n


# example: normal(), 3, 2
def nested(x, n, m):
    y = x
    for i in range(n):
        for j in range(m):
            y = np.sin(y) * x + i - j
        y = y * 0.5
    return y


# example: normal(4, 4)
def triangular(a):
    total = 0.0
    for i in range(4):
        for j in range(i):
            total = total * 0.9 + a[i, j] * a[j, i]
    return total


# example: normal(4)
def pairs(x):
    total = 0.0
    n = x.shape[0]
    for i in range(n):
        for j in range(i + 1, n):
            total += (x[i] - x[j]) ** 2
    return total


# example: normal(3), 2
def three_deep(x, n):
    total = 0.0
    for i in range(n):
        for j in range(i, n):
            for k in range(j, n):
                total = total * x[i] + x[j] * x[k]
    return total


# wrt: x, v
# example: normal(), normal(), 5
# third
def two_carried(x, v, n):
    for _ in range(n):
        x, v = x + 0.1 * v, v - 0.1 * np.sin(x)
    return x * v


# example: normal(), 5
def branch_inside(x, n):
    y = x
    for i in range(n):
        if i % 2 == 0:
            y = y * x
        else:
            y = y + x * x
    return y


# example: 0.8, 6
def branch_on_the_carried(x, n):
    y = x
    for _ in range(n):
        if y > 1.0:
            y = y * 0.5 * x
        else:
            y = y * 1.7
    return y


# example: normal(), 4
def bound_in_one_trip_only(x, n):
    total = 0.0
    for i in range(n):
        if i == 1:
            kept = x * x
        total = total + x * i
    return total * kept


# example: normal(), 3
def first_bound_in_the_loop(x, n):
    for i in range(n):
        last = x * (i + 1)
    return last * last


# example: normal(3), 4
def array_carried(x, n):
    y = x
    for _ in range(n):
        y = np.tanh(y * x + 0.1)
    return np.sum(y)


# example: normal(3), 4
def array_carried_in_place(x, n):
    y = x.copy()
    for _ in range(n):
        y *= x
        y += 0.5
    return np.sum(y)


# example: normal(3), 3
def accumulate_only(x, n):
    total = 0.0
    for i in range(n):
        total += np.sum(np.sin(x * (i + 1)))
    return total


# example: normal(3), 3
def shape_grows(x, n):
    total = 0.0
    for _ in range(n):
        total = total + x * total + x
    return np.sum(total)


# example: normal(), 2
def two_loops(x, n):
    y = x
    for _ in range(n):
        y = y * y
    z = y
    for _ in range(n + 1):
        z = z * x + y
    return z


# example: normal(4)
def loop_over_shape(x):
    total = 0.0
    for i in range(x.shape[0]):
        total += x[i] * x[-i - 1]
    return total


# example: normal(), [1.0, 2.0, 3.0]
def over_a_passive_list(x, values):
    y = 1.0
    for v in values:
        y = y * x + v
    return y


# example: normal(2)
def over_a_literal(x):
    y = 1.0
    for c in (0.5, 1.5, 2.5):
        y = y * x[0] + c * x[1]
    return y


# example: normal(), 3
def invariant_inside(x, n):
    y = 0.0
    for _ in range(n):
        scale = np.exp(x) * 0.1
        y = y * scale + x
    return y


# example: normal(), 3
def overwritten_each_trip(x, n):
    y = 0.0
    for i in range(n):
        y = x * i
    return y * x


# example: normal(3), 3
def loop_variable_shadows_an_argument(x, n):
    total = 0.0
    for x in x:
        total = total + x * x
    return total * n


# wrt: x
# example: normal(1), 3
def the_first_iteration_broadcasts(x, n):
    for i in range(n):
        x = x * np.array([1.0, 2.0])
    return np.sum(x * x)


# wrt: x
# example: normal(2)
def every_iteration_has_a_shape_of_its_own(x):
    total = 0.0
    for i in range(1, 4):
        row = np.ones(i) * x[0]
        total = total + np.sum(row * row)
    return total * x[1]


# wrt: x
# example: normal(3)
# third
def a_shape_for_each_iteration_read_after(x):
    part = x[:2]
    for k in range(1, 4):
        part = np.exp(x[:k])
    return np.sum(part * part)


# wrt: x
# example: normal(3)
def a_shape_for_each_iteration_read_in_and_after(x):
    total = 0.0
    part = x[:1]
    for k in range(1, 4):
        part = x[:k] * 2.0
        total = total + np.sum(part * part)
    return total + np.sum(part * 3.0)


# wrt: x
# example: normal(3)
def a_shape_that_shrinks_to_one(x):
    part = np.zeros(3)
    total = 0.0
    for k in range(3):
        part = x[k:] * x[0]
        if k == 1:
            total = total + np.sum(part * part)
    return total * part[0] + np.sum(part)


# wrt: x, w
# example: normal(4), normal(4, 3)
def matrices_that_change_shape_in_turn(x, w):
    left = np.ones((2, 2))
    for k in range(3):
        if k % 2 == 0:
            left = np.outer(x, w[:, k])
        else:
            left = w.T * x
    return np.sum(left @ w)


# wrt: x
# example: normal(4), 3
def a_shape_for_each_trip_of_a_while_loop(x, n):
    part = x
    while n > 0:
        part = np.sin(x[:n])
        n = n - 1
    return np.sum(part) * x[0]


# example: normal(4)
def over_values_made_in_the_header(x):
    total = 0.0
    for i in range(3):
        # as far as the loop has come
        for v in x[:i] * (1.0 + total * 0.1):
            total = total + np.sin(v) * v
        for a, (k, b) in zip(np.tanh(x), enumerate(reversed(x + i))):
            if a > 5.0:
                break
            total = total + a * b * k
        x = x * 1.01
        x[0] += 1.0
    for row in np.outer(x, x):
        row[0] = 0.0
        x += 0.1 * row
    return total + sum(v * v for v in x * x)


# example: normal(4), positive()
def enumerate_from_a_keyword(x, y):
    total = 0.0
    for i, value in enumerate(x, start=2):
        total += value * y**i
    for j, (one, other) in enumerate(zip(x, x[1:]), start=1):
        total += one * other * j
    return total + sum(k * value * y for k, value in enumerate(x, start=3))


# example: normal(5), normal(4)
def stored_at_a_shifted_count(x, y):
    scale = np.ones(len(x))
    for i, value in enumerate(y, start=1):
        scale[i] = 1.0 / (2.0 + value * scale[i - 1] * x[i])
    return np.sum(scale * x)
