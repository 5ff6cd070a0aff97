"""Bundle adjustment: points seen by turning cameras with lenses, all at once."""

import numpy as np

WRT = ("cameras", "points", "weights")
SIZES = {"tiny": (2, 4, 6), "full": (49, 1000, 5000), "small": (10, 100, 400)}


def arguments(cameras, points, seen):
    rng = np.random.default_rng(18)
    c = 0.2 * rng.normal(size=(cameras, 11))
    c[:, 5] -= 4.0
    p = rng.normal(size=(points, 3))
    where = rng.integers(0, cameras, seen), rng.integers(0, points, seen)
    return c, p, rng.uniform(0.5, 1.0, seen), *where, rng.normal(size=(seen, 2))


def loss(cameras, points, weights, who, what, image):
    c = cameras[who]
    p = points[what] - c[:, 3:6]
    turn = c[:, :3]
    angle = np.sqrt(np.sum(turn * turn, axis=1))
    x, y, z = p[:, 0], p[:, 1], p[:, 2]
    u, v, w = turn[:, 0] / angle, turn[:, 1] / angle, turn[:, 2] / angle
    cosine, sine = np.cos(angle), np.sin(angle)
    along = (u * x + v * y + w * z) * (1.0 - cosine)
    x, y, z = (
        x * cosine + (v * z - w * y) * sine + u * along,
        y * cosine + (w * x - u * z) * sine + v * along,
        z * cosine + (u * y - v * x) * sine + w * along,
    )
    x, y = x / z, y / z
    r = x * x + y * y
    lens = (1.0 + c[:, 9] * r + c[:, 10] * r * r) * c[:, 6]
    across = weights * (x * lens + c[:, 7] - image[:, 0])
    up = weights * (y * lens + c[:, 8] - image[:, 1])
    rest = 1.0 - weights * weights
    return np.sum(across * across) + np.sum(up * up) + np.sum(rest * rest)
