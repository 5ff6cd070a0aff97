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
