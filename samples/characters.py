"""A network that reads a text letter by letter and says which letter comes next."""

import numpy as np

from srcgrad.nn import cross_entropy, embedding, gru_cell, linear


def step(params, letters, hidden):
    """Return the next state, and a score for each letter that may follow."""
    hidden = gru_cell(
        embedding(letters, params["letters"]),
        hidden,
        params["weight_input"],
        params["weight_hidden"],
        params["bias_input"],
        params["bias_hidden"],
    )
    return hidden, linear(hidden, params["weight_output"], params["bias_output"])


def loss(params, text):
    """Return the mean cross-entropy of each letter with what was foretold.

    text : (batch, length) integers.
    """
    hidden = np.zeros((text.shape[0], params["weight_hidden"].shape[1]))
    total = 0.0
    for t in range(text.shape[1] - 1):
        hidden, scores = step(params, text[:, t], hidden)
        total = total + cross_entropy(scores, text[:, t + 1])
    return total / (text.shape[1] - 1)
