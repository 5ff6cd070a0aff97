"""Stores whose effect cannot be decided."""

import numpy as np


def object_or_copy(x, flag):
    y = x * x
    z = y if flag else y.copy()
    z[0] = 1.0  # E:
    return np.sum(y * z)


def which_of_two(x, w, flag):
    a = x * x
    b = w * w
    c = a if flag else b
    c[0] = 5.0  # E:
    return np.sum(a * b)


def views_in_a_list(x):
    a = x * x
    parts = [a[:2], a[2:]]
    parts[0][0] = 3.0  # E:
    return np.sum(a)


def computed_view(x, idx):
    a = x * x
    b = a[idx]
    b[0] = 3.0  # E:
    return np.sum(a)


def reshaped(x):
    a = x.T
    b = a.reshape(-1)
    b[0] = 3.0  # E:
    return np.sum(a * a)


def array_or_tuple(u, start):
    state = start
    cost = 0.0
    for force in u:  # E: SG308
        place, speed = state
        state = (place + speed, speed + force * place)
        cost += state[0] ** 2
    return cost


def array_or_tuple_behind(x):
    pair = np.zeros(2)
    for i in range(len(x)):  # E: SG308
        pair = (x[i], x[i] * 2)
    return pair[0] * pair[1]


def nothing_or_tuple(x):
    last = None
    total = 0.0
    for i in range(len(x)):  # E: SG308
        if last is not None:
            total = total + last[0] * last[1]
        last = (x[i], 2 * x[i])
    return total
