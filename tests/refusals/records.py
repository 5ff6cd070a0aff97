"""Dictionaries and objects whose parts do not show in the source."""

import numpy as np


def missing_key(x):
    cache = {"x": x}
    return cache["y"] * 2.0  # E: SG321


def key_on_one_path_only(x, flag):
    cache = {"x": x}
    if flag:
        cache["y"] = x * x
    return cache["y"] * 2.0  # E: SG321


def computed_key(x, n):
    parts = {"a": x, "b": x * x}
    for i in range(n):
        x = x + parts["ab"[i]]  # E: SG323
    return x


def unknown_keys(params):
    total = 0.0 * params["a"]
    for value in params.values():  # E: SG325
        total = total + value
    return total


def dictionary_as_a_number(x):
    parts = {"a": x}
    return np.sum(parts)  # E: SG326


def cleared(x):
    parts = {"a": x}
    parts.clear()  # E: SG324
    return x * 2.0


class Disc:
    def __init__(self, radius):
        self.radius = radius

    @property
    def width(self):
        return 2.0 * self.radius

    @width.setter
    def width(self, width):
        self.radius = width / 2.0


def assigned_property(x):
    disc = Disc(x)
    disc.width = x * x  # E: SG329
    return disc.radius


class TwoNames:
    def __init__(self, x):
        self.a = np.zeros(2) + x
        self.b = self.a


def one_array_in_two_attributes(x):
    two = TwoNames(x)
    two.a[0] = x * x  # E: SG301
    return np.sum(two.b)


def one_array_returned_twice(x):
    two = pair_of(x)
    first, second = two
    first[0] = x * x  # E: SG301
    return np.sum(second)


def pair_of(x):
    made = np.ones(2) * x
    return made, made[:1]


class Turned:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __iter__(self):
        yield self.y
        yield self.x


def unpacked_object(x):
    first, second = Turned(x, x * x)  # E: SG326
    return first


def unpacked_dictionary(x):
    first, second = {"a": x, "b": x * x}  # E: SG326
    return x
