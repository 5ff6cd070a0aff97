"""Attention weights: a stable softmax over the last axis, against a target."""

import numpy as np

WRT = ("x",)
SIZES = {"tiny": (2, 2, 5), "full": (16, 4, 128), "small": (2, 4, 32)}


def arguments(batch, heads, length):
    rng = np.random.default_rng(3)
    shape = batch, heads, length, length
    return rng.normal(size=shape), rng.normal(size=shape)


def loss(x, target):
    highest = np.max(x, axis=-1, keepdims=True)
    e = np.exp(x - highest)
    total = np.sum(e, axis=-1, keepdims=True)
    return np.sum(e / total * target)
