"""The pair of `softmax.loss`, written by hand."""

import numpy as np


def loss_forward(w1, b1, w2, b2, x, labels):
    """Keep both layers."""
    hidden = np.maximum(x @ w1 + b1, 0.0)
    scores = hidden @ w2 + b2
    scores = scores - np.max(scores, axis=1, keepdims=True)
    logs = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    value = -np.mean(logs[np.arange(len(labels)), labels])
    return value, (w2, x, labels, hidden, scores, logs)


def loss_backward(saved, value_bar=1.0):
    """Back through the softmax, then the layers."""
    w2, x, labels, hidden, scores, logs = saved
    logs_bar = np.zeros_like(logs)
    logs_bar[np.arange(len(labels)), labels] = -value_bar / len(labels)
    exp = np.exp(scores)
    total = np.sum(exp, axis=1, keepdims=True)
    scores_bar = logs_bar - np.sum(logs_bar, axis=1, keepdims=True) * exp / total
    top = np.argmax(scores, axis=1)
    scores_bar[np.arange(len(labels)), top] -= np.sum(scores_bar, axis=1)
    hidden_bar = scores_bar @ w2.T
    w2_bar = hidden.T @ scores_bar
    b2_bar = np.sum(scores_bar, axis=0)
    first_bar = hidden_bar * (hidden > 0.0)
    w1_bar = x.T @ first_bar
    b1_bar = np.sum(first_bar, axis=0)
    return w1_bar, b1_bar, w2_bar, b2_bar
