"""Positions and tests that no derivative flows through: triangles, grids, sets."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from srcgrad.ir.types import INTEGER, UNKNOWN, Numeric, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.forms import zero

PLACES = Numeric("int64", (None,), mutable=True)


def two(*_: Any) -> Type:
    """Type of rows and columns."""
    return TupleOf((PLACES, PLACES))


def diagonal_type(n: Any, ndim: Any = 2) -> Type:
    """Type of `np.diag_indices`."""
    return TupleOf((PLACES,) * ndim) if type(ndim) is int else UNKNOWN


def unravelled_type(indices: Any, shape: Any) -> Type:
    """Type of `np.unravel_index`: positions along each axis."""
    known = results.extents(shape)
    one = results.array("int64", results.numeric(indices).shape)
    return TupleOf((one,) * len(known)) if isinstance(known, tuple) else UNKNOWN


def grid_type(dimensions: Any, sparse: Any = False) -> Type:
    """Type of `np.indices`."""
    known = results.extents(dimensions)
    if not isinstance(known, tuple):
        return Numeric("int64", None, mutable=True)
    return Numeric("int64", (len(known), *known), mutable=True)


def triangle_type(N: Any, M: Any = None, k: Any = 0) -> Type:
    """Type of `np.tri`."""
    sides = [side if type(side) is int else None for side in (N, N if M is None else M)]
    return Numeric("float64", tuple(sides), mutable=True)


def member_type(element: Any, test_elements: Any) -> Type:
    """Type of a test of each element."""
    return results.array("bool", results.numeric(element).shape)


def test(function: Any, *samplers: Any) -> Primitive:
    """Form of a test of each element."""
    return zero(function, result=results.boolean, domain=samplers or (domains.real,))


def whole(function: Any, *samplers: Any) -> Primitive:
    """Form of a function of `math` of whole numbers."""
    name = function.__name__
    return zero(
        function,
        ", ".join("nkm"[: len(samplers)]),
        key=f"math.{name}",
        names=(f"math.{name}",),
        spelling=f"math.{name}",
        result=lambda *_: INTEGER,
        domain=(domains.case(*samplers),),
    )


POSITIONS = (
    zero(
        np.tri,
        "N, M=None, k=0",
        result=triangle_type,
        domain=(domains.case(3), domains.case(3, 4, 1)),
    ),
    *(
        zero(
            function,
            "n, k=0, m=None",
            result=two,
            domain=(domains.case(3), domains.case(3, 1), domains.case(3, 0, 4)),
        )
        for function in (np.tril_indices, np.triu_indices)
    ),
    *(
        zero(
            function,
            "arr, k=0",
            result=two,
            domain=(
                domains.case(domains.draw(3, 3)),
                domains.case(domains.draw(3, 4), 1),
            ),
        )
        for function in (np.tril_indices_from, np.triu_indices_from)
    ),
    zero(
        np.diag_indices,
        "n, ndim=2",
        result=diagonal_type,
        domain=(domains.case(3), domains.case(2, 3)),
    ),
    zero(
        np.diag_indices_from,
        "arr",
        result=lambda arr: diagonal_type(0, results.known_rank(arr)),
        domain=(domains.case(domains.draw(3, 3)),),
    ),
    zero(
        np.indices,
        "dimensions, *, sparse=False",
        result=grid_type,
        domain=(domains.case((2, 3)),),
    ),
    zero(
        np.unravel_index,
        "indices, shape",
        result=unravelled_type,
        domain=(domains.case(5, (2, 3)), domains.case(domains.index(6, 4), (2, 3))),
    ),
    zero(
        np.isin,
        "element, test_elements",
        result=member_type,
        domain=(domains.case(domains.index(4, 3), domains.index(4, 2)),),
    ),
    zero(
        np.array_equiv,
        "a1, a2",
        result=results.flag,
        domain=(domains.normal((3,), (3,)),),
    ),
    test(np.isposinf),
    test(np.isneginf),
    test(np.isreal),
    test(np.iscomplex),
    zero(
        np.isrealobj,
        "x",
        result=results.flag,
        domain=(domains.normal((3,)),),
    ),
    zero(
        np.iscomplexobj,
        "x",
        result=results.flag,
        domain=(domains.normal((3,)),),
    ),
    zero(
        np.gcd,
        "x1, x2",
        result=results.same,
        domain=(domains.integers, domains.integers),
    ),
    zero(
        np.lcm,
        "x1, x2",
        result=results.same,
        domain=(domains.integers, domains.integers),
    ),
    whole(math.gcd, 4, 6),
    whole(math.lcm, 4, 6),
    whole(math.comb, 5, 2),
    whole(math.perm, 5, 2),
    whole(math.factorial, 4),
    whole(math.isqrt, 17),
    zero(
        math.isclose,
        "a, b, *, rel_tol=1e-09, abs_tol=0.0",
        key="math.isclose",
        names=("math.isclose",),
        spelling="math.isclose",
        result=results.flag,
        domain=(domains.case(1.0, 2.0),),
    ),
)
