"""A variational autoencoder. Kingma and Welling (2014)."""

import numpy as np

from srcgrad.nn import binary_cross_entropy_from_logits, linear, tanh


def encode(params, images):
    """Return mean and logarithm of the variance of the code of each image."""
    hidden = tanh(linear(images, params["encode"], params["encode_bias"]))
    mean = linear(hidden, params["mean"], params["mean_bias"])
    return mean, linear(hidden, params["spread"], params["spread_bias"])


def decode(params, codes):
    """Return the logits of the pixels."""
    hidden = tanh(linear(codes, params["decode"], params["decode_bias"]))
    return linear(hidden, params["pixels"], params["pixels_bias"])


def loss(params, images, noise):
    """Return the negative bound of the log-likelihood of an image, on average.

    images : (batch, pixels), between 0 and 1. noise : (batch, codes), standard normal.
    """
    mean, spread = encode(params, images)
    codes = mean + np.exp(0.5 * spread) * noise
    logits = decode(params, codes)
    missed = binary_cross_entropy_from_logits(logits, images, "sum")
    surprise = 0.5 * np.sum(np.exp(spread) + mean**2 - 1.0 - spread)
    return (missed + surprise) / images.shape[0]
