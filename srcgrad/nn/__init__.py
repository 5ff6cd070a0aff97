"""Layers and losses of neural networks as plain NumPy source, to be differentiated.

None of it is special to srcgrad: a function of this package is treated as one of your
own files, so that its pair stands in the emitted module, which needs NumPy alone.

Arrays have their batch first. Weights have the layout that PyTorch gives them, so that
they can be carried over.
"""

from srcgrad.nn.activations import (
    elu,
    gelu,
    leaky_relu,
    log_softmax,
    relu,
    sigmoid,
    silu,
    softmax,
    softplus,
    tanh,
)
from srcgrad.nn.attention import attention, multi_head_attention
from srcgrad.nn.convolution import conv1d, conv2d
from srcgrad.nn.dense import dropout, embedding, linear
from srcgrad.nn.initialisers import (
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    orthogonal,
)
from srcgrad.nn.losses import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    cross_entropy,
    huber,
    kl_div,
    l1,
    mse,
    nll,
)
from srcgrad.nn.normalisation import batch_norm, layer_norm, rms_norm
from srcgrad.nn.pooling import avg_pool2d, max_pool2d
from srcgrad.nn.recurrent import gru_cell, lstm_cell, rnn_cell

__all__ = [
    "attention",
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy",
    "binary_cross_entropy_from_logits",
    "conv1d",
    "conv2d",
    "cross_entropy",
    "dropout",
    "elu",
    "embedding",
    "gelu",
    "glorot_normal",
    "glorot_uniform",
    "gru_cell",
    "he_normal",
    "he_uniform",
    "huber",
    "kl_div",
    "l1",
    "layer_norm",
    "leaky_relu",
    "linear",
    "log_softmax",
    "lstm_cell",
    "max_pool2d",
    "mse",
    "multi_head_attention",
    "nll",
    "orthogonal",
    "relu",
    "rms_norm",
    "rnn_cell",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "tanh",
]
