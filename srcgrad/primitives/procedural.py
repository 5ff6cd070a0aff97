"""The table's entries of the procedures: how they are called, not how they are derived."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, TupleOf, Type
from srcgrad.primitives import bands, domains, procedures, results
from srcgrad.primitives.entry import Linear, Primitive, signature
from srcgrad.primitives.forms import never

PREFIX = "procedure."
svd = partial(np.linalg.svd, full_matrices=False)


def procedure(
    function: Callable[..., Any],
    parameters: str,
    *domain: domains.Case,
    like: int | None = None,
    result: Callable[..., Type] | None = None,
) -> Primitive:
    """Form of a procedure: its value is typed like the parameter at `like`."""
    name = function.__name__
    return Primitive(
        key=PREFIX + name,
        function=function,
        names=(),
        parameters=signature(parameters),
        result=result
        or (lambda *values: unknown() if like is None else of(values[like])),
        derivative=Linear((), never),
        spelling=name,
        cost=20,
        domain=domain,
    )


def unknown() -> Numeric:
    """Type of an array of which nothing is known."""
    return Numeric(None, None, True)


def of(value: Any) -> Numeric:
    """Type of a new array of the shape and dtype of a value."""
    known = results.numeric(value)
    return Numeric(results.float_dtype(known.dtype), known.shape, True)


def turned(a: Any) -> Numeric:
    """Type of a transposed matrix, or of a stack of them."""
    known = of(a)
    if isinstance(known.shape, tuple):
        *stack, rows, columns = known.shape
        return Numeric(known.dtype, (*stack, columns, rows), True)
    return Numeric(known.dtype, None, True)


def product(left: Any, right: Any) -> Numeric:
    """Type of a product of two matrices, or of two stacks of them."""
    one, two = of(left), of(right)
    if isinstance(one.shape, tuple) and isinstance(two.shape, tuple):
        return Numeric(one.dtype, (*one.shape[:-1], two.shape[-1]), True)
    return Numeric(one.dtype, None, True)


def blocks(c: Any, a: Any, b: Any) -> Numeric:
    """Type of a matrix with a row for each element of `a`, a column for each of `b`."""
    return Numeric(of(c).dtype, (None, None), True)


def placed(c: Any, primal: Any, *_: Any) -> Numeric:
    """Type of a cotangent brought to the shape of its primal."""
    return Numeric(of(c).dtype, of(primal).shape, True)


def factors_like(*places: int) -> Callable[..., Type]:
    """Type of a tuple whose items are typed like these parameters."""
    return lambda *values: TupleOf(tuple(of(values[place]) for place in places))


draw, case = domains.draw, domains.case
PROCEDURES = (
    procedure(procedures.conjugate_transpose, "a", case(draw(2, 3)), result=turned),
    procedure(
        procedures.qr_tangent,
        "a_dot, a, q, r",
        domains.factored(np.linalg.qr, 1),
        result=factors_like(2, 3),
    ),
    procedure(
        procedures.qr_bar,
        "q_bar, r_bar, a, q, r",
        domains.factored(np.linalg.qr),
        like=2,
    ),
    procedure(
        procedures.svd_tangent,
        "a_dot, u, s, vh",
        domains.factored(svd, 1, False),
        result=factors_like(1, 2, 3),
    ),
    procedure(
        procedures.svd_bar,
        "u_bar, s_bar, vh_bar, u, s, vh",
        domains.factored(svd, None, False),
        result=lambda *values: product(values[3], values[5]),
    ),
    procedure(
        procedures.least_squares_tangent,
        "a_dot, a, b, x",
        case(draw(4, 2), draw(4, 2), draw(4), draw(2)),
        like=3,
    ),
    procedure(
        procedures.least_squares_bar,
        "x_bar, a, b, x",
        case(draw(2), draw(4, 2), draw(4), draw(2)),
        result=factors_like(1, 2),
    ),
    procedure(
        procedures.norm_gradient, "x, ord=None, axis=None", case(draw(3, 2)), like=0
    ),
    procedure(procedures.vector_norm_gradient, "x, ord", case(draw(3), 3), like=0),
    procedure(procedures.matrix_norm_gradient, "x, ord", case(draw(3, 2), 1), like=0),
    procedure(procedures.condition_gradient, "x, p=None", case(draw(3, 3), 1), like=0),
    procedure(procedures.spectral_condition_gradient, "x", case(draw(3, 2)), like=0),
    procedure(
        procedures.power_tangent, "a_dot, a, n", case(draw(2, 2), draw(2, 2), 3), like=1
    ),
    procedure(procedures.kron_left, "c, a, b", case(draw(6), draw(2), draw(3)), like=1),
    procedure(
        procedures.kron_right, "c, a, b", case(draw(6), draw(2), draw(3)), like=2
    ),
    procedure(
        procedures.cut_or_fill, "c, primal", case(draw(5), draw(3)), result=placed
    ),
    procedure(
        procedures.both_halves,
        "half, primal, n, axis",
        case(draw(3), draw(4), 5, 0),
        result=placed,
    ),
    procedure(
        procedures.factor_change,
        "change, factor, lower, x",
        case(draw(3, 3), draw(3, 3), True, draw(3)),
        like=3,
    ),
    procedure(
        procedures.factor_bar,
        "solved, factor, lower, x",
        case(draw(3), draw(3, 3), False, draw(3)),
        like=1,
    ),
    procedure(
        procedures.kron_blocks,
        "c, a, b",
        case(draw(6), draw(2), draw(3)),
        result=blocks,
    ),
    procedure(
        bands.row_order,
        "piv",
        case(domains.index(3, 3)),
        result=lambda piv: Numeric("int64", (None,), True),
    ),
    procedure(
        bands.banded_product,
        "bands, x, lower, upper",
        case(draw(3, 4), draw(4), 1, 1),
        like=1,
    ),
    procedure(
        bands.banded_transpose,
        "bands, lower, upper",
        case(draw(3, 4), 1, 1),
        like=0,
    ),
    procedure(
        bands.banded_bar,
        "solved, x, bands, lower, upper",
        case(draw(4), draw(4), draw(3, 4), 1, 1),
        like=2,
    ),
)
