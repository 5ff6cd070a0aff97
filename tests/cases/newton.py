# flags: root --types "a: float"
# example: 2.7
# third
"""A square root by Newton's method: the number of steps depends on the data."""


def root(a):
    x = a
    change = 1.0
    while abs(change) > 1e-6:
        change = (x * x - a) / (2.0 * x)
        x = x - change
    return x
