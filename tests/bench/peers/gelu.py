"""The adjoint of the smooth rectifier, by hand."""

import numpy as np


def numpy_by_hand():
    def gradient(x):
        square = x * x
        t = np.tanh(0.7978845608028654 * x * (1.0 + 0.044715 * square))
        half = 0.5 * (1.0 + t)
        value = np.sum(x * half)
        slope = 0.7978845608028654 * (1.0 + 0.134145 * square)
        return value, (half + 0.5 * x * (1.0 - t * t) * slope,)

    return gradient


def numba_by_hand():
    import math

    import numba

    @numba.njit(cache=True, error_model="numpy")
    def gradient(x):
        x_bar = np.empty_like(x)
        value = 0.0
        for i in range(x.size):
            y = x[i]
            t = math.tanh(0.7978845608028654 * (y + 0.044715 * y * y * y))
            slope = 0.7978845608028654 * (1.0 + 0.134145 * y * y)
            value += 0.5 * y * (1.0 + t)
            x_bar[i] = 0.5 * (1.0 + t) + 0.5 * y * (1.0 - t * t) * slope
        return value, (x_bar,)

    return gradient
