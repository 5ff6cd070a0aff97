"""Linear regression: a plane through noisy points, by least squares."""

import numpy as np


def predict(weights, bias, features):
    """Return the height of the plane above each row of `features`."""
    return features @ weights + bias


def loss(weights, bias, features, targets, penalty=0.0):
    """Return the mean squared error, plus a penalty on large weights."""
    residual = predict(weights, bias, features) - targets
    # a few large errors weigh more than many small ones
    error = np.mean(residual**2)
    return error + penalty * np.sum(weights**2)
