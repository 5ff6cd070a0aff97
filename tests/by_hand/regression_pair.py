"""The pair of `regression.loss`, written by hand."""

import numpy as np


def predict_forward(w, b, x):
    """Keep the data."""
    value = x @ w + b
    return value, (x,)


def predict_backward(saved, value_bar):
    """Two sums over the data."""
    (x,) = saved
    w_bar = x.T @ value_bar
    b_bar = np.sum(value_bar)
    return w_bar, b_bar


def loss_forward(w, b, x, y, decay=0.1):
    """Keep the residual."""
    prediction, predict_saved = predict_forward(w, b, x)
    residual = prediction - y
    value = np.mean(residual**2) + decay * np.sum(w**2)
    return value, (w, decay, predict_saved, residual)


def loss_backward(saved, value_bar=1.0):
    """Through the residual, then the prediction."""
    w, decay, predict_saved, residual = saved
    residual_bar = 2.0 * value_bar / residual.size * residual
    w_bar = 2.0 * value_bar * decay * w
    w_bar_predict, b_bar = predict_backward(predict_saved, residual_bar)
    w_bar = w_bar + w_bar_predict
    return w_bar, b_bar
