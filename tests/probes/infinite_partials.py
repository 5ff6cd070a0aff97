"""A partial is infinite where a mask has taken the value out: nothing may come back."""

import math

import numpy as np


# example: normal(4, 3)
def masked_distances(x):
    d = x[:, None, :] - x[None, :, :]
    r = np.sqrt((d**2).sum(-1))
    r = np.where(r > 0, r, 1.0)
    e = 1 / r
    e[np.arange(len(x)), np.arange(len(x))] = 0.0
    return 0.5 * e.sum()


# example: normal(4, 3)
def distances_without_the_diagonal(x):
    d = x[:, None, :] - x[None, :, :]
    r = np.sqrt(np.sum(d * d, axis=-1))
    return np.sum(np.exp(-r) * (r > 0))


# example: normal(4, 2)
def distances_by_a_masked_store(x):
    d = x[:, None, :] - x[None, :, :]
    r = np.sqrt(np.sum(d * d, axis=-1))
    near = r < 1e-9
    r[near] = 2.0
    return np.sum(np.log(r))


# example: normal(3, 2)
def distances_by_a_branch(x):
    total = 0.0
    for i in range(len(x)):
        for j in range(len(x)):
            gap = x[i] - x[j]
            r = np.sqrt(gap[0] ** 2 + gap[1] ** 2)
            if r > 0:
                total += 1 / r
    return total


# example: normal(3, 2)
def distances_by_a_choice(x):
    total = 0.0
    for i in range(len(x)):
        for j in range(len(x)):
            gap = x[i] - x[j]
            r = np.sqrt(gap @ gap)
            total += np.exp(-r) if i != j else 0.0
    return total


# example: np.array([0.0, 0.5, 2.0])
# expected: np.array([0.0, 0.5 / np.sqrt(0.5), 0.5 / np.sqrt(2.0)])
def root_then_mask(x):
    r = np.sqrt(x)
    r = np.where(r > 0.0, r, 1.0)
    return np.sum(r)


# example: np.array([0.0, 0.5, 2.0])
# expected: np.array([0.0, 2.0, 0.5])
def logarithm_times_a_mask(x):
    return np.sum(np.log(np.where(x > 0, x, 1.0)) * (x > 0))


# example: np.array([0.0, 0.5, 2.0])
# expected: np.array([0.0, 0.5 / np.sqrt(0.5), 0.5 / np.sqrt(2.0)])
def root_overwritten(x):
    r = np.sqrt(x)
    r[0] = 7.0
    return np.sum(r)


# wrt: x, y
# example: np.array([1.0, 2.0]), np.array([0.0, 4.0])
# expected: (np.array([0.0, 0.25]), np.array([0.0, -0.125]))
def quotient_then_mask(x, y):
    q = x / np.where(y == 0, 1.0, y)
    return np.sum(np.where(y == 0, 0.0, q))


# example: np.array([0.0, 4.0])
# expected: np.array([0.0, 0.25])
def root_handed_through_names(x):
    r = np.sqrt(x)
    s = r
    t = 2.0 * s[::-1]
    u = 0.5 * t * (t > 0)
    return np.sum(u)


# example: 0.0
# expected: 0.0
def scalar_root_not_taken(x):
    r = math.sqrt(x)
    if r > 0.0:
        return r
    return 0.0
