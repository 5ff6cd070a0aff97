"""Names that srcgrad gives: none is given twice."""

import numpy as np


# example: normal(5), normal(5)
# wrt: x, y
# third
def two_totals(x, y):
    a = x * 1.0
    y[2] += np.sin(sum([np.sin(v) for v in a if v > 0.1]))
    a[2] *= np.sin(np.sum(np.array([v * x[0] for v in x])))
    a[a > 0.2] *= np.sin(x[0])
    return np.sum(x) + np.sum(y * 0.3) + np.sum(a * -0.7)


# example: normal(5)
# third
def own_names_like_ours(x):
    items, total, returned, trips, draw = x
    test = draw * 0.5
    skipped = items * total
    for value in [items * v for v in x]:
        if value * returned > 2.0:
            return value * trips
        skipped = skipped + draw * value * test
    return skipped * sum(v * v for v in x)
