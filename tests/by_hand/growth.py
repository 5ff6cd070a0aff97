"""A loop over numbers: growth with a limit, and a penalty on the way."""

import math


def cost(rate, limit, start, steps):
    size = start
    total = 0.0
    for _ in range(steps):
        size = size + rate * size * (1.0 - size / limit) * 0.01
        total = total + math.sin(size) * size
    return total
