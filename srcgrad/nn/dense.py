"""Array and weights -> array: layers that know of no neighbourhood."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def linear(x: NDArray, weight: NDArray, bias: NDArray | None = None) -> NDArray:
    """Return `x @ weight.T + bias`.

    x : (..., inputs). weight : (outputs, inputs). bias : (outputs,).
    """
    out = x @ weight.T
    if bias is not None:
        out = out + bias
    return out


def dropout(
    x: NDArray, rate: float, generator: np.random.Generator, training: bool = True
) -> NDArray:
    """Return `x` with a share `rate` of its elements at 0, and the others scaled up.

    The mask is drawn from `generator`, so that a seed decides it; not in training, `x`
    is returned as it is.
    """
    if not training or rate == 0.0:
        return x
    kept = generator.random(x.shape) >= rate
    return np.where(kept, x / (1.0 - rate), 0.0)


def embedding(indices: NDArray, weight: NDArray) -> NDArray:
    """Return the rows of `weight`, (entries, size), at the integers `indices`."""
    return weight[indices]
