"""Defaults of parameters: constants of the module, in the entry and in what it calls."""

import math

import numpy as np

GRAVITY = 9.81
BASE = 2.0
SCALE = BASE * GRAVITY
TABLE = {"a": 1.0, "b": 2.0}
WEIGHTS = (0.5, 0.25)


# example: normal(3)
def constants_as_defaults(x, g=GRAVITY, s=SCALE):
    return np.sum(x * x * g * s)


# example: normal(3)
def expressions_as_defaults(x, k=TABLE["b"], w=WEIGHTS, p=math.pi, q=-BASE):
    return np.sum(np.sin(x) * k * w[0] + x * w[1] * p * q)


def _drag(v, c=WEIGHTS[1], g=GRAVITY):
    return g - c * v * np.abs(v)


# example: positive(3)
def a_default_of_a_callee(v, steps=3, h=BASE / 100):
    for _ in range(steps):
        v = v + h * _drag(v)
    return np.sum(v * _drag(v, g=SCALE))
