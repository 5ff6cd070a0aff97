"""Tuples and records whose parts are bound anew from each other, and what their names meet."""

import numpy as np


# example: normal(4), normal(4)
def rebound_from_itself(x, c):
    s = (x, c * x)
    s = (s[0] * s[1], s[0])
    return np.sum(s[0] * s[1] * x)


# example: normal(4), normal(4)
def rebound_twice_from_itself(x, c):
    s = (x * 2, c * x)
    s = (s[0] * s[1], s[0])
    s = (s[0] * s[1], s[0])
    return np.sum(s[0] * s[1] * s[1])


# example: normal(4), normal(4)
def rotated_in_a_loop(x, c):
    s = (x * 2, c * x)
    for i in range(3):
        s = (s[0] * 0.5 + s[1], s[0])
    return np.sum(s[0] * s[1] * s[1])


# example: normal(4), normal(4)
def list_rotated_in_a_loop(x, c):
    s = [x * 2, c * x]
    for i in range(3):
        s = [np.sin(s[1] * s[0]), s[0]]
    return np.sum(s[0] * s[1] * s[1])


# example: normal(4), normal(4)
def names_rotated(x, c):
    a, b = x * 2, c * x
    a, b = a * b, a
    return np.sum(a * b * b)


# example: normal(4), normal(4)
def dictionary_rotated(x, c):
    d = {"a": x * 2, "b": c * x}
    d = {"a": d["a"] * d["b"], "b": d["a"]}
    return np.sum(d["a"] * d["b"] * d["b"])


# example: normal(4), normal(4)
def part_kept_under_a_name(x, c):
    d = {"a": x * 2, "b": c * x}
    old = d["a"]
    d["a"] = d["a"] * d["b"]
    d["b"] = old * d["a"]
    return np.sum(d["a"] * d["b"] * old)


# example: normal(4), normal(4)
def nested_rotated(x, c):
    s = ((x * 2, c), c * x)
    s = ((s[0][0] * s[1], s[0][0]), s[0][0])
    return np.sum(s[0][0] * s[0][1] * s[1])


# example: normal(4), normal(4)
def a_name_like_an_item(x, c):
    pair = (x * 2, x * 3)
    pair_0 = x * 5
    pair_1 = [pair[0] * pair_0, pair[1]]
    return np.sum(pair[0] * pair_0 * pair_1[0] * pair_1[1])


# example: normal(4), normal(4)
def a_name_like_an_entry(x, c):
    cache = {}
    cache_h = np.sin(x)
    cache["h"] = x * cache_h
    cache_h = cache_h * cache["h"]
    cache["h"] = cache["h"] + cache_h * 2
    return np.sum(cache["h"] * cache_h * x)


def _both(x, c):
    return x * c, x + c


# example: normal(4), normal(4)
def a_name_like_a_received_item(x, c):
    pair_0 = np.sin(x)
    pair = _both(x, c)
    pair_1 = pair[0] * pair_0
    pair = _both(pair[1], pair_1)
    return np.sum(pair[0] * pair_0 * pair_1 * pair[1])


# example: normal(4), normal(4)
def a_name_like_an_item_in_a_loop(x, c):
    pair_0 = np.sin(x)
    for i in range(3):
        pair = (x * i, pair_0 * c)
        pair_0 = pair[0] + pair[1] * pair_0
    return np.sum(pair[0] * pair_0 * pair[1])


# example: normal(4), normal(4)
def a_name_like_a_merged_item(x, c):
    pair_0 = np.sin(x)
    if c[0] > 0:
        pair = (x * 2, pair_0 * c)
    else:
        pair = (x * 3, pair_0 + c)
    pair_0 = pair_0 * pair[0]
    if c[1] > 0:
        pair = (pair[1], pair_0)
    return np.sum(pair[0] * pair_0 * pair[1])


# example: normal(4), normal(4)
def a_name_like_a_carried_item(x, c):
    pair = (x, x * c)
    pair_1 = x * 3
    for i in range(3):
        pair = (pair[0] + pair_1, pair[1] * pair[0])
        pair_1 = pair_1 * pair[0]
    return np.sum(pair[0] * pair_1 * pair[1])


# example: normal(4), normal(4)
def names_like_nested_items(x, c):
    a_0 = (x * 2, x)
    a = ((x * 3, c), x * 4)
    a_0_0 = x * 5
    a = ((a[1] * a_0_0, a[0][0]), a_0[0])
    return np.sum(a[0][0] * a_0[1] * a_0_0 * a[1] * a[0][1])


# example: normal(4), normal(4)
def entries_spelled_alike(x, c):
    s_a_b = {"a_b": x * 2}
    s = {"a": {"b": x * 3}, "a_b": x * 4}
    s_a = {"b": x * 5}
    s["a"]["b"] = s["a"]["b"] * s["a_b"]
    s["a_b"] = s["a_b"] * s_a["b"]
    return np.sum(s["a"]["b"] * s["a_b"] * s_a["b"] * s_a_b["a_b"])


# example: normal(4)
def tuple_read_behind_its_loop(x):
    for i in range(len(x)):
        pair = (x[i], x[i] * x[0])
    return pair[0] * pair[1]


# example: normal(4)
def dictionary_read_behind_its_loop(x):
    t = 1.0
    for i in range(len(x)):
        found = {"a": x[i] * t, "b": 2.0}
        t = t * x[i]
    return found["a"] * found["b"] + t


# example: normal(4)
def tuple_left_by_a_break(x):
    i = 0
    while True:
        a = x[i] * 2
        pair = a, a * x[i]
        i += 1
        if i > 2:
            break
    p, q = pair
    return p * q


# example: normal(4)
def list_read_behind_its_loop(x):
    out = []
    for i in range(len(x)):
        row = [x[i], x[i] * 2]
        out.append(row[0] * row[1])
    return row[0] * out[1]
