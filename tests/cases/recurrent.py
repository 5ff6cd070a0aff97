# flags: loss --wrt w,u --types "w: f64[h, h], u: f64[h, d], inputs: f64[t, d], target: f64[h]"
# example: normal(3, 3), normal(3, 2), normal(4, 2), normal(3)
# third
"""A recurrent network read to its end."""

import numpy as np


def loss(w, u, inputs, target):
    h = np.zeros(w.shape[0])
    for t in range(inputs.shape[0]):
        h = np.tanh(w @ h + u @ inputs[t])
    return np.sum((h - target) ** 2)
