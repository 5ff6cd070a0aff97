# flags: both --wrt x,y --types "x: float, y: float"
# example: 0.7, -0.4
# third
"""One function called with different active arguments."""


def product(a, b):
    return a * b * b


def both(x, y):
    p = product(x, 2.0)
    q = product(3.0, y)
    return product(p, q) + product(x, x)
