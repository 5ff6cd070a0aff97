"""Ways out of a loop: `break`, `continue`, `return`, and `else` behind it."""

import numpy as np


# example: 2.7
# third
def newton_with_break(a):
    x = a
    for _ in range(50):
        step = (x * x - a) / (2.0 * x)
        x = x - step
        if abs(step) < 1e-10:
            break
    return x


# example: 2.7
# third
def endless_with_break(a):
    x = a
    while True:
        old = x
        x = 0.5 * (x + a / x)
        if abs(x - old) < 1e-10:
            break
    return x * old


# example: 2.7
def endless_with_return(a):
    x = a
    while True:
        old = x
        x = 0.5 * (x + a / x)
        if abs(x - old) < 1e-10:
            return x * a


# example: normal(6)
# third
def break_before_the_work(x):
    total = 0.0
    for i in range(len(x)):
        if total > 0.8:
            break
        total = total + x[i] * x[i] * (1.0 + total)
    return total


# example: normal(6)
# third
def continue_over_negatives(x):
    total = 1.0
    for value in x:
        if value < 0.0:
            continue
        total = total * np.sin(value) + value
    return total


# example: normal(6), 4
def break_and_continue(x, n):
    total = 0.0
    for i in range(n):
        if x[i] < -0.3:
            continue
        total += np.sin(x[i]) * total + x[i]
        if total > 1.0:
            break
        total = total * x[0]
    return total


# example: normal(6), 0
def no_trip_at_all(x, n):
    total = x[0]
    for i in range(n):
        if x[i] > 10.0:
            break
        total = total * x[i]
    return total


# example: normal(6), 0.4
# third
def return_from_a_loop(x, t):
    product = 1.0
    for i in range(len(x)):
        product = product * (1.0 + x[i] * x[i])
        if product > 1.0 + t:
            return product * product
    return product * x[0] + 3.0


# example: normal(6), 1000.0
def return_never_taken(x, t):
    product = 1.0
    for i in range(len(x)):
        product = product * (1.0 + x[i] * x[i])
        if product > 1.0 + t:
            return product * product
    product = np.sin(product) * x[1]
    return product * x[0] + 3.0


# example: normal(3), 0.9
# third
def return_from_two_loops(x, t):
    total = 1.0
    for i in range(3):
        for j in range(3):
            total = total * np.sin(x[i]) + x[j]
            if total > t:
                return total * x[i]
        total = total + x[i]
    total = total * total
    return total * x[0] + 3.0


# example: normal(3), 1000.0
def two_loops_run_out(x, t):
    total = 1.0
    for i in range(3):
        for j in range(3):
            total = total * np.sin(x[i]) + x[j]
            if total > t:
                return total * x[i]
        total = total + x[i]
    total = total * total
    return total * x[0] + 3.0


# example: uniform(0.2, 0.9, 3)
def return_in_the_inner_while(x):
    total = x[0]
    for i in range(3):
        while total < 1.5 + i:
            total = total + x[i] * total
            if total * x[2] > 1.9:
                return total * x[1]
        total = total * x[1]
    return total


# example: normal(5), 1.2
def else_of_a_loop(x, t):
    total = 1.0
    for i in range(len(x)):
        if x[i] > 0:
            total = total * (1.0 + x[i])
            if total > t:
                break
        elif x[i] < -1:
            continue
        total = total * np.cos(x[i])
    else:
        total = total * 2
    return total


# example: normal(5), 1000.0
def else_is_run(x, t):
    total = 1.0
    for i in range(len(x)):
        if x[i] > t:
            break
        total = total * np.cos(x[i])
    else:
        # nothing was above the bound
        total = total * x[1]
    return total


# example: normal(4)
def else_without_break(x):
    total = 1.0
    for value in x:
        total = total * np.cos(value)
    else:  # always
        total = total * x[1]
    return total


# example: 0.7, 3
def else_of_a_while(x, n):
    total = 1.0
    while total < 4.0:
        total = total + x * total
        n -= 1
        if n == 0:
            break
    else:
        total = total * x
    return total


# example: normal(3, 3), 0.5
def continue_of_the_outer_loop(a, t):
    """The idiom that leaves two loops."""
    total = 0.0
    for i in range(3):
        for j in range(3):
            total = total + a[i, j] * a[i, j]
            if total > t:
                break
        else:
            total = total * a[i, 0]
            continue
        break
    return total * a[1, 1]


# example: normal(6)
def partly_left(x):
    """Some branches leave the iteration, others go on."""
    total = x[0]
    for i in range(6):
        if x[i] > 0.0:
            total = total * x[i]
            if total > 0.5:
                continue
            total = total + x[i]
        else:
            total = total - x[i] * x[i]
            if i == 4:
                break
        total = total * 0.9 + np.sin(x[i])
    return total


# example: normal(6)
def twice_partly_left(x):
    total = x[0]
    for i in range(6):
        if x[i] > 0.0:
            if total > 0.5:
                continue
            total = total + x[i]
        total = total * 1.1
        if i % 2 == 0:
            if total < -0.2:
                break
            total = total + x[i] * x[i]
        total = np.sin(total)
    return total


# example: normal(6)
def else_leaves(x):
    total = x[0]
    for i in range(6):
        if total < 1.0:
            total = total + x[i] * x[i]
        else:
            break
        total = total * 1.2
    return total


# example: normal(6)
def chain_of_exits(x):
    total = x[0]
    for i in range(6):
        if x[i] > 1.0:
            total = total + x[i] * x[i]
            break
        elif x[i] < -1.0:
            total = total - x[i]
            continue
        elif i == 5:
            break
        total = total * 1.2 + x[i]
    return total


# example: normal(6)
def stores_and_break(x):
    y = x.copy()
    for i in range(1, 6):
        y[i] = y[i] * np.sin(y[i - 1])
        if y[i] < -0.2:
            break
        y[i] += x[i]
    return np.sum(y * x)


# example: normal(6)
def stores_and_continue(x):
    y = np.zeros(6)
    for i in range(5):
        if x[i] < 0.0:
            y[i] = x[i] * x[i + 1]
            continue
        y[i + 1] = y[i] * x[i] + x[i]
    return np.sum(y * y)


# example: normal(4, 3)
def rows_left_early(a):
    out = np.zeros(4)
    for i in range(4):
        for j in range(3):
            if a[i, j] > 0.5:
                out[i] += a[i, j]
                break
            out[i] = out[i] * a[i, j] + a[i, 0]
    return np.sum(out * out)


# example: normal(6)
def list_until(x):
    values = []
    for i in range(6):
        if x[i] < -0.5:
            continue
        values.append(x[i] * x[i])
        if len(values) == 3:
            break
    total = 0.0
    for k in range(len(values)):
        total = total + values[k] * (k + 1)
    return total


def _settle(v, rate):
    for _ in range(20):
        new = v - rate * (v * v * v - 1.0)
        if np.sum((new - v) ** 2) < 1e-12:
            return new
        v = new
    return v


# example: uniform(0.4, 0.9, 3), 0.2
def calls_what_returns_early(x, rate):
    total = 0.0
    for i in range(2):
        y = _settle(x * (1.0 + 0.1 * i), rate)
        total = total + np.sum(y * x)
        if total > 100.0:
            break
    return total


def _first_above(x, t):
    for i in range(len(x)):
        if x[i] > t:
            return i
    return -1


# example: normal(6)
def index_of_the_first(x):
    i = _first_above(x, 0.1)
    return x[i] * x[i - 1]


def _clip_rows(a, top):
    for i in range(len(a)):
        if a[i, 0] > top:
            return
        a[i] = a[i] * a[i, 1]


# example: normal(4, 3)
def helper_that_stops_writing(a):
    b = a * 1.0
    _clip_rows(b, 0.9)
    return np.sum(b * b)


# example: normal(6)
def two_values_from_a_loop(x):
    total = 0.0
    for i in range(6):
        total = total + x[i] * x[i]
        if total > 1.0:
            return total * x[0], x[1:3] * total
    return total, x[0:2]


# example: normal(6)
def counter_after_the_loop(x):
    total = 0.0
    for i in range(6):
        total = total + x[i] * x[i]
        if total > 1.0:
            break
    return total * x[i] * (i + 1)


# example: normal(6)
def reversed_and_left(x):
    total = 0.0
    for i in reversed(range(1, 6)):
        if x[i] * total > 0.4:
            break
        total = total * x[i] + x[i - 1]
    return total


# example: normal(6)
def stepped_and_left(x):
    total = x[0]
    for i in range(5, 0, -2):
        if abs(total) > 3.0:
            break
        total = total * x[i] + x[i - 1]
    return total


# example: normal(6), normal(6)
def zip_and_left(x, y):
    total = 0.3
    for k, (a, b) in enumerate(zip(x, y)):
        if a + b > 1.5:
            break
        total = total * a + b * k
    return total


# example: normal(4, 3)
def rows_and_left(a):
    state = np.zeros(3)
    for row in a:
        new = np.tanh(state + row)
        if np.sum(new) > 1.5:
            break
        state = new * row[0]
    return np.sum(state * state) + np.sum(new)


# example: normal(6), "square"
def return_by_kind(x, kind):
    total = 0.0
    for i in range(6):
        if kind == "square":
            total = total + x[i] ** 2
        elif kind == "cube":
            total = total + x[i] ** 3
        else:
            raise ValueError(kind)
        if total > 2.0:
            return total * x[0]
    return total


# example: normal(6)
def early_return_before_the_loop(x):
    if x[0] > 10.0:
        return x[0]
    total = x[0]
    for i in range(6):
        if total > 1.0:
            return total * 2.0
        total = total + x[i] * x[i]
    if total > 3.0:
        return total * x[1]
    return total * x[2]


# example: normal(6)
def loop_with_return_in_a_branch(x):
    total = 0.5
    if x[0] < 10.0:
        for i in range(6):
            total = total + x[i] * x[i]
            if total > 2.5:
                return total * x[1]
        total = total * x[3]
    else:
        total = x[0]
    total = total + x[4]
    return total * total


# example: normal(6)
def two_loops_that_return(x):
    total = 0.5
    for i in range(6):
        total = total + x[i] * x[i]
        if total > 100.0:
            return total
    for i in range(6):
        total = total * 0.9 + x[i]
        if total > 0.7:
            return total * x[1]
    return total * total


# example: normal(5)
def break_under_with_return_after(x):
    best = x[0]
    for i in range(1, 5):
        if x[i] <= best:
            continue
        best = x[i]
        if best > 2.0:
            return best * best
    return best * x[0]


# example: normal(5), 3
def last_iteration_differs(x, n):
    y = x
    for i in range(5):
        y = np.sin(y) * x
        if i == n:
            y = y * 2.0
            break
        y = y + 0.1
    return np.sum(y)


# example: normal(6)
def two_values_from_two_loops(x):
    y = x
    for i in range(3):
        for j in range(3):
            if i == j:
                continue
            y = y * np.sin(x[i] + x[j])
            if np.sum(y) > 0.05:
                return y[0], i
    return y[1] * y[2], -1
