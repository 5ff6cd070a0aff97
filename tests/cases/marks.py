# flags: loss --wrt w --types "x: f64[n, d], w: f64[d, k], target: f64[n, k]"
# example: normal(4, 3), normal(3, 2), normal(4, 2)
# third
"""A layer whose statistics are constant, and whose cotangent is watched."""

import numpy as np

import srcgrad


def loss(x, w, target):
    # what the batch says of itself is not learned
    centre = x.mean(axis=0)  # srcgrad: constant
    spread = srcgrad.stop_gradient(x.std(axis=0))
    z = ((x - centre) / spread) @ w
    # srcgrad: backward: h_bar = np.clip(h_bar, -100.0, 100.0)
    h = np.tanh(z)
    return np.sum((h - target) ** 2)


# ---- derivative ----
