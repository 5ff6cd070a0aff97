"""Lists of tuples, dictionaries, named tuples and objects: built, read back, as arguments."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class State(NamedTuple):
    position: np.ndarray
    speed: np.ndarray


@dataclass
class Body:
    position: np.ndarray
    speed: np.ndarray


def stepped(state: State, k):
    speed = state.speed - k * state.position
    return State(state.position + speed, speed)


def moved(body: Body, k):
    speed = body.speed - k * body.position
    return Body(body.position + speed, speed)


# wrt: w, x
# example: normal(3), normal(3), 3
def tuples_read_back(w, x, n):
    cache = []
    for i in range(n):
        z = x * w + i
        cache.append((x, z))
        x = np.tanh(z)
    total = 0.0
    for a, z in reversed(cache):
        total = total + np.sum(a * z)
    return total


# wrt: w, x
# example: normal(3), normal(3), 3
def dictionaries_read_back(w, x, n):
    cache = []
    for i in range(n):
        z = x * w + i
        cache.append({"x": x, "z": z, "i": i})
        x = np.tanh(z)
    total = 0.0
    for i in range(n):
        c = cache[i]
        total = total + np.sum(c["x"] * c["z"]) * c["i"]
    return total + np.sum(cache[-1]["z"])


# wrt: w, x
# example: normal(3), normal(3), 3
def states_read_back(w, x, n):
    states = []
    s = State(x, w)
    for i in range(n):
        s = State(s.position + 0.1 * s.speed, s.speed - 0.1 * s.position)
        states.append(s)
    return sum(np.sum(s.position * s.speed) for s in states)


# wrt: w, x
# example: normal(3), normal(3), 3
def bodies_read_back(w, x, n):
    bodies = []
    b = Body(x, w)
    for i in range(n):
        b = Body(b.position + 0.1 * b.speed, b.speed - 0.1 * b.position)
        bodies.append(b)
    total = 0.0
    for b in bodies:
        total += np.sum(b.position * b.speed)
    return total


# wrt: xs, k
# example: [normal(3), normal(3)], 0.3
def states_of_a_comprehension(xs, k):
    states = [stepped(State(x, x * k), k) for x in xs]
    return sum(np.sum(s.position * s.speed) for s in states)


# wrt: xs, k
# example: [normal(3), normal(3)], 0.3
def bodies_of_a_comprehension(xs, k):
    bodies = [Body(x, x * k) for x in xs]
    return sum(np.sum(b.position * b.speed) for b in bodies)


# wrt: x, w, k
# example: normal(3), normal(3), 0.3, 3
def state_of_a_call_in_a_loop(x, w, k, n):
    s = State(x, w)
    for _ in range(n):
        s = stepped(s, k)
    return np.sum(s.position**2) + np.sum(s.speed)


# wrt: x, w, k
# example: normal(3), normal(3), 0.3, 0
def state_of_a_call_in_no_trip(x, w, k, n):
    s = State(x, w)
    for _ in range(n):
        s = stepped(s, k)
    return np.sum(s.position**2) * k + np.sum(s.speed)


# wrt: x, w, k
# example: normal(3), normal(3), 0.3
def state_of_either_branch(x, w, k):
    s = State(x, w)
    if k > 0:
        s = stepped(s, k)
    else:
        s = State(s.position * k, s.speed)
    return np.sum(s.position**2) + np.sum(s.speed)


# wrt: x, w, k
# example: normal(3), normal(3), 0.3
def body_of_either_branch(x, w, k):
    b = Body(x, w)
    if k > 0:
        b = moved(b, k)
    else:
        b = Body(b.position * k, b.speed)
    return np.sum(b.position**2) + np.sum(b.speed)


def early(s: State, k):
    for _ in range(3):
        if np.sum(s.position) > 10:
            return s
        s = stepped(s, k)
    return s


# wrt: x, w, k
# example: normal(3), normal(3), 0.3
def state_of_an_early_return(x, w, k):
    s = early(State(x, w), k)
    return np.sum(s.position**2 * s.speed)
