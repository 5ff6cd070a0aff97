"""Three dozen elementwise operations on ten numbers: what a call of NumPy costs."""

import numpy as np

WRT = ("x", "a")
SIZES = {"tiny": (4,), "full": (10,), "large": (100_000,)}


def arguments(n):
    rng = np.random.default_rng(1)
    return rng.normal(size=n), rng.uniform(0.5, 1.5, size=n)


def loss(x, a):
    y = a * np.sin(x) + 0.3
    z = x + np.exp(-y * y)
    w = np.tanh(a + 0.5 * z)
    q = w * w - y * z
    p = np.sqrt(1.0 + q * q)
    s = np.log(p + a * a)
    u = w * np.cos(s) + p / (1.0 + s * s)
    v = 0.5 * u * u - q * np.sin(u)
    t = v + s * np.exp(-0.1 * u * u)
    return np.sum(t * w)
