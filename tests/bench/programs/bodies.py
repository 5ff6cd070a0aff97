"""Bodies that attract each other, softened, by the leapfrog method: their last energy."""

import numpy as np

WRT = ("mass", "start", "speed")
FIXED = ("steps",)
SIZES = {"tiny": (4, 3), "full": (60, 50)}
STORES = True


def arguments(n, steps):
    rng = np.random.default_rng(13)
    mass = np.full((n, 1), 20.0 / n)
    return mass, rng.normal(size=(n, 3)), rng.normal(size=(n, 3)), steps, 0.01, 0.1


def acceleration(place, mass, soft):
    x, y, z = place[:, 0:1], place[:, 1:2], place[:, 2:3]
    dx, dy, dz = x.T - x, y.T - y, z.T - z
    inverse = (dx**2 + dy**2 + dz**2 + soft**2) ** -1.5
    return np.hstack(
        ((dx * inverse) @ mass, (dy * inverse) @ mass, (dz * inverse) @ mass)
    )


def loss(mass, start, speed, steps, dt, soft):
    place, v = start.copy(), speed.copy()
    a = acceleration(place, mass, soft)
    for _ in range(steps):
        v += 0.5 * dt * a
        place += dt * v
        a = acceleration(place, mass, soft)
        v += 0.5 * dt * a
    return 0.5 * np.sum(mass * v**2)
