# flags: fit --wrt x --types "x: f64[n], limit: int"
# example: normal(4), 2
"""What a program has besides its numbers."""

import numpy as np

SCALE = 0.5


def fit(x, limit=2):
    """Sum of the first squares."""
    assert limit > 0, "limit must be positive"
    if x.ndim != 1:
        raise ValueError(f"a vector is wanted, not {x.ndim} axes")
    total = 0.0
    for i in range(limit):
        total += SCALE * x[i] ** 2  # one at a time
    print("fitted", limit)
    # done
    return total
