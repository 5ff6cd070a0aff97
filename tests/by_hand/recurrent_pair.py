"""The pair of `recurrent.loss`, written by hand."""

import numpy as np


def loss_forward(w, u, b, inputs, target):
    """Keep the state before and after each step."""
    h = np.zeros(b.shape[0])
    before_tape = []
    after_tape = []
    for x in inputs:
        before_tape.append(h)
        h = np.tanh(w @ h + u @ x + b)
        after_tape.append(h)
    return np.sum((h - target) ** 2), (w, u, b, inputs, target, before_tape, after_tape)


def loss_backward(saved, value_bar=1.0):
    """Back through time."""
    w, u, b, inputs, target, before_tape, after_tape = saved
    h_bar = 2.0 * value_bar * (after_tape[-1] - target)
    w_bar = np.zeros_like(w)
    u_bar = np.zeros_like(u)
    b_bar = np.zeros_like(b)
    for x, before, after in zip(
        reversed(inputs), reversed(before_tape), reversed(after_tape)
    ):
        term_bar = h_bar * (1.0 - after * after)
        w_bar += np.outer(term_bar, before)
        u_bar += np.outer(term_bar, x)
        b_bar += term_bar
        h_bar = w.T @ term_bar
    return w_bar, u_bar, b_bar
