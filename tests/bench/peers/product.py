"""The scaled matrix product for other tools, and its adjoint by hand."""

import numpy as np


def _loss(c, a, b, alpha, beta):
    result = beta * c + alpha * a @ b
    return (result * result).sum()


def jax():
    return _loss


def torch():
    return _loss


def autograd():
    import autograd.numpy as anp

    def loss(c, a, b, alpha, beta):
        result = beta * c + alpha * anp.dot(a, b)
        return anp.sum(result * result)

    return loss


def numpy_by_hand():
    def gradient(c, a, b, alpha, beta):
        scaled = alpha * a
        result = scaled @ b
        result += beta * c
        value = np.sum(result * result)
        result *= 2.0
        return value, (beta * result, alpha * (result @ b.T), scaled.T @ result)

    return gradient
