"""The adjoint of the symmetric update, by hand."""

import numpy as np


def numpy_by_hand():
    def gradient(c, a, alpha, beta):
        result = c.copy()
        for i in range(a.shape[0]):
            result[i, : i + 1] *= beta
            for k in range(a.shape[1]):
                result[i, : i + 1] += alpha * a[i, k] * a[: i + 1, k]
        bar, a_bar = 2.0 * result, np.zeros_like(a)
        for i in range(a.shape[0]):
            row = bar[i, : i + 1]
            for k in range(a.shape[1]):
                column = a[: i + 1, k]
                a_bar[i, k] += alpha * (row @ column)
                a_bar[: i + 1, k] += (alpha * a[i, k]) * row
            row *= beta
        return np.sum(result * result), (bar, a_bar)

    return gradient
