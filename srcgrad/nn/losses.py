"""Predictions and targets -> one number: the mean loss, or the sum with `"sum"`.

`reduction` is "mean", "sum" or "none", which keeps the losses apart.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from srcgrad.nn.activations import log_softmax

# exp(-100) is the least probability whose logarithm is taken
SMALLEST = math.exp(-100.0)


def mse(prediction: NDArray, target: NDArray, reduction: str = "mean") -> NDArray:
    """Return the squared differences."""
    difference = prediction - target
    return reduced(difference * difference, reduction)


def l1(prediction: NDArray, target: NDArray, reduction: str = "mean") -> NDArray:
    """Return the absolute differences; the derivative at 0 is 0."""
    return reduced(np.abs(prediction - target), reduction)


def huber(
    prediction: NDArray, target: NDArray, delta: float = 1.0, reduction: str = "mean"
) -> NDArray:
    """Return half the squared differences, linear beyond `delta`. Huber (1964)."""
    size = np.abs(prediction - target)
    near = np.minimum(size, delta)
    return reduced(near * (size - 0.5 * near), reduction)


def nll(
    log_probabilities: NDArray,
    labels: NDArray,
    class_weights: NDArray | None = None,
    reduction: str = "mean",
) -> NDArray:
    """Return the negative log-probabilities of the labels.

    log_probabilities : (batch, classes). labels : (batch,) integers. With
    `class_weights`, (classes,), the mean is a weighted one.
    """
    losses = -log_probabilities[np.arange(len(labels)), labels]
    if class_weights is None:
        return reduced(losses, reduction)
    weights = class_weights[labels]
    if reduction == "mean":
        return np.sum(weights * losses) / np.sum(weights)
    return reduced(weights * losses, reduction)


def cross_entropy(
    logits: NDArray,
    labels: NDArray,
    class_weights: NDArray | None = None,
    smoothing: float = 0.0,
    reduction: str = "mean",
) -> NDArray:
    """Return the cross-entropy of `softmax(logits)` with the labels.

    logits : (batch, classes). labels : (batch,) integers. `smoothing` is the share of
    the target that is spread over all classes alike (Szegedy et al., 2016).
    """
    log_probabilities = log_softmax(logits, axis=1)
    exact = nll(log_probabilities, labels, class_weights, reduction)
    if smoothing == 0.0:
        return exact
    if class_weights is None:
        spread = reduced(-np.mean(log_probabilities, axis=1), reduction)
    else:
        losses = -np.mean(log_probabilities * class_weights, axis=1)
        if reduction == "mean":
            spread = np.sum(losses) / np.sum(class_weights[labels])
        else:
            spread = reduced(losses, reduction)
    return (1.0 - smoothing) * exact + smoothing * spread


def binary_cross_entropy(
    probability: NDArray, target: NDArray, reduction: str = "mean"
) -> NDArray:
    """Return the cross-entropy of probabilities with targets between 0 and 1.

    Logarithms are not taken of less than exp(-100), so that 0 and 1 are no trouble.
    """
    of_one = np.log(np.maximum(probability, SMALLEST))
    of_zero = np.log(np.maximum(1.0 - probability, SMALLEST))
    return reduced(-(target * of_one + (1.0 - target) * of_zero), reduction)


def binary_cross_entropy_from_logits(
    logits: NDArray, target: NDArray, reduction: str = "mean"
) -> NDArray:
    """Return the cross-entropy of `sigmoid(logits)` with targets between 0 and 1."""
    return reduced(np.logaddexp(0.0, logits) - target * logits, reduction)


def kl_div(
    log_probabilities: NDArray, target: NDArray, reduction: str = "mean"
) -> NDArray:
    """Return `target * (log(target) - log_probabilities)`; 0 where the target is 0."""
    some = target > 0.0
    ratio = np.log(np.where(some, target, 1.0)) - log_probabilities
    return reduced(np.where(some, target * ratio, 0.0), reduction)


def reduced(losses: NDArray, reduction: str) -> NDArray:
    """Return the mean or the sum of losses, or the losses themselves."""
    if reduction == "mean":
        return np.mean(losses)
    if reduction == "sum":
        return np.sum(losses)
    if reduction == "none":
        return losses
    raise ValueError(f"a reduction is mean, sum or none, not {reduction!r}")
