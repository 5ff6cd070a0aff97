"""Where a function is tried by the generated tests: samplers of arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Sampler = Callable[[Any, tuple[int, ...]], Any]


def between(low: float, high: float) -> Sampler:
    """Numbers between two bounds, away from integers and from 0."""

    def sample(random: Any, shape: tuple[int, ...]) -> Any:
        return random.uniform(low, high, shape)

    return sample


real = between(-1.9, 1.8)
positive = between(0.2, 2.4)
above_one = between(1.2, 3.1)
unit = between(-0.9, 0.9)


def integers(random: Any, shape: tuple[int, ...]) -> Any:
    """Draw integers from 1 to 4."""
    return random.integers(1, 5, shape)


def booleans(random: Any, shape: tuple[int, ...]) -> Any:
    """Draw True and False."""
    return random.integers(0, 2, shape) > 0


def scalar(sampler: Sampler) -> Sampler:
    """Draw one number from a sampler, whatever the shape asked for."""
    return lambda random, shape: float(sampler(random, ()))


@dataclass(frozen=True)
class Case:
    """One list of arguments: `case(random)`."""

    draw: Callable[[Any], tuple[Any, ...]]

    def __call__(self, random: Any) -> tuple[Any, ...]:
        """Draw the arguments."""
        return self.draw(random)


def normal(*shapes: tuple[int, ...]) -> Case:
    """Make a case of arrays of these shapes."""
    return Case(lambda random: tuple(random.normal(size=shape) for shape in shapes))


def case(*values: Any) -> Case:
    """Make a case: what is callable draws, anything else stands for itself."""
    return Case(lambda random: tuple(_drawn(value, random) for value in values))


def _drawn(value: Any, random: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_drawn(item, random) for item in value)
    if isinstance(value, list):
        return [_drawn(item, random) for item in value]
    return value(random) if callable(value) else value


def draw(*shape: int) -> Callable[[Any], Any]:
    """Draw an array of this shape, for `case`."""
    return lambda random: random.normal(size=shape)


MATRIX_PRODUCTS = tuple(
    normal(left, right)
    for left, right in (
        ((3,), (3,)),
        ((2, 3), (3,)),
        ((3,), (3, 4)),
        ((2, 3), (3, 4)),
        ((5, 2, 3), (3, 4)),
        ((2, 3), (5, 3, 4)),
        ((5, 2, 3), (3,)),
        ((3,), (5, 3, 4)),
        ((5, 2, 3), (5, 3, 4)),
        ((1, 2, 3), (5, 3, 4)),
        ((5, 2, 3), (1, 3, 4)),
        ((6, 1, 2, 3), (5, 3, 4)),
    )
)


def mask(*shape: int) -> Callable[[Any], Any]:
    """Draw booleans of this shape, for `case`."""
    return lambda random: random.integers(0, 2, shape) > 0


def vector(sampler: Sampler) -> Sampler:
    """Three numbers from a sampler, whatever the shape asked for."""
    return lambda random, shape: sampler(random, (3,))


def left_of(
    products: tuple[Case, ...], product: Callable[..., Any] = np.matmul
) -> tuple[Case, ...]:
    """Put the cotangent of each product before its operands."""

    def with_cotangent(pair: Case) -> Case:
        def draw_three(random: Any) -> tuple[Any, ...]:
            left, right = pair(random)
            return random.normal(size=product(left, right).shape), left, right

        return Case(draw_three)

    return tuple(with_cotangent(pair) for pair in products)


def index(limit: int, *shape: int) -> Callable[[Any], Any]:
    """Draw positions below a limit, for `case`."""
    return lambda random: random.integers(0, limit, shape)


def spd(size: int) -> Callable[[Any], Any]:
    """Draw a symmetric positive definite matrix, for `case`."""

    def sample(random: Any) -> Any:
        root = random.normal(size=(size, size))
        return root @ root.T + size * np.eye(size)

    return sample


def regular(*shape: int) -> Callable[[Any], Any]:
    """Draw square matrices far from singular ones, for `case`."""
    return lambda random: random.normal(size=shape) + 3.0 * np.eye(shape[-1])


def hermitian(*shape: int) -> Callable[[Any], Any]:
    """Draw symmetric matrices with eigenvalues apart, for `case`."""

    def sample(random: Any) -> Any:
        drawn = random.normal(size=shape)
        return drawn + np.swapaxes(drawn, -1, -2) + np.diag(3.0 * np.arange(shape[-1]))

    return sample


def positive_definite(*shape: int) -> Callable[[Any], Any]:
    """Draw symmetric positive definite matrices, for `case`."""

    def sample(random: Any) -> Any:
        root = random.normal(size=shape)
        return root @ np.swapaxes(root, -1, -2) + shape[-1] * np.eye(shape[-1])

    return sample


def factored(
    factors: Callable[[Any], tuple[Any, ...]],
    count: int | None = None,
    itself: bool = True,
) -> Case:
    """Draw random numbers like a matrix or like its factors, the matrix, its factors."""

    def draw_all(random: Any) -> tuple[Any, ...]:
        matrix = random.normal(size=(4, 3))
        found = tuple(factors(matrix))
        models = found if count is None else (matrix,) * count
        drawn = (random.normal(size=model.shape) for model in models)
        return (*drawn, *((matrix,) if itself else ()), *found)

    return Case(draw_all)


def complex_draw(*shape: int) -> Callable[[Any], Any]:
    """Draw complex numbers of this shape, for `case`."""

    def sample(random: Any) -> Any:
        return random.normal(size=shape) + 1j * random.normal(size=shape)

    return sample


def uniform(low: float, high: float, *shape: int) -> Callable[[Any], Any]:
    """Draw an array of this shape between two bounds, for `case`."""
    return lambda random: random.uniform(low, high, shape)
