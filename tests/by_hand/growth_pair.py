"""The pair of `growth.cost`, written by hand."""

import math


def cost_forward(rate, limit, start, steps):
    """Keep the size before and after each step."""
    size = start
    total = 0.0
    size_tape = []
    for _ in range(steps):
        size_tape.append(size)
        size = size + rate * size * (1.0 - size / limit) * 0.01
        total = total + math.sin(size) * size
    size_tape.append(size)
    return total, (rate, limit, size_tape)


def cost_backward(saved, value_bar=1.0):
    """Go back step by step."""
    rate, limit, size_tape = saved
    rate_bar = 0.0
    limit_bar = 0.0
    size_bar = 0.0
    for k in range(len(size_tape) - 2, -1, -1):
        size = size_tape[k]
        after = size_tape[k + 1]
        size_bar = size_bar + value_bar * math.sin(after)
        size_bar = size_bar + value_bar * after * math.cos(after)
        term_bar = size_bar * 0.01
        room = 1.0 - size / limit
        rate_bar = rate_bar + term_bar * size * room
        limit_bar = limit_bar + term_bar * rate * size * size / (limit * limit)
        size_bar = size_bar + term_bar * rate * room
        size_bar = size_bar - term_bar * rate * size / limit
    return rate_bar, limit_bar
