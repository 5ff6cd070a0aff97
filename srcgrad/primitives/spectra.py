"""Eigenvalues of any matrix, and triangular factors with a permutation.

Eigenvectors have the length 1 and the phase that LAPACK gives them: their largest component
is real. Source: Giles, An extended collection of matrix derivative results, 2008.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import COMPLEX, Numeric, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import (
    flipped,
    identity_of,
    may_be_complex,
    scaled_columns,
)
from srcgrad.primitives.decompositions import gaps, literal, without_rest
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.foreign import Library
from srcgrad.primitives.forms import tangent
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.products import matmul_left
from srcgrad.primitives.scipy_linalg import one_system
from srcgrad.primitives.systems import inverse_type

linalg = Library("scipy.linalg")
SIMPLE = "not finite where two of them are equal"
GAUGE = f"{SIMPLE}; vectors of length 1, their largest component real"


def values_type(a: Any) -> Numeric:
    """Type of the eigenvalues of a matrix: real or complex, as they turn out."""
    known = inverse_type(a)
    shape = known.shape[:-1] if isinstance(known.shape, tuple) else None
    return Numeric(known.dtype if may_be_complex(a) else COMPLEX, shape, True)


def spectrum_type(a: Any) -> Type:
    """Type of eigenvalues and eigenvectors of a matrix."""
    known = inverse_type(a)
    dtype = known.dtype if may_be_complex(a) else COMPLEX
    vectors = Numeric(dtype, known.shape, True)
    return TupleOf((values_type(a), vectors), ("eigenvalues", "eigenvectors"))


def values_tangent(a: Any, da: Any) -> Any:
    """Tangent of the eigenvalues of a matrix."""
    vectors = np.linalg.eig(a)[1]
    return np.sum(flipped(np.linalg.inv(vectors)) * (da @ vectors), axis=-2)


def values_back(c: Any, a: Any) -> Any:
    """Cotangent of a matrix in its eigenvalues."""
    vectors = np.linalg.eig(a)[1]
    return scaled_columns(flipped(np.linalg.inv(vectors)), c) @ flipped(vectors)


def spectrum_tangent(a: Any, out: Any, da: Any) -> Any:
    """Tangent of eigenvalues and of eigenvectors in their length and phase."""
    values, vectors = out[0], out[1]
    left = np.linalg.inv(vectors)
    inner = left @ (da @ vectors)
    moved = np.sum(flipped(left) * (da @ vectors), axis=-2)
    turned = vectors @ (inner / gaps(values) - without_rest(inner, values))
    along = np.sum(np.real(np.conj(vectors) * turned), axis=-2, keepdims=True)
    turned = turned - vectors * along
    largest = np.argmax(np.abs(vectors), axis=-2, keepdims=True)
    ratio = np.take_along_axis(turned, largest, -2) / np.take_along_axis(
        vectors, largest, -2
    )
    return moved, turned - vectors * (ratio - np.real(ratio))


# ---- LU


def factor_type(a: Any) -> Type:
    """Type of `lu_factor`: both triangles in one matrix, and the rows' exchanges."""
    found = inverse_type(a)
    if isinstance(found.shape, tuple) and len(found.shape) != 2:
        raise Unsupported("scipy.linalg.lu_factor is supported for one matrix")
    shape = found.shape[:1] if isinstance(found.shape, tuple) else None
    return TupleOf((found, Numeric("int32", shape, True)))


def parts(factors: Any) -> tuple[Any, Any]:
    """Triangles of the two factors."""
    return np.tril(factors, -1) + identity_of(factors), np.triu(factors)


def factor_tangent(out: Any, da: Any) -> Any:
    """Tangent of the factors, the exchanges of rows held."""
    lower, upper = parts(out[0])
    order = invoke("procedure.row_order", out[1])
    inner = np.linalg.inv(lower) @ da[order] @ np.linalg.inv(upper)
    moved = lower @ np.tril(inner, -1) + np.triu(inner) @ upper
    return moved, 0 * out[1]


def factor_back(c: Any, a: Any, out: Any) -> Any:
    """Cotangent of a matrix in its factors."""
    if c[0] is None:  # the exchanges of rows do not move
        return np.zeros_like(a)
    lower, upper = parts(out[0])
    inner = np.tril(lower.T @ c[0], -1) + np.triu(c[0] @ upper.T)
    rows = np.linalg.inv(lower).T @ inner @ np.linalg.inv(upper).T
    return rows[np.argsort(invoke("procedure.row_order", out[1]))]


def solved_type(lu_and_piv: Any, b: Any, trans: Any = 0) -> Numeric:
    """Type of the solution of a system whose factors are given."""
    literal(trans, "trans", 0, 1)
    if not isinstance(lu_and_piv, tuple) or len(lu_and_piv) != 2:
        raise Unsupported("lu_solve is supported with the pair that lu_factor gives")
    return one_system(lu_and_piv[0], b)


def solved_tangent(
    lu_and_piv: Any, b: Any, trans: Any, out: Any, dlu_and_piv: Any, db: Any
) -> Any:
    """Tangent of the solution of a system whose factors are given."""
    if db is not None:
        return linalg.lu_solve(lu_and_piv, db, trans)
    factors, exchanged = lu_and_piv
    lower, upper = parts(factors)
    change, order = dlu_and_piv[0], invoke("procedure.row_order", exchanged)
    of_lower, of_upper = np.tril(change, -1), np.triu(change)
    if trans:
        rows = out[order]
        moved = of_upper.T @ (lower.T @ rows) + upper.T @ (of_lower.T @ rows)
        return -linalg.lu_solve(lu_and_piv, moved, 1)
    moved = of_lower @ (upper @ out) + lower @ (of_upper @ out)
    return -linalg.lu_solve(lu_and_piv, moved[np.argsort(order)])


def solved_back(c: Any, lu_and_piv: Any, b: Any, trans: Any, out: Any) -> Any:
    """Cotangents of the factors and of the right side."""
    factors, exchanged = lu_and_piv
    lower, upper = parts(factors)
    solved = linalg.lu_solve(lu_and_piv, c, 0 if trans else 1)
    order = invoke("procedure.row_order", exchanged)
    rows, right = (out[order], solved) if trans else (solved[order], out)
    of_lower = np.tril(matmul_left(rows, factors, upper @ right), -1)
    of_upper = np.triu(matmul_left(lower.T @ rows, factors, right))
    return (-(of_lower + of_upper), 0 * exchanged), solved


# ---- bands


def banded_type(l_and_u: Any, ab: Any, b: Any) -> Numeric:
    """Type of the solution of a system with a banded matrix."""
    if not results.is_literal(l_and_u) or len(l_and_u) != 2:
        raise Unsupported("scipy.linalg.solve_banded needs a literal `l_and_u`")
    dtype = results.float_dtype(results.promote(*map(results.numeric, (ab, b))))
    return Numeric(dtype, results.shape_of(b), True)


def banded_tangent(l_and_u: Any, ab: Any, b: Any, out: Any, dab: Any, db: Any) -> Any:
    """Tangent of the solution of a system with a banded matrix."""
    if db is not None:
        return linalg.solve_banded(l_and_u, ab, db)
    moved = invoke("procedure.banded_product", dab, out, *l_and_u)
    return -linalg.solve_banded(l_and_u, ab, moved)


def banded_back(c: Any, l_and_u: Any, ab: Any, b: Any, out: Any) -> Any:
    """Cotangents of the bands and of the right side: the transposed system is solved."""
    turned = invoke("procedure.banded_transpose", ab, *l_and_u)
    solved = linalg.solve_banded((l_and_u[1], l_and_u[0]), turned, c)
    return invoke("procedure.banded_bar", solved, out, ab, *l_and_u), solved


def bands(count: int, size: int) -> Any:
    """Draw bands with a strong diagonal, for `case`."""

    def sample(random: Any) -> Any:
        return random.normal(size=(count, size)) + 5.0 * (
            np.arange(count)[:, None] == 1
        )

    return sample


draw, case, regular = domains.draw, domains.case, domains.regular


def factored(*shape: int, trans: int = 0) -> domains.Case:
    """Draw factors with their exchanges of rows, and a right side."""

    def sample(random: Any) -> Any:
        exchanged = np.array([2, 1, 2], dtype="int32")
        pair = regular(3, 3)(random), exchanged
        return (pair, draw(*shape)(random), *((trans,) if trans else ()))

    return domains.Case(sample)


def simple(random: Any) -> Any:
    """Draw a matrix whose eigenvalues are real and apart."""
    return np.diag([1.0, 2.0, 4.0]) + 0.2 * random.uniform(-1.0, 1.0, (3, 3))


def turning(random: Any) -> Any:
    """Draw a matrix with a pair of complex eigenvalues."""
    turn = np.array([[0.0, 2.0, 0.0], [-2.0, 0.5, 0.0], [0.0, 0.0, 3.0]])
    return turn + 0.2 * random.uniform(-1.0, 1.0, (3, 3))


SPECTRA = (
    tangent(
        np.linalg.eigvals,
        values_tangent,
        key="linalg.eigvals",
        result=values_type,
        reverse=values_back,
        cost=20,
        choice=SIMPLE,
        domain=(case(simple), case(turning)),
    ),
    tangent(
        np.linalg.eig,
        spectrum_tangent,
        key="linalg.eig",
        result=spectrum_type,
        cost=20,
        choice=GAUGE,
        domain=(case(turning), case(simple)),
    ),
    tangent(
        linalg.lu_factor,
        factor_tangent,
        "a",
        reverse=factor_back,
        result=factor_type,
        cost=20,
        choice="the exchanges of rows are held",
        domain=(case(regular(3, 3)), case(draw(3, 3))),
    ),
    tangent(
        linalg.lu_solve,
        solved_tangent,
        "lu_and_piv, b, trans=0",
        reverse=solved_back,
        result=solved_type,
        positions=(0, 1),
        cost=20,
        joins=True,
        shown={"lu_and_piv": ("lu", "piv")},
        domain=(factored(3), factored(3, 2), factored(3, trans=1)),
    ),
    tangent(
        linalg.solve_banded,
        banded_tangent,
        "l_and_u, ab, b",
        reverse=banded_back,
        result=banded_type,
        positions=(1, 2),
        cost=20,
        shown={"l_and_u": (1, 1)},
        domain=(
            case((1, 1), bands(3, 5), draw(5)),
            case((2, 1), bands(4, 5), draw(5, 2)),
            case((0, 1), bands(2, 4), draw(4)),
        ),
    ),
)
