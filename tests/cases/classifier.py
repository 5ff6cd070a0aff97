# flags: loss --wrt w1,b1,w2,b2 --types "w1: f64[d, h], b1: f64[h], w2: f64[h, k], b2: f64[k], x: f64[n, d], labels: i64[n]"
# example: normal(4, 5), normal(5), normal(5, 3), normal(3), normal(6, 4), np.array([0, 2, 1, 1, 0, 2])
# third
"""A network of two layers with softmax."""

import numpy as np


def loss(w1, b1, w2, b2, x, labels):
    hidden = np.tanh(x @ w1 + b1)
    scores = hidden @ w2 + b2
    scores = scores - np.max(scores, axis=1, keepdims=True)  # against overflow
    total = np.sum(np.exp(scores), axis=1)
    picked = scores[np.arange(len(labels)), labels]
    return np.mean(np.log(total) - picked)
