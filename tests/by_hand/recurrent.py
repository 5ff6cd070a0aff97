"""A recurrent network over a sequence of inputs."""

import numpy as np


def loss(w, u, b, inputs, target):
    h = np.zeros(b.shape[0])
    for x in inputs:
        h = np.tanh(w @ h + u @ x + b)
    return np.sum((h - target) ** 2)
