"""Networks with a memory, which read a sequence and answer at its end."""

import numpy as np

from srcgrad.nn import linear, lstm_cell, mse, rnn_cell


def recurrent_answer(params, sequence):
    """Return what a plain recurrent network answers.

    sequence : (steps, batch, inputs).
    """
    hidden = np.zeros((sequence.shape[1], params["weight_hidden"].shape[1]))
    for x in sequence:
        hidden = rnn_cell(
            x,
            hidden,
            params["weight_input"],
            params["weight_hidden"],
            params["bias_input"],
            params["bias_hidden"],
        )
    return linear(hidden, params["weight_output"], params["bias_output"])[:, 0]


def lstm_answer(params, sequence):
    """Return what a network with gates answers.

    sequence : (steps, batch, inputs).
    """
    hidden = np.zeros((sequence.shape[1], params["weight_hidden"].shape[1]))
    cell = np.zeros_like(hidden)
    for x in sequence:
        hidden, cell = lstm_cell(
            x,
            hidden,
            cell,
            params["weight_input"],
            params["weight_hidden"],
            params["bias_input"],
            params["bias_hidden"],
        )
    return linear(hidden, params["weight_output"], params["bias_output"])[:, 0]


def recurrent_loss(params, sequence, answers):
    """Return the mean squared error of the plain network."""
    return mse(recurrent_answer(params, sequence), answers)


def lstm_loss(params, sequence, answers):
    """Return the mean squared error of the network with gates."""
    return mse(lstm_answer(params, sequence), answers)
