# flags: cost --types "x: float"
# example: 0.4
# third
"""Branches, in a ladder."""


def cost(x):
    # steep outside, flat inside
    if x > 1.0:
        y = x * x
    elif x > 0.0:
        y = x**3  # the inside
    else:
        y = -x
    return 2.0 * y + x
