"""The rules of the helpers, so that an emitted file can be differentiated again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, helpers, results
from srcgrad.primitives.entry import Bilinear, Derivative, Linear, Primitive, signature
from srcgrad.primitives.formula import invoke


def helper(
    function: Callable[..., Any],
    parameters: str,
    derivative: Derivative,
    result: Callable[..., Any],
    **rest: Any,
) -> Primitive:
    """Form of a helper: called by its bare name."""
    name = function.__name__
    return Primitive(
        f"helper.{name}",
        function,
        (f"helper.{name}",),
        signature(parameters),
        result,
        derivative,
        name,
        **rest,
    )


def like(primal: Any) -> Numeric:
    """Type of a cotangent: that of its primal."""
    known = results.numeric(primal)
    mutable = False if known.shape in ((), frozenset()) else known.mutable
    return Numeric(known.dtype, known.shape, mutable)


def spread_over(c: Any, cotangent: Any, primal: Any) -> Any:
    """Transpose of `unbroadcast`."""
    return np.broadcast_to(c, np.shape(cotangent))


SUPPORT = (
    helper(
        helpers.unbroadcast,
        "cotangent, primal",
        Linear((0,), spread_over),
        lambda cotangent, primal: like(primal),
        blind=(1,),
        domain=(
            domains.normal((2, 3), (3,)),
            domains.normal((2, 3), (2, 1)),
            domains.normal((2, 3), ()),
            domains.normal((4, 2, 3), (1, 3)),
            domains.normal((3,), (3,)),
        ),
    ),
    helper(
        helpers.expand,
        "cotangent, primal, axis=None, keepdims=False",
        Linear(
            (0,),
            lambda c, cotangent, primal, axis=None, keepdims=False: np.sum(
                c, axis=axis, keepdims=keepdims
            ),
        ),
        lambda cotangent, primal, axis=None, keepdims=False: Numeric(
            results.numeric(cotangent).dtype, results.numeric(primal).shape, True
        ),
        blind=(1,),
        domain=(
            domains.case(domains.draw(3), domains.draw(2, 3), 0),
            domains.case(domains.draw(2, 1), domains.draw(2, 3), 1, True),
            domains.case(domains.draw(), domains.draw(2, 3)),
        ),
    ),
    helper(
        helpers.matmul_left,
        "cotangent, left, right",
        Bilinear(
            (0, 2),
            lambda c, cotangent, left, right: c @ right,
            lambda c, cotangent, left, right: invoke(
                "helper.matmul_right", cotangent, c, right
            ),
        ),
        lambda cotangent, left, right: like(left),
        blind=(1,),
        cost=20,
        domain=domains.left_of(domains.MATRIX_PRODUCTS),
    ),
    helper(
        helpers.matmul_right,
        "cotangent, left, right",
        Bilinear(
            (0, 1),
            lambda c, cotangent, left, right: left @ c,
            lambda c, cotangent, left, right: invoke(
                "helper.matmul_left", cotangent, left, c
            ),
        ),
        lambda cotangent, left, right: like(right),
        blind=(2,),
        cost=20,
        domain=domains.left_of(domains.MATRIX_PRODUCTS),
    ),
)
