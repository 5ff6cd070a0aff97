"""What people hand to `srcgrad.grad` beside functions: methods, objects, closures."""

from __future__ import annotations

from functools import partial

import numpy as np


class Net:
    scale = 2.0

    def __init__(self, w, b):
        self.w = w
        self.b = b

    def forward(self, x):
        return np.tanh(x @ self.w + self.b) * self.scale

    def loss(self, x, y):
        self.out = self.forward(x)
        return np.sum((self.out - y) ** 2)

    def __call__(self, x):
        return np.sum(self.forward(x))

    @staticmethod
    def penalty(w):
        return np.sum(w**2)


class Scaled(Net):
    def forward(self, x):
        return super().forward(x) * 3.0


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b

    def value(self, x):
        return self.a * x**2 + self.b * x


def net_loss(net: Net, x, y):
    return net.loss(x, y) + Net.penalty(net.w)


def weighted(w, data, power=2):
    return np.sum((w * data) ** power)


halved = lambda x: np.sum(x**3) / 2  # noqa: E731


def misfit(data, net):
    scale = float(len(data))

    def model(w, x):
        return np.sin(w * x) * scale

    def loss(w):
        # the closure's own comment
        residual = model(w, data) - net(data[:, None])
        return np.sum(residual**2)

    return loss


def pair(k):
    return (lambda x: k * x**2), lambda x: k * np.sin(x)


third = partial(weighted, power=3)
