"""Products of many matrices: powers, and chains in the order that is cheapest."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, Shape
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import flipped
from srcgrad.primitives.forms import tangent
from srcgrad.primitives.formula import invoke, is_zero
from srcgrad.primitives.products import matmul_left, matmul_right
from srcgrad.primitives.results import known_rank


def power_type(a: Any, n: Any) -> Numeric:
    """Type of a power of a matrix: a negative one is of the inverse."""
    known = results.numeric(a)
    return Numeric(known.dtype, known.shape, True)


def chain_type(arrays: Any) -> Numeric:
    """Type of a product of several matrices; the first and the last may be vectors."""
    if not isinstance(arrays, tuple | list):
        return Numeric()
    dtype = results.promote(*map(results.numeric, arrays))
    ranks = [known_rank(one) for one in arrays]
    shape: Shape = None
    if None not in ranks:
        first, last = (
            results.numeric(arrays[0]).shape,
            results.numeric(arrays[-1]).shape,
        )
        assert isinstance(first, tuple) and isinstance(last, tuple)
        shape = (*first[:-1], *last[1:])
    return results.array(dtype, shape)


def chain_tangent(arrays: Any, darrays: Any) -> Any:
    """Tangent of a product of several matrices: one of them changes in each term."""
    total: Any = None
    for place, change in enumerate(darrays):
        if is_zero(change):
            continue
        term = np.linalg.multi_dot([*arrays[:place], change, *arrays[place + 1 :]])
        total = term if total is None else total + term
    return total


def chain_back(c: Any, arrays: Any) -> tuple[Any, ...]:
    """Cotangents of the factors of a product."""
    return tuple(_factor_back(c, arrays, place) for place in range(len(arrays)))


def _factor_back(c: Any, arrays: Any, place: int) -> Any:
    left, right = _product(arrays[:place]), _product(arrays[place + 1 :])
    factor = arrays[place]
    if right is not None:
        c = matmul_left(c, factor if left is None else left @ factor, right)
    return c if left is None else matmul_right(c, left, factor)


def _product(factors: Any) -> Any:
    if len(factors) < 2:
        return factors[0] if factors else None
    if len(factors) == 2:
        return factors[0] @ factors[1]
    return np.linalg.multi_dot(list(factors))


CHAINS = (
    tangent(
        np.linalg.multi_dot,
        chain_tangent,
        "arrays",
        key="linalg.multi_dot",
        result=chain_type,
        reverse=chain_back,
        cost=20,
        joins=True,
        domain=(
            domains.case((domains.draw(2, 3), domains.draw(3, 4))),
            domains.case((domains.draw(2, 3), domains.draw(3, 4), domains.draw(4, 2))),
            domains.case((domains.draw(3), domains.draw(3, 4), domains.draw(4))),
            domains.case((domains.draw(3), domains.draw(3, 4), domains.draw(4, 2))),
            domains.case((domains.draw(2, 3), domains.draw(3, 4), domains.draw(4))),
        ),
    ),
    tangent(
        np.linalg.matrix_power,
        lambda a, n, da: invoke("procedure.power_tangent", da, a, n),
        "a, n",
        key="linalg.matrix_power",
        result=power_type,
        reverse=lambda c, a, n: invoke("procedure.power_tangent", c, flipped(a), n),
        cost=20,
        domain=(
            domains.case(domains.regular(3, 3), 3),
            domains.case(domains.regular(3, 3), 0),
            domains.case(domains.regular(3, 3), 1),
            domains.case(domains.regular(2, 3, 3), -2),
        ),
    ),
)
