"""Optimisers for nests of parameters: lists, dicts, dataclasses and objects of arrays.

    optimiser = Adam(rate=1e-3)
    for batch in batches:
        gradient = loss_grad(params, *batch)
        params = optimiser.step(params, gradient)

Arrays are updated in place. What cannot be, a float in a tuple, is new in the nest that
`step` returns.
"""

from srcgrad.optim.accumulation import Accumulator
from srcgrad.optim.clipping import clip_by_norm, clip_by_value, global_norm
from srcgrad.optim.optimisers import SGD, Adagrad, Adam, AdamW, Optimiser, RMSprop
from srcgrad.optim.precision import LossScale, MixedPrecision
from srcgrad.optim.schedules import constant, cosine, exponential, steps, warmup

__all__ = [
    "SGD",
    "Accumulator",
    "Adagrad",
    "Adam",
    "AdamW",
    "LossScale",
    "MixedPrecision",
    "Optimiser",
    "RMSprop",
    "clip_by_norm",
    "clip_by_value",
    "constant",
    "cosine",
    "exponential",
    "global_norm",
    "steps",
    "warmup",
]
