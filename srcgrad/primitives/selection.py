"""Choices between values."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.forms import linear
from srcgrad.primitives.results import broadcast


def where_type(condition: Any, x: Any, y: Any) -> Numeric:
    """Type of `np.where(condition, x, y)`: always an ndarray."""
    chosen = results.same(x, y)
    shape = broadcast(results.numeric(condition).shape, chosen.shape)
    return Numeric(chosen.dtype, shape, mutable=True)


SELECTION = (
    linear(
        np.where,
        lambda c, condition, x, y: (
            np.where(condition, c, 0.0),
            np.where(condition, 0.0, c),
        ),
        "condition, x, y",
        result=where_type,
        positions=(1, 2),
        broadcasts=True,
        blind=(0,),
        cost=3,
        domain=(
            domains.case(domains.mask(3), domains.draw(3), domains.draw(3)),
            domains.case(domains.mask(2, 3), domains.draw(3), domains.draw(2, 3)),
            domains.case(domains.mask(2, 3), domains.draw(2, 1), 0.0),
        ),
    ),
)
