"""Dictionaries handed to functions, changed by them, and returned."""

import numpy as np


def layer(p, x):
    return np.tanh(x @ p["w"] + p["b"])


# wrt: params, x
# example: {"one": {"w": normal(3, 4), "b": normal(4)}, "two": {"w": normal(4, 2), "b": normal(2)}}, normal(5, 3)
def nested_parameters(params, x):
    h = layer(params["one"], x)
    return np.sum(layer(params["two"], h) ** 2)


def through(params, x):
    return np.sum(params["w"] * x * params["s"])


# wrt: params
# example: {"w": normal(3), "s": normal()}, normal(3)
def handed_on(params, x):
    q = params
    return through(q, x) + through(params, 2.0 * x)


def forward(params, x, cache):
    cache["x"] = x
    cache["h"] = np.tanh(params["w"] * x)
    return cache["h"] * 2.0


# wrt: params, x
# example: {"w": normal(3)}, normal(3)
def filled_by_the_callee(params, x):
    cache = {}
    y = forward(params, x, cache)
    z = forward(params, y, cache)
    return np.sum(cache["h"] * cache["x"] * z)


def statistics(x):
    m = np.mean(x)
    return {"mean": m, "parts": (x - m, x * x)}


# example: normal(4)
def returned(x):
    s = statistics(x)
    t = statistics(s["parts"][1])
    return s["mean"] * t["mean"] + np.sum(s["parts"][0] ** 3)


# example: normal(4)
def returned_in_an_expression(x):
    return statistics(x)["mean"] * np.sum(statistics(x * x)["parts"][1])


def stepped(state, k):
    return {"x": state["x"] + 0.1 * state["v"], "v": state["v"] - 0.1 * k * state["x"]}


# wrt: x, k
# example: normal(2), normal()
def stepped_in_a_loop(x, k):
    state = {"x": x, "v": np.zeros(2)}
    for i in range(5):
        state = stepped(state, k)
    return np.sum(state["x"] ** 2) + np.sum(state["v"] * x)


def scaled(p, s):
    p["w"] *= s
    p["b"] = p["b"] * s
    return p


# wrt: x, s
# example: normal(3), normal()
def changed_and_returned(x, s):
    p = {"w": x.copy(), "b": x + 1.0}
    q = scaled(p, s)
    q["w"] = q["w"] * 2.0
    return np.sum(p["w"] * q["b"] * x)


def both(x):
    h = np.sin(x)
    return h * x, {"h": h, "x": x}


# example: normal(3)
def value_and_cache(x):
    y, cache = both(x)
    z, other = both(y)
    return np.sum(z * cache["h"] * other["x"])


def pair_of(x, y):
    return x * y, x + y


# example: normal(3)
def tuple_in_a_loop(x):
    pair = (x, np.ones(3))
    for i in range(3):
        pair = pair_of(*pair)
    return np.sum(pair[0] * pair[1])


# wrt: params, x
# example: {"w": normal(3), "v": normal(3)}, normal(3)
def parts_of_the_value(params, x):
    return {"loss": np.sum(params["w"] * x), "out": (params["v"] * x, x)}
