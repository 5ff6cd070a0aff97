"""Dictionaries as arguments, as caches, as what a loop carries."""

import numpy as np


# wrt: params, x
# example: {"w1": normal(3, 4), "b1": normal(4), "w2": normal(4, 2)}, normal(5, 3), normal(5, 2)
def two_layers(params, x, y):
    h = np.tanh(x @ params["w1"] + params["b1"])
    p = h @ params["w2"]
    return np.sum((p - y) ** 2)


# example: normal(3), normal(3)
# wrt: x, w
def cache_with_two_names(x, w):
    cache = {"x": x}
    h = np.tanh(x * w)
    cache["h"] = h
    d = cache
    d["h"] = d["h"] * 2.0
    d["n"] = 3
    return np.sum(cache["h"] * cache["x"]) * d["n"]


# wrt: params, x
# example: {"w": normal(3, 3)}, normal(4, 3)
def carried(params, x):
    state = {"h": np.zeros(3), "n": 0}
    for t in range(4):
        h = np.tanh(params["w"] @ state["h"] + x[t])
        state["h"] = h
        state["n"] += 1
    return np.sum(state["h"] ** 2) * state["n"]


# wrt: params, x
# example: {"w": normal(3), "d": normal(3)}, normal(3)
def made_anew_in_each_iteration(params, x):
    state = {"h": x * 1.0, "c": x}
    for t in range(4):
        h = np.tanh(params["w"] * state["h"] + state["c"])
        state = {"h": h, "c": state["c"] * params["d"]}
    return np.sum(state["h"] * state["c"])


# wrt: x, w
# example: normal(3), normal(3)
def tuple_made_anew(x, w):
    pair = (x, w)
    for i in range(3):
        pair = (pair[0] * pair[1], pair[1] + pair[0])
    return np.sum(pair[1])


# wrt: x, w
# example: normal(3), normal(3), 0
def tuple_made_anew_never(x, w, n):
    pair = (x, w * 2.0)
    for i in range(n):
        pair = (pair[1], pair[0])
    return np.sum(pair[1] * pair[0] * x)


# wrt: params, x
# example: {"w": normal(3)}, normal(3), 1
def set_on_both_paths(params, x, flag):
    cache = {"x": x}
    if flag > 0:
        cache["h"] = x * params["w"]
    else:
        cache["h"] = np.tanh(x)
        params["w"] = params["w"] * 2.0
    d = {"a": x * 2.0}
    if flag > 1:
        d = {"a": cache["h"]}
    return np.sum(cache["h"] * params["w"] * d["a"])


# wrt: params, x
# example: {"w": normal(3)}, normal(3), -1
def set_on_the_other_path(params, x, flag):
    cache = {"x": x}
    if flag > 0:
        cache["h"] = x * params["w"]
    else:
        cache["h"] = np.tanh(x)
        params["w"] = params["w"] * 2.0
    return np.sum(cache["h"] * params["w"] * cache["x"])


# example: normal(3)
def array_within(x):
    d = {"v": x.copy()}
    d["v"] *= 2.0
    d["v"][0] = 3.0 * d["v"][1]
    v = d["v"]
    v[2] += x[0] ** 2
    return np.sum(d["v"] ** 2)


# example: normal(3)
def methods(x):
    d = {"a": x, "b": 2.0 * x}
    d.update({"c": d["a"] * d["b"]})
    e = {**d, "a": x + 1.0}
    f = e | {"b": x * x}
    g = f.copy()
    g["a"] = g.pop("c") * g["a"]
    scale = g.get("scale", 2.0)
    if "a" in g and "c" not in g:
        scale = scale * len(g)
    return np.sum(g["a"] * g["b"] * f["a"]) * scale


# example: normal(3)
def nested(x):
    d = {"layer": {"w": x, "b": [x[0], x[1]]}, (1, 2): x * 2.0}
    layer = d["layer"]
    layer["w"] = layer["w"] ** 2
    del layer["b"]
    return np.sum(d["layer"]["w"] * d[1, 2])


# example: normal(3)
def swapped(x):
    d = dict(a=x * 2.0, b=np.sin(x))
    for i in range(3):
        d["a"], d["b"] = d["b"], d["a"] * x
    return np.sum(d["a"] - d["b"] * x)


# wrt: x
# example: normal(3)
def named_again(x):
    d = {"a": x}
    a = d["a"]
    x = x * 3.0
    d["a"] = x * a
    return np.sum(d["a"] * a * x)


# example: normal(3), 3
def a_new_one_in_each_iteration(x, n):
    total = 0.0
    for i in range(n):
        d = {"u": x * i}
        d["v"] = np.sin(d["u"])
        total = total + np.sum(d["u"] * d["v"])
    return total


# example: normal(3), 3
def tuples_of_constants(x, n):
    if n > 2:
        p = (x, 1.0)
    else:
        p = (x, 2.0)
    return np.sum(p[0] * p[1])


# wrt: x, y
# example: normal(), normal()
def list_with_two_names(x, y):
    a = [x, y]
    b = a
    b[0] = x * y
    return a[0] * a[1]


# wrt: x, y
# example: normal(3), normal(3)
def item_outlives_its_name(x, y):
    p = (x, y)
    x = x * y
    return np.sum(p[0] * x * y)
