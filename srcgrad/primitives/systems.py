"""Linear systems: their solutions, inverses and determinants."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, Shape, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import (
    adjoint,
    conj,
    flipped,
    may_be_complex,
    real_dtype,
    real_part,
    spread_to_matrices,
)
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import tangent
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.products import matmul_left
from srcgrad.primitives.results import broadcast, known_rank


def solution_type(a: Any, b: Any) -> Numeric:
    """Type of `np.linalg.solve(a, b)`: b is one vector only if its rank is 1."""
    left, right = results.numeric(a), results.numeric(b)
    dtype = results.float_dtype(results.promote(left, right))
    shape: Shape = None
    if isinstance(left.shape, tuple) and isinstance(right.shape, tuple):
        _check(len(left.shape), "solve")
        inner = 1 if len(right.shape) == 1 else 2
        stack = broadcast(left.shape[:-2], right.shape[:-inner])
        assert isinstance(stack, tuple)
        shape = (*stack, *right.shape[-inner:])
    return Numeric(dtype, shape, True)


def _check(rank: int | None, name: str) -> None:
    if rank is not None and rank < 2:
        raise Unsupported(
            f"np.linalg.{name} needs a matrix, not an array of rank {rank}"
        )


def solution_tangent(a: Any, b: Any, out: Any, da: Any, db: Any) -> Any:
    """Tangent of the solution of a linear system."""
    if db is not None:
        return np.linalg.solve(a, db)
    if _is_one_vector(a, b):
        return -np.linalg.solve(a, da @ np.expand_dims(out, -1))[..., 0]
    return -np.linalg.solve(a, da @ out)


def solution_back(c: Any, a: Any, b: Any, out: Any) -> tuple[Any, Any]:
    """Cotangents of a linear system: the transposed one is solved once."""
    if _is_one_vector(a, b):
        solved = np.linalg.solve(flipped(a), np.expand_dims(c, -1))
        stack = tuple(range((known_rank(a) or 0) - 2))
        return -(solved * np.expand_dims(out, -2)), np.sum(solved[..., 0], axis=stack)
    solved = np.linalg.solve(flipped(a), c)
    return -matmul_left(solved, a, out), fitted(solved, b, a)


def _is_one_vector(a: Any, b: Any) -> bool:
    """Whether many systems have one right side."""
    return known_rank(b) == 1 and (known_rank(a) or 2) > 2


def fitted(term: Any, operand: Any, matrix: Any) -> Any:
    """Bring a cotangent to the shape of a right side, where that may be broadcast."""
    shape = results.shape_of(term)
    same = isinstance(shape, tuple) and None not in shape
    if known_rank(matrix) == 2 or (same and shape == results.shape_of(operand)):
        return term
    return invoke("helper.unbroadcast", term, operand)


def inverse_type(a: Any) -> Numeric:
    """Type of a matrix function: of the shape of its argument."""
    known = results.numeric(a)
    _check(known_rank(a), "inv")
    return Numeric(results.float_dtype(known.dtype), known.shape, True)


def inverse_back(c: Any, a: Any, out: Any) -> Any:
    """Cotangent of a matrix whose inverse is `out`."""
    return -(flipped(out) @ c @ flipped(out))


def determinant_type(a: Any) -> Numeric:
    """Type of a determinant, one for each matrix of a stack."""
    known = results.numeric(a)
    _check(known_rank(a), "det")
    dtype = results.float_dtype(known.dtype)
    if isinstance(known.shape, tuple):
        return results.array(dtype, known.shape[:-2])
    return Numeric(dtype)


def trace_of_solved(a: Any, da: Any) -> Any:
    """Trace of inv(a) @ da, for each matrix of a stack."""
    if known_rank(a) == 2:
        return np.sum(np.linalg.inv(a).T * da)
    return np.sum(flipped(np.linalg.inv(a)) * da, axis=(-2, -1))


def determinant_back(c: Any, a: Any, out: Any) -> Any:
    """Cotangent of a matrix in its determinant: the cofactors."""
    return spread_to_matrices(c * out, a) * flipped(np.linalg.inv(a))


def log_determinant_type(a: Any) -> Type:
    """Type of `np.linalg.slogdet`: the sign, and the logarithm."""
    sign = determinant_type(a)
    size = Numeric(real_dtype(sign.dtype), sign.shape, sign.mutable)
    return TupleOf((sign, size), ("sign", "logabsdet"))


def log_determinant_tangent(a: Any, out: Any, da: Any) -> Any:
    """Tangent of the sign and the logarithm of a determinant."""
    trace = trace_of_solved(a, da)
    if may_be_complex(a):
        return out[0] * (1j * np.imag(trace)), np.real(trace)
    return 0.0 * out[0], trace


def log_determinant_back(c: Any, a: Any, out: Any) -> Any:
    """Cotangent of a matrix in the sign and the logarithm of its determinant."""
    of_sign, of_size = c
    total = None if of_size is None else real_part(of_size)
    if may_be_complex(a) and of_sign is not None:
        turned = -1j * np.real(1j * of_sign * out[0])
        total = turned if total is None else total + turned
    if total is None:
        return np.zeros_like(a)
    return spread_to_matrices(total, a) * flipped(np.linalg.inv(a))


def pseudo_inverse_type(a: Any, rcond: Any = None) -> Numeric:
    """Type of a pseudoinverse."""
    known = results.numeric(a)
    shape: Shape = None
    if isinstance(known.shape, tuple):
        _check(len(known.shape), "pinv")
        shape = (*known.shape[:-2], known.shape[-1], known.shape[-2])
    return Numeric(results.float_dtype(known.dtype), shape, True)


def pseudo_inverse_tangent(a: Any, out: Any, da: Any) -> Any:
    """Tangent of a pseudoinverse among matrices of one rank.

    Golub & Pereyra, SIAM Journal on Numerical Analysis 10, 1973.
    """
    left = adjoint(da) @ adjoint(out) @ out
    right = out @ adjoint(out) @ adjoint(da)
    return left - out @ (a @ left) + right - (right @ a) @ out - out @ da @ out


def pseudo_inverse_back(c: Any, a: Any, out: Any) -> Any:
    """Cotangent of a matrix in its pseudoinverse."""
    turned = np.conj(flipped(c)) if may_be_complex(a) else flipped(c)
    plain, held = flipped(out), conj(out)
    right = turned @ held @ plain
    left = plain @ held @ turned
    outside = right - conj(a) @ (held @ right) + left - left @ held @ conj(a)
    return outside - plain @ c @ plain


def least_squares(a: Any, b: Any, rcond: Any = None) -> tuple[Any]:
    """Solution of a least squares problem: of `np.linalg.lstsq` what has a rule."""
    return (np.linalg.lstsq(a, b, rcond)[0],)


def least_squares_type(a: Any, b: Any, rcond: Any = None) -> Type:
    """Type of the solution of a least squares problem."""
    left, right = results.numeric(a), results.numeric(b)
    dtype = results.float_dtype(results.promote(left, right))
    shape: Shape = None
    if isinstance(left.shape, tuple) and isinstance(right.shape, tuple):
        shape = (left.shape[-1], *right.shape[1:])
    return TupleOf((Numeric(dtype, shape, True),))


def least_squares_tangent(a: Any, b: Any, out: Any, da: Any, db: Any) -> Any:
    """Tangent of the solution of a least squares problem."""
    if db is not None:
        return (np.linalg.pinv(a) @ db,)
    return (invoke("procedure.least_squares_tangent", da, a, b, out[0]),)


def least_squares_back(c: Any, a: Any, b: Any, out: Any) -> tuple[Any, Any]:
    """Cotangents of a least squares problem in its solution."""
    found = invoke("procedure.least_squares_bar", c[0], a, b, out[0])
    return found[0], found[1]


SYSTEMS = (
    domains.case(domains.spd(3), domains.draw(3)),
    domains.case(domains.spd(3), domains.draw(3, 2)),
    domains.case(domains.regular(2, 3, 3), domains.draw(2, 3, 4)),
    domains.case(domains.regular(3, 3), domains.draw(2, 3, 2)),
    domains.case(domains.regular(2, 3, 3), domains.draw(3, 2)),
)
MATRICES = (domains.case(domains.spd(3)), domains.case(domains.regular(2, 3, 3)))

SYSTEM_RULES = (
    tangent(
        np.linalg.solve,
        solution_tangent,
        "a, b",
        key="linalg.solve",
        result=solution_type,
        reverse=solution_back,
        positions=(0, 1),
        cost=20,
        domain=SYSTEMS,
    ),
    tangent(
        np.linalg.inv,
        lambda a, out, da: -(out @ da @ out),
        key="linalg.inv",
        result=inverse_type,
        reverse=inverse_back,
        cost=20,
        domain=MATRICES,
    ),
    tangent(
        np.linalg.det,
        lambda a, out, da: out * trace_of_solved(a, da),
        key="linalg.det",
        result=determinant_type,
        reverse=determinant_back,
        cost=20,
        choice="raises LinAlgError where the matrix is singular",
        domain=MATRICES,
    ),
    tangent(
        np.linalg.slogdet,
        log_determinant_tangent,
        key="linalg.slogdet",
        result=log_determinant_type,
        reverse=log_determinant_back,
        cost=20,
        choice="raises LinAlgError where the matrix is singular",
        domain=MATRICES,
    ),
    tangent(
        np.linalg.pinv,
        pseudo_inverse_tangent,
        "a, rcond=None",
        key="linalg.pinv",
        result=pseudo_inverse_type,
        reverse=pseudo_inverse_back,
        cost=20,
        choice="among matrices of the same rank, where the rank is not full",
        domain=(
            domains.case(domains.draw(4, 3)),
            domains.case(domains.draw(2, 4)),
            domains.case(domains.draw(2, 4, 3)),
        ),
    ),
    tangent(
        least_squares,
        least_squares_tangent,
        "a, b, rcond=None",
        key="linalg.lstsq",
        result=least_squares_type,
        reverse=least_squares_back,
        positions=(0, 1),
        cost=20,
        choice="of the solution, item 0, among matrices of the same rank",
        domain=(
            domains.case(domains.draw(4, 3), domains.draw(4)),
            domains.case(domains.draw(4, 3), domains.draw(4, 2)),
            domains.case(domains.draw(2, 3), domains.draw(2)),
        ),
    ),
)
