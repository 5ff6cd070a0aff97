"""Annotations by names that an emitted module does not import, or has to."""

from os import PathLike as Float
from typing import Any

import numpy as np
from numpy.typing import NDArray


# example: normal(4)
def of_typing(x: np.ndarray[Any, Any]):
    y: NDArray[Any] = x * x
    return np.sum(y)


# example: normal(4)
def of_another_package(x: Float[str]):
    y: Float[str] = x * x
    total: "Float[str]" = np.sum(y * x)
    return total


# example: normal(4)
def in_a_branch(x, squared: bool = True):
    if squared:
        y: NDArray[np.float64] = x * x
    else:
        y = x
    return np.sum(y)


def extent(x: Float[str], times: int = 2) -> Float[str]:
    return len(x) * times


# example: normal(4)
def called_as_it_stands(x: NDArray[np.float64]):
    return np.sum(x) if extent(x) > 2 else np.sum(x * x)
