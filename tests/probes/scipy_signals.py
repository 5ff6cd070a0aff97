"""Signals, distances, samples and matrices of vectors, by SciPy."""

import numpy as np
from scipy import integrate, signal
from scipy.linalg import lstsq, svdvals, toeplitz
from scipy.spatial.distance import cdist, pdist


# wrt: x, y
# example: normal(4, 2), normal(3, 2)
# may refuse untyped: distances need ranks
def kernels(x, y):
    k = np.exp(-cdist(x, y, "sqeuclidean")) + cdist(x, y) ** 2
    return np.sum(k**2) + np.sum(pdist(x)) + np.sum(cdist(x, x))


# wrt: c, k
# example: normal(5), normal(3)
# may refuse untyped: convolutions need ranks
def filters(c, k):
    y = np.zeros(5)
    y[:] = signal.fftconvolve(c, k, mode="same")
    t = toeplitz(c) @ y
    total = integrate.trapezoid(t, dx=0.1) + integrate.simpson(y**2)
    return total + np.sum(signal.correlate(c, k) ** 2) + np.sum(svdvals(np.outer(c, k)))


# wrt: x, y
# example: uniform(0.2, 2.0, 6), normal(6)
# may refuse untyped: fits need ranks
def fits(x, y):
    p = np.polyfit(x, y, 2)
    sol = lstsq(np.vander(x, 2), y)[0]
    r = np.roots(p)
    return np.sum(np.abs(r) ** 2) + np.sum(sol**2) + np.sum(np.linalg.vecdot(p, p))
