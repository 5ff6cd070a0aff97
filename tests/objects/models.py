"""Classes as people write them: layers, cells, filters, objects that do arithmetic."""

import numpy as np


class Dense:
    def __init__(self, n, m, seed):
        draw = np.random.default_rng(seed)
        self.w = draw.normal(size=(n, m)) * 0.5
        self.b = draw.normal(size=m)

    def forward(self, x):
        self.x = x  # kept for a backward pass by hand
        return x @ self.w + self.b

    def backward(self, grad):
        self.dw = self.x.T @ grad
        return grad @ self.w.T


class Layer:
    def __call__(self, x):
        return self.act(x)


class Tanh(Layer):
    gain = 1.5

    def act(self, x):
        return np.tanh(self.gain * x)


class Net:
    scale = 2.0

    def __init__(self):
        self.first = Dense(3, 4, 1)
        self.second = Dense(4, 2, 2)
        self.activation = Tanh()
        self.decay = 0.1

    def forward(self, x):
        self.h = self.activation(self.first.forward(x))
        return self.second.forward(self.h)

    @property
    def weight(self):
        return np.sum(self.first.w**2) + np.sum(self.second.w**2)

    @staticmethod
    def squared(r):
        return np.sum(r * r)

    def loss(self, x, y):
        p = self.forward(x)
        return self.squared(p - y) * self.scale + self.decay * self.weight


class Scale:
    def __init__(self):
        self.s = np.array([0.5, 1.5, -0.5, 2.0])

    def forward(self, x):
        self.x = x
        return np.tanh(x * self.s)


class Stack:
    """Layers of several classes, called in turn."""

    def __init__(self):
        self.layers = [Dense(3, 4, 5), Scale(), Dense(4, 2, 6)]

    def loss(self, x, y):
        for layer in self.layers:
            x = layer.forward(x)
        return np.sum((x - y) ** 2)


class Cell:
    """An LSTM-like cell with a dictionary of what it has computed."""

    def __init__(self):
        draw = np.random.default_rng(3)
        self.w = draw.normal(size=(2, 5))
        self.u = draw.normal(size=2)

    def step(self, x, state):
        z = np.concatenate((state["h"], x))
        self.cache = {"z": z, "f": 1.0 / (1.0 + np.exp(-(self.w @ z)))}
        c = self.cache["f"] * state["c"] + np.tanh(self.u * self.cache["f"])
        return {"h": np.tanh(c), "c": c}

    def loss(self, xs):
        state = {"h": np.zeros(2), "c": np.ones(2)}
        total = 0.0
        for t in range(3):
            state = self.step(xs[t], state)
            total = total + np.sum(state["h"] ** 2)
        return total


class Oscillator:
    def __init__(self):
        self.x = np.array([1.0, -0.5])
        self.v = np.array([0.3, 0.2])
        self.k = 1.3
        self.seen = 0

    def advance(self, dt):
        self.v -= dt * self.k * self.x
        self.x = self.x + dt * self.v
        self.seen += 1

    def energy(self, dt):
        for _ in range(4):
            self.advance(dt)
        return np.sum(self.v**2) + self.k * np.sum(self.x**2)


def trained(net: Net, x, y):
    loss = net.loss(x, y)
    net.first.w = net.first.w - 0.1 * net.first.w
    return loss + net.loss(x, y)


def separate(cell: Cell, xs, flag):
    other = cell
    if flag > 0:
        other.u = other.u * 2.0
    return cell.loss(xs)
