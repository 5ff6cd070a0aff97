"""A policy that balances a pole, and the loss whose gradient makes it better.

Williams (1992): the gradient of the expected return is the mean of the gradients of the
log-probabilities of the actions, each weighted by what followed it.
"""

import numpy as np


def scores(w1, b1, w2, b2, states):
    """Return a score for each of the two actions, at each state."""
    hidden = np.tanh(states @ w1 + b1)
    return hidden @ w2 + b2


def loss(w1, b1, w2, b2, states, actions, advantages):
    """Return minus the mean of log-probabilities times advantages.

    states : (steps, 4). actions : (steps,), 0 or 1. advantages : (steps,).
    """
    logits = scores(w1, b1, w2, b2, states)
    peak = logits.max(axis=1, keepdims=True)
    shifted = logits - peak
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    taken = log_probabilities[np.arange(actions.size), actions]
    return -np.mean(taken * advantages)
