"""The adjoint of the perceptron, by hand."""

import numpy as np


def numpy_by_hand():
    def gradient(x, target, w1, b1, w2, b2, w3, b3):
        first = np.maximum(x @ w1 + b1, 0.0)
        second = np.maximum(first @ w2 + b2, 0.0)
        third = second @ w3 + b3
        e = np.exp(third - np.max(third, axis=-1, keepdims=True))
        p = e / np.sum(e, axis=-1, keepdims=True)
        product = p * target
        value = np.sum(product)
        third_bar = product - p * np.sum(product, axis=-1, keepdims=True)
        second_bar = third_bar @ w3.T
        second_bar *= second > 0.0
        first_bar = second_bar @ w2.T
        first_bar *= first > 0.0
        return value, (
            x.T @ first_bar,
            np.sum(first_bar, axis=0),
            first.T @ second_bar,
            np.sum(second_bar, axis=0),
            second.T @ third_bar,
            np.sum(third_bar, axis=0),
        )

    return gradient
