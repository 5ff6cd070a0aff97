"""Sizes of vectors and matrices: norms, condition numbers, ranks."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.expressions import Apply, Name
from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import (
    conj,
    may_be_complex,
    real_dtype,
    real_part,
    spread_to_matrices,
)
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import tangent, zero
from srcgrad.primitives.formula import Formula, invoke
from srcgrad.primitives.reductions import reduction
from srcgrad.primitives.results import known_rank


def norm_type(
    x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False
) -> Numeric:
    """Type of a norm."""
    if not results.is_literal(axis):
        raise Unsupported("np.linalg.norm needs a literal axis")
    if axis is None and known_rank(x) not in (None, 1, 2) and ord is not None:
        raise Unsupported("np.linalg.norm with `ord` needs an axis here")
    dtype = results.float_dtype(real_dtype(results.numeric(x).dtype))
    return reduction(dtype, x, axis, keepdims)


def is_euclidean(x: Any, ord: Any, axis: Any) -> bool:
    """Whether a norm is the root of a sum of squares."""
    vector = isinstance(axis, int) or (axis is None and known_rank(x) == 1)
    if not results.is_literal(ord):
        return False
    return ord is None or (ord == "fro" and not vector) or (ord == 2 and vector)


def norm_tangent(x: Any, ord: Any, axis: Any, keepdims: Any, out: Any, dx: Any) -> Any:
    """Tangent of a norm."""
    if is_euclidean(x, ord, axis):
        found = summed(conj(x) * dx, axis, keepdims, x)
        return found / (out + (out == 0))
    return summed(gradient(x, ord, axis) * dx, axis, keepdims, x)


def summed(terms: Any, axis: Any, keepdims: Any, x: Any) -> Any:
    """Sum of terms, real but for rounding."""
    total = np.sum(terms, axis=axis, keepdims=keepdims)
    return np.real(total) if may_be_complex(x) else total


def gradient(x: Any, ord: Any, axis: Any) -> Any:
    """Derivative of a norm by each element."""
    vector = isinstance(axis, int) or (axis is None and known_rank(x) == 1)
    if results.is_literal(ord) and ord == 1 and vector and not may_be_complex(x):
        return np.sign(x)
    return invoke("procedure.norm_gradient", x, ord, axis)


def norm_back(c: Any, x: Any, ord: Any, axis: Any, keepdims: Any, out: Any) -> Any:
    """Cotangent of what a norm is taken of."""
    c = real_part(c)
    if is_euclidean(x, ord, axis):
        return expanded(c / (out + (out == 0)), axis, keepdims) * conj(x)
    return expanded(c, axis, keepdims) * gradient(x, ord, axis)


def expanded(c: Any, axis: Any, keepdims: Any) -> Any:
    """Put the axes back that a reduction has taken away."""
    if not results.is_literal(keepdims):
        raise Unsupported("`keepdims` of np.linalg.norm must be True or False")
    if axis is None or keepdims:
        return c
    return np.expand_dims(c, axis)


def condition_type(x: Any, p: Any = None) -> Numeric:
    """Type of a condition number."""
    known = results.numeric(x)
    dtype = results.float_dtype(real_dtype(known.dtype))
    if isinstance(known.shape, tuple):
        return results.array(dtype, known.shape[:-2])
    return Numeric(dtype)


_BOUND = Name("np.inf")
INFINITE = (_BOUND, Apply("negative", (_BOUND,)))


def condition_gradient(x: Any, p: Any, out: Any) -> Any:
    """Derivative of a condition number by each element."""
    if isinstance(p, Formula):
        if p.expression not in INFINITE:
            raise Unsupported("np.linalg.cond needs a literal `p`")
    elif p in (None, 2):
        return invoke("procedure.spectral_condition_gradient", x)
    elif p == -2:
        found = invoke("procedure.spectral_condition_gradient", x)
        return -spread_to_matrices(out * out, x) * found
    return invoke("procedure.condition_gradient", x, p)


def rank_type(A: Any, tol: Any = None) -> Numeric:
    """Type of the rank of a matrix, or of each matrix of a stack."""
    shape = results.numeric(A).shape
    if isinstance(shape, tuple):
        return results.array("int64", shape[:-2])
    return Numeric("int64")


NORMS = (
    tangent(
        np.linalg.norm,
        norm_tangent,
        "x, ord=None, axis=None, keepdims=False",
        key="linalg.norm",
        result=norm_type,
        reverse=norm_back,
        cost=4,
        choice="0 where the norm is 0; of equal extremes the first",
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(3, 4)),
            domains.case(domains.draw(2, 3, 4)),
            domains.case(domains.draw(3, 4), "fro"),
            domains.case(domains.draw(3, 4), None, 1),
            domains.case(domains.draw(3, 4), 2, 0, True),
            domains.case(domains.draw(3, 4), 1, -1),
            *(
                domains.case(domains.draw(4), order)
                for order in (1, 2, 3, 0.5, 0, np.inf, -np.inf)
            ),
            *(
                domains.case(domains.draw(3, 4), order)
                for order in (1, -1, 2, -2, np.inf, -np.inf, "nuc")
            ),
            domains.case(domains.draw(2, 3, 4), "nuc", (0, 2)),
            domains.case(domains.draw(2, 3, 4), 2, (2, 0), True),
            domains.case(domains.draw(2, 3, 4), None, (0, 1)),
        ),
    ),
    tangent(
        np.linalg.cond,
        lambda x, p, out, dx: summed(
            condition_gradient(x, p, out) * dx, (-2, -1), False, x
        ),
        "x, p=None",
        key="linalg.cond",
        result=condition_type,
        reverse=lambda c, x, p, out: (
            spread_to_matrices(c, x) * condition_gradient(x, p, out)
        ),
        cost=20,
        choice="of equal extremes the first",
        domain=(
            domains.case(domains.regular(3, 3)),
            domains.case(domains.draw(4, 3), 2),
            domains.case(domains.regular(3, 3), -2),
            domains.case(domains.regular(3, 3), 1),
            domains.case(domains.regular(3, 3), "fro"),
            domains.case(domains.regular(3, 3), np.inf),
            domains.case(domains.regular(2, 3, 3)),
        ),
    ),
    zero(
        np.linalg.matrix_rank,
        "A, tol=None",
        key="linalg.matrix_rank",
        result=rank_type,
        cost=20,
        domain=(domains.case(domains.draw(3, 3)),),
    ),
)
