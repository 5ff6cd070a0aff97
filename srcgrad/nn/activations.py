"""Array -> array of the same shape: activation functions."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def relu(x: NDArray) -> NDArray:
    """Return the positive part of `x`; its derivative at 0 is 0."""
    return np.maximum(0.0, x)


def leaky_relu(x: NDArray, slope: float = 0.01) -> NDArray:
    """Return `x` where it is positive, `slope * x` elsewhere."""
    return np.where(x > 0.0, x, slope * x)


def elu(x: NDArray, alpha: float = 1.0) -> NDArray:
    """Return `x` where it is positive, `alpha * (exp(x) - 1)` elsewhere."""
    return np.where(x > 0.0, x, alpha * np.expm1(np.minimum(x, 0.0)))


def gelu(x: NDArray) -> NDArray:
    """Return `x` times the normal cumulative distribution, in its tanh form.

    Hendrycks and Gimpel (2016), Gaussian Error Linear Units, equation 2.
    """
    inner = math.sqrt(2.0 / math.pi) * (x + 0.044715 * x * x * x)
    return 0.5 * x * (1.0 + np.tanh(inner))


def silu(x: NDArray) -> NDArray:
    """Return `x * sigmoid(x)`."""
    return x * sigmoid(x)


def sigmoid(x: NDArray) -> NDArray:
    """Return `1 / (1 + exp(-x))`, as a tanh: it cannot overflow."""
    return 0.5 * np.tanh(0.5 * x) + 0.5


def tanh(x: NDArray) -> NDArray:
    """Return the hyperbolic tangent."""
    return np.tanh(x)


def softplus(x: NDArray) -> NDArray:
    """Return `log(1 + exp(x))`, which cannot overflow."""
    return np.logaddexp(0.0, x)


def softmax(x: NDArray, axis: int = -1) -> NDArray:
    """Return `exp(x)` divided by its sum along an axis."""
    # any constant may be taken off: the largest keeps exp from overflowing
    peak = np.max(x, axis=axis, keepdims=True)  # srcgrad: constant
    powers = np.exp(x - peak)
    return powers / np.sum(powers, axis=axis, keepdims=True)


def log_softmax(x: NDArray, axis: int = -1) -> NDArray:
    """Return the logarithm of `softmax`, right where that is too small a number."""
    peak = np.max(x, axis=axis, keepdims=True)  # srcgrad: constant
    shifted = x - peak
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))
