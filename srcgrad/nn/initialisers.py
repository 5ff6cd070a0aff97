"""Generator and shape -> first weights.

`shape` is that of a weight: (outputs, inputs), or (filters, channels, rows, columns)
where the field of a kernel counts to both.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Shape = tuple[int, ...]


def glorot_uniform(generator: np.random.Generator, shape: Shape) -> NDArray[Any]:
    """Return draws between -a and a, a**2 = 6 / (inputs + outputs).

    Glorot and Bengio (2010), equation 16.
    """
    inputs, outputs = _fans(shape)
    bound = math.sqrt(6.0 / (inputs + outputs))
    return generator.uniform(-bound, bound, shape)


def glorot_normal(generator: np.random.Generator, shape: Shape) -> NDArray[Any]:
    """Return normal draws of variance 2 / (inputs + outputs)."""
    inputs, outputs = _fans(shape)
    return generator.normal(0.0, math.sqrt(2.0 / (inputs + outputs)), shape)


def he_uniform(generator: np.random.Generator, shape: Shape) -> NDArray[Any]:
    """Return draws between -a and a, a**2 = 6 / inputs. He et al. (2015)."""
    bound = math.sqrt(6.0 / _fans(shape)[0])
    return generator.uniform(-bound, bound, shape)


def he_normal(generator: np.random.Generator, shape: Shape) -> NDArray[Any]:
    """Return normal draws of variance 2 / inputs. He et al. (2015), equation 10."""
    return generator.normal(0.0, math.sqrt(2.0 / _fans(shape)[0]), shape)


def orthogonal(generator: np.random.Generator, shape: Shape) -> NDArray[Any]:
    """Return a matrix whose rows, or columns if there are fewer, are orthonormal.

    Saxe, McClelland and Ganguli (2014). Axes beyond the first count as one.
    """
    rows, columns = shape[0], math.prod(shape[1:])
    draws = generator.normal(size=(max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(draws)
    q = q * np.sign(np.diagonal(r))  # else the draws are not uniform
    return (q if rows >= columns else q.T).reshape(shape)


def _fans(shape: Shape) -> tuple[int, int]:
    """Inputs and outputs that one weight of this shape connects."""
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field
