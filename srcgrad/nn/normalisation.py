"""Array -> array of the same shape: means taken off, divided by a deviation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def batch_norm(
    x: NDArray,
    weight: NDArray,
    bias: NDArray,
    running_mean: NDArray,
    running_var: NDArray,
    training: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> NDArray:
    """Return `x` normalised over all axes but the second, its channels.

    x : (batch, channels, ...); the others : (channels,). In training the statistics are
    those of the batch, and the running ones are moved towards them, in place, by the
    share `momentum`; otherwise the running ones are used. Ioffe and Szegedy (2015).
    """
    axes = tuple(k for k in range(x.ndim) if k != 1)
    shape = (1, x.shape[1]) + (1,) * (x.ndim - 2)
    if training:
        mean = np.mean(x, axis=axes, keepdims=True)
        centred = x - mean
        variance = np.mean(centred * centred, axis=axes, keepdims=True)
        share = x.size / x.shape[1]
        unbiased = variance * (share / (share - 1.0))
        running_mean += momentum * (mean.reshape(-1) - running_mean)
        running_var += momentum * (unbiased.reshape(-1) - running_var)
    else:
        centred = x - running_mean.reshape(shape)
        variance = running_var.reshape(shape)
    scale = weight.reshape(shape) / np.sqrt(variance + eps)
    return centred * scale + bias.reshape(shape)


def layer_norm(
    x: NDArray, weight: NDArray, bias: NDArray, eps: float = 1e-5
) -> NDArray:
    """Return `x` normalised along its last axis. Ba, Kiros and Hinton (2016).

    x : (..., features). weight, bias : (features,).
    """
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred * centred, axis=-1, keepdims=True)
    return centred / np.sqrt(variance + eps) * weight + bias


def rms_norm(x: NDArray, weight: NDArray, eps: float = 1e-6) -> NDArray:
    """Return `x` divided by its root mean square along the last axis, times `weight`.

    x : (..., features). weight : (features,). Zhang and Sennrich (2019).
    """
    square = np.mean(x * x, axis=-1, keepdims=True)
    return x / np.sqrt(square + eps) * weight
