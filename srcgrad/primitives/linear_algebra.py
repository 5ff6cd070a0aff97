"""Linear algebra: norms, solutions of linear systems, determinants, factors."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import linear, tangent
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.reductions import reduction
from srcgrad.primitives.results import known_rank


def norm_type(
    x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False
) -> Numeric:
    """Type of a norm."""
    if not results.is_literal(ord) or not results.is_literal(axis):
        raise Unsupported("np.linalg.norm needs literal ord and axis")
    vector = isinstance(axis, int) or (axis is None and known_rank(x) == 1)
    if (
        ord is not None
        and not (ord == "fro" and not vector)
        and not (ord in (1, 2) and vector)
    ):
        raise Unsupported(
            f"`ord={ord!r}` of np.linalg.norm is not supported here: "
            "1 and 2 are, for vectors (give `axis=` where the rank is unknown)"
        )
    dtype = results.float_dtype(results.numeric(x).dtype)
    return reduction(dtype, x, axis, keepdims)


def norm_tangent(
    x: Any,
    ord: Any,
    axis: Any,
    keepdims: Any,
    out: Any,
    dx: Any,
) -> Any:
    """Tangent of a norm: 0 where the norm is 0."""
    if ord == 1:
        return np.sum(np.sign(x) * dx, axis=axis, keepdims=keepdims)
    return np.sum(x * dx, axis=axis, keepdims=keepdims) / (out + (out == 0))


def flipped(a: Any) -> Any:
    """Transpose of a matrix, or of each matrix of a stack."""
    return a.T if known_rank(a) == 2 else np.swapaxes(a, -1, -2)


def solution_type(a: Any, b: Any) -> Numeric:
    """Type of `np.linalg.solve(a, b)`."""
    left, right = results.numeric(a), results.numeric(b)
    dtype = results.float_dtype(results.promote(left, right))
    if isinstance(left.shape, tuple) and isinstance(right.shape, tuple):
        if len(left.shape) == 2 or len(left.shape) == len(right.shape):
            return Numeric(dtype, right.shape, True)
    return Numeric(dtype, None, True)


def solution_tangent(a: Any, b: Any, out: Any, da: Any, db: Any) -> Any:
    """Tangent of the solution of a linear system."""
    if (known_rank(a) or 2) != 2:
        raise Unsupported("np.linalg.solve is supported for one matrix, not for stacks")
    if db is not None:
        return invoke("held.solve", a, db)
    return invoke("held.solve", a, -(da @ out))


def inverse_type(a: Any) -> Numeric:
    """Type of an inverse."""
    known = results.numeric(a)
    return Numeric(results.float_dtype(known.dtype), known.shape, True)


def determinant_type(a: Any) -> Numeric:
    """Type of a determinant."""
    known = results.numeric(a)
    dtype = results.float_dtype(known.dtype)
    if known_rank(a) is None:
        return Numeric(dtype)
    shape = known.shape
    assert isinstance(shape, tuple)
    if len(shape) != 2:
        raise Unsupported("determinants are supported for one matrix, not for stacks")
    return Numeric(dtype, (), mutable=False)


def log_determinant_type(a: Any) -> Type:
    """Type of `np.linalg.slogdet`: the sign, and the logarithm."""
    one = determinant_type(a)
    return TupleOf((one, one))


def cholesky_tangent(a: Any, out: Any, da: Any) -> Any:
    """Tangent of a Cholesky factor: NumPy reads the lower triangle of `a` alone."""
    if (known_rank(a) or 2) != 2:
        raise Unsupported("np.linalg.cholesky is supported for one matrix")
    whole = np.tril(da) + np.tril(da, -1).T
    half = invoke("held.solve", out, invoke("held.solve", out, whole).T)
    lower = np.tril(np.ones_like(a)) - 0.5 * np.diag(np.ones_like(a[0]))
    return out @ (half * lower)


SYSTEMS = (
    domains.case(domains.spd(3), domains.draw(3)),
    domains.case(domains.spd(3), domains.draw(3, 2)),
)
MATRICES = (domains.case(domains.spd(3)),)

LINEAR_ALGEBRA = (
    tangent(
        np.linalg.norm,
        norm_tangent,
        "x, ord=None, axis=None, keepdims=False",
        key="linalg.norm",
        result=norm_type,
        choice="0 where the norm is 0",
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(3, 4)),
            domains.case(domains.draw(3, 4), "fro"),
            domains.case(domains.draw(3, 4), None, 1),
            domains.case(domains.draw(3, 4), 2, 0, True),
            domains.case(domains.draw(3, 4), 1, -1),
        ),
    ),
    tangent(
        np.linalg.solve,
        solution_tangent,
        "a, b",
        key="linalg.solve",
        result=solution_type,
        positions=(0, 1),
        cost=20,
        domain=SYSTEMS,
    ),
    # the same with the matrix held, so that tangents can be transposed
    linear(
        np.linalg.solve,
        lambda c, a, b: invoke("held.solve", flipped(a), c),
        "a, b",
        key="held.solve",
        names=(),
        spelling="np.linalg.solve",
        result=solution_type,
        positions=(1,),
        cost=20,
        domain=SYSTEMS,
    ),
    tangent(
        np.linalg.inv,
        lambda a, out, da: -(out @ da @ out),
        key="linalg.inv",
        result=inverse_type,
        cost=20,
        domain=(*MATRICES, domains.normal((2, 3, 3))),
    ),
    tangent(
        np.linalg.det,
        lambda a, out, da: out * np.sum(np.linalg.inv(a).T * da),
        key="linalg.det",
        result=determinant_type,
        cost=20,
        choice="not defined where the matrix is singular",
        domain=MATRICES,
    ),
    tangent(
        np.linalg.slogdet,
        lambda a, da: (0.0, np.sum(np.linalg.inv(a).T * da)),
        key="linalg.slogdet",
        result=log_determinant_type,
        cost=20,
        domain=MATRICES,
    ),
    tangent(
        np.linalg.cholesky,
        cholesky_tangent,
        key="linalg.cholesky",
        result=inverse_type,
        cost=20,
        domain=MATRICES,
    ),
)
