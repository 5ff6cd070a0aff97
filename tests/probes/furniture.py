"""What surrounds the numbers: docstrings, asserts, prints, comments."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 0.5
STEPS = 3
WEIGHTS = np.array([1.0, 2.0, 3.0])
SHAPE = (3, 3)


# example: normal(3)
def docstring(x):
    """Sum of squares.

    With "quotes", a back\\slash and a second paragraph.
    """
    return np.sum(x * x)


# example: normal(3)
def comments_everywhere(x):  # beside the def
    # before the first statement
    y = x * x  # beside a statement

    # before a block
    if y[0] > 0:  # beside an if
        # first in a block
        y = y * 2.0
        # last in a block
    else:  # beside an else
        y = y * 3.0
    # before a loop
    for i in range(3):  # beside a for
        # inside the loop
        y[i] = y[i] * x[i]  # a store
    # before the return
    return np.sum(
        y  # inside an expression
        * x
    )  # beside the return


# example: normal(3), 2
def asserts(x, n):
    assert n > 0
    assert x.ndim == 1, "x is a vector"
    assert len(x) >= n, f"x has {len(x)} elements, {n} are asked for"
    return np.sum(x[:n] ** 2)


# example: normal(3), 2
def raises(x, n):
    if n < 0:
        raise ValueError("n is negative")
    if x.shape[0] < n:
        raise ValueError(f"{n} of {x.shape[0]}")
    return np.sum(x[:n] ** 2)


# example: normal(3)
def prints(x):
    print("start", x.shape)
    total = 0.0
    for i in range(3):
        total += x[i] ** 2
        print(f"{i}: {total:.3f}", end="\n")
    return total


# example: normal(3)
def annotated(x: npt.NDArray[np.float64], scale: float = 2.0, n: int = 2) -> float:
    y: np.ndarray = x * scale
    return float(np.sum(y**n))


# example: normal(3)
def module_constants(x):
    y = x * RATE
    for _ in range(STEPS):
        y = y * x + WEIGHTS
    return np.sum(y) + SHAPE[0] * x[0]


# example: normal(3)
def pass_statement(x):
    pass
    return np.sum(x * x)


# example: normal(3)
def expression_statement(x):
    "not a docstring of a class"
    x.sum()
    np.sum(x)
    return np.sum(x * x)


# example: normal(3)
def several_on_a_line(x):
    y = x * x; z = y * x  # noqa: E702
    return np.sum(z)


# example: normal(3)
def on_one_line(x): return np.sum(x * x)  # noqa: E704


# example: normal(3)
def continued_lines(x):
    y = x * x + \
        x * 3.0
    z = (
        y
        + x
    )
    return np.sum(z * y)


# example: normal()
def odd_spacing(x):
    y = ( x*x )+(x )
    return -( y -(x-y ) )


# example: normal(3)
def default_arguments(x, scale=2.0, n=3, kind="sum", flag=True, nothing=None):
    y = x * scale
    if flag and kind == "sum" and nothing is None:
        y = y * n
    return np.sum(y * y)


# example: normal(3)
def numbers(x):
    return np.sum(x * 1e-3 + x * 1_000 + x * 0x10 + x * 0.5e2 + x * 3 + x**2 * .5)


def hand_written_gradient(x, y):
    """Not called by what is differentiated."""
    return [2.0 * (a - b) for a, b in zip(x, y)]


class NotOurs:
    """A class beside the functions does no harm."""

    def method(self, x):
        return lambda y: x + y


# wrt: x, y
# example: normal(3), normal(3)
def beside_a_class(x, y):
    return np.sum((x - y) ** 2)


# example: normal(3)
def gradient_beside_the_loss(x):
    value = np.sum(x * x * x)
    gradient = 3.0 * x * x
    gradient[0] = 0.0
    gradient += 1.0
    return value


# example: normal(3)
def asserts_on_computed_values(x):
    y = np.exp(x)
    assert np.all(y > 0), "positive"
    assert np.isfinite(y).all()
    return np.sum(y)


# example: normal(3)
def type_conversions(x):
    k = int(2.7)
    s = float(x[0])
    return s * x[1] * k + float(k) * x[2]
