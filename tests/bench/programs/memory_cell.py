"""Long short-term memory with a weight for each element, two layers, over a text."""

import numpy as np

WRT = ("main", "extra")
SIZES = {"tiny": (5, 2, 3), "full": (1000, 2, 14)}
STORES = True


def arguments(length, layers, width):
    rng = np.random.default_rng(16)
    main = rng.normal(size=(2 * layers, 4 * width))
    extra, state = rng.normal(size=(3, width)), rng.normal(size=(2 * layers, width))
    return main, extra, state, np.eye(width)[rng.integers(0, width, length)]


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def cell(w, b, hidden, memory, x):
    n = hidden.shape[0]
    forget = sigmoid(x * w[:n] + b[:n])
    entry = sigmoid(hidden * w[n : 2 * n] + b[n : 2 * n])
    leave = sigmoid(x * w[2 * n : 3 * n] + b[2 * n : 3 * n])
    change = np.tanh(hidden * w[3 * n :] + b[3 * n :])
    memory = memory * forget + entry * change
    return leave * np.tanh(memory), memory


def loss(main, extra, state, text):
    s = state.copy()
    total = 0.0
    for t in range(text.shape[0] - 1):
        x = text[t] * extra[0]
        for i in range(0, s.shape[0], 2):
            x, s[i + 1] = cell(main[i], main[i + 1], s[i], s[i + 1], x)
            s[i] = x
        y = x * extra[1] + extra[2]
        total += np.sum(text[t + 1] * (y - np.log(2.0 + np.sum(np.exp(y)))))
    return -total / text.size
