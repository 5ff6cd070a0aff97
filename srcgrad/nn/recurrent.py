"""Input and state -> next state: one step of a recurrent network.

x : (batch, inputs). States are (batch, hidden); a cell with k gates has weights
(k * hidden, inputs) and (k * hidden, hidden), and biases (k * hidden,).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from srcgrad.nn.activations import sigmoid


def rnn_cell(
    x: NDArray,
    hidden: NDArray,
    weight_input: NDArray,
    weight_hidden: NDArray,
    bias_input: NDArray,
    bias_hidden: NDArray,
) -> NDArray:
    """Return the next state of a plain recurrent network. Elman (1990)."""
    return np.tanh(
        x @ weight_input.T + bias_input + hidden @ weight_hidden.T + bias_hidden
    )


def lstm_cell(
    x: NDArray,
    hidden: NDArray,
    cell: NDArray,
    weight_input: NDArray,
    weight_hidden: NDArray,
    bias_input: NDArray,
    bias_hidden: NDArray,
) -> tuple[NDArray, NDArray]:
    """Return the next `(hidden, cell)`; gates in the order input, forget, new, output.

    Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000).
    """
    size = hidden.shape[1]
    gates = x @ weight_input.T + bias_input + hidden @ weight_hidden.T + bias_hidden
    admit = sigmoid(gates[:, :size])
    forget = sigmoid(gates[:, size : 2 * size])
    new = np.tanh(gates[:, 2 * size : 3 * size])
    show = sigmoid(gates[:, 3 * size :])
    cell = forget * cell + admit * new
    return show * np.tanh(cell), cell


def gru_cell(
    x: NDArray,
    hidden: NDArray,
    weight_input: NDArray,
    weight_hidden: NDArray,
    bias_input: NDArray,
    bias_hidden: NDArray,
) -> NDArray:
    """Return the next state; gates in the order reset, update, new.

    Cho et al. (2014), with the reset gate behind the matrix product.
    """
    size = hidden.shape[1]
    of_input = x @ weight_input.T + bias_input
    of_hidden = hidden @ weight_hidden.T + bias_hidden
    reset = sigmoid(of_input[:, :size] + of_hidden[:, :size])
    update = sigmoid(of_input[:, size : 2 * size] + of_hidden[:, size : 2 * size])
    new = np.tanh(of_input[:, 2 * size :] + reset * of_hidden[:, 2 * size :])
    return new + update * (hidden - new)
