"""The likelihood of a mixture of Gaussians, their precisions as triangular factors."""

import numpy as np

WRT = ("weights", "means", "factors")
SIZES = {"tiny": (4, 2, 3), "full": (1000, 10, 25)}
STORES = True


def arguments(points, d, k):
    rng = np.random.default_rng(17)
    factors = 0.3 * rng.normal(size=(k, d + d * (d - 1) // 2))
    return (
        rng.normal(size=k),
        rng.uniform(size=(k, d)),
        factors,
        rng.normal(size=(points, d)),
    )


def loss(weights, means, factors, x):
    n, d, k = x.shape[0], x.shape[1], weights.shape[0]
    diagonal = np.exp(factors[:, :d])
    terms = np.zeros((n, k))
    for c in range(k):
        lower = np.zeros((d, d))
        position = d
        for j in range(d):
            for i in range(j + 1, d):
                lower[i, j] = factors[c, position]
                position += 1
        centred = x - means[c]
        scaled = centred * diagonal[c] + centred @ lower.T
        size = np.sum(factors[c, :d])
        terms[:, c] = weights[c] + size - 0.5 * np.sum(scaled * scaled, axis=1)
    highest = np.max(terms, axis=1)
    total = np.sum(np.log(np.sum(np.exp(terms - highest[:, None]), axis=1)) + highest)
    prior = 0.5 * (np.sum(diagonal**2) + np.sum(factors[:, d:] ** 2))
    return prior + total - n * np.log(np.sum(np.exp(weights)))
