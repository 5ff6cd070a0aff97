"""Objects made inside of functions, named tuples and dataclasses as arguments."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


class State(NamedTuple):
    x: np.ndarray
    v: np.ndarray
    k: float = 1.5


@dataclass
class Params:
    w: np.ndarray
    b: float = 0.5
    cache: dict = field(default_factory=dict)


class Dense:
    def __init__(self, w, b):
        n = 2.0
        self.w = w * n
        self.b = b

    def forward(self, x):
        return np.tanh(self.w * x + self.b)


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __mul__(self, s):
        return Vec(self.x * s, self.y * s)

    def norm(self):
        return np.sqrt(self.x**2 + self.y**2)


def states(x, v):
    s = State(x, v)
    for _ in range(4):
        s = State(x=s.x + 0.1 * s.v, v=s.v - 0.1 * s.k * s.x, k=s.k)
    return np.sum(s.x * s.v)


def made(w, b, x):
    layer = Dense(w, b)
    p = Params(w)
    p.cache["h"] = layer.forward(x)
    return np.sum(p.cache["h"] ** 2) * p.b + np.sum(p.w)


def vectors(a, b):
    u = Vec(a, b) + Vec(b, a * a)
    return (u * 2.0).norm()


def energy(state: State, m):
    return np.sum(m * state.v**2) + state.k * np.sum(state.x**2)


def penalised(p: Params, x):
    return np.sum(p.w * x) * p.b


def configured(cfg, x):
    if cfg["mode"] == "square":
        y = x * x
    else:
        y = np.sin(x)
    return np.sum(y) * cfg["scale"] ** cfg["n"]
