"""A convolutional network that reads handwritten digits."""

import numpy as np

from srcgrad.nn import conv2d, cross_entropy, dropout, linear, max_pool2d, relu


def scores(params, images, generator, training):
    """Return ten scores for each image of (batch, 1, 8, 8)."""
    x = relu(conv2d(images, params["kernel1"], params["bias1"], padding=1))
    x = relu(conv2d(x, params["kernel2"], params["bias2"], padding=1))
    x = max_pool2d(x, 2)
    x = dropout(x, 0.25, generator, training)
    x = x.reshape(x.shape[0], -1)
    x = relu(linear(x, params["dense1"], params["bias3"]))
    x = dropout(x, 0.5, generator, training)
    return linear(x, params["dense2"], params["bias4"])


def loss(params, images, labels, generator):
    """Return the mean cross-entropy in training, with parts of the network left out."""
    return cross_entropy(scores(params, images, generator, True), labels)


def accuracy(params, images, labels):
    """Return the share of images that are read right, with the whole network."""
    answers = scores(params, images, np.random.default_rng(0), False).argmax(axis=1)
    return np.mean(answers == labels)
