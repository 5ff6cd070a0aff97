"""Logistic regression: the probability that a row of features is of class 1."""

import numpy as np


def log_odds(weights: np.ndarray, bias: float, features: np.ndarray):
    """Return the logarithm of the odds of class 1, one for each row."""
    return features.dot(weights) + bias


def loss(
    weights: np.ndarray,
    bias: float,
    features: np.ndarray,
    labels: np.ndarray,
    penalty: float = 1e-3,
):
    """Return the mean negative log-likelihood of `labels` (0 or 1), with a penalty."""
    odds = log_odds(weights, bias, features)
    # log(1 + exp(odds)) as written here does not overflow
    surprise = np.logaddexp(0.0, odds) - labels * odds
    return surprise.mean() + 0.5 * penalty * np.sum(weights**2)
