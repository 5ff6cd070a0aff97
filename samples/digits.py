"""A two-layer network that reads handwritten digits."""

import numpy as np


def digit_scores(w1, b1, w2, b2, images):
    """Return ten scores for each image: the larger, the likelier that digit."""
    hidden = np.tanh(images @ w1 + b1)
    return hidden @ w2 + b2


def log_softmax(scores):
    """Return the log-probability that each row of scores gives to each digit."""
    shifted = scores - scores.max(axis=1, keepdims=True)  # exp cannot overflow
    total = np.exp(shifted).sum(axis=1, keepdims=True)
    return shifted - np.log(total)


def loss(w1, b1, w2, b2, images, labels):
    """Return the mean cross-entropy of the network's answers with `labels`."""
    log_probabilities = log_softmax(digit_scores(w1, b1, w2, b2, images))
    # of each row, the entry that belongs to the right digit
    chosen = log_probabilities[np.arange(labels.size), labels]
    return -np.mean(chosen)
