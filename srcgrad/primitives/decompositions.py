"""Factors of matrices: Cholesky, QR, eigenvalues and eigenvectors, singular values.

NumPy reads one triangle of a matrix that it takes to be symmetric, and so do the rules:
the cotangent of the other triangle is zero. Sources: Giles, An extended collection of
matrix derivative results, 2008; Murray, Differentiation of the Cholesky decomposition,
2016; Townsend, Differentiating the singular value decomposition, 2016.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Dimension, Numeric, Shape, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import (
    adjoint,
    conj,
    flipped,
    identity_of,
    may_be_complex,
    real_dtype,
    scaled_columns,
)
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import tangent
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.systems import inverse_type

NOT_FINITE = "not finite where two of them are equal: the vectors jump there"


def literal(value: Any, name: str, *allowed: Any) -> None:
    """Demand that an option is one of those that are supported."""
    if not results.is_literal(value) or value not in allowed:
        shown = ", ".join(map(repr, allowed))
        raise Unsupported(f"`{name}` must be one of {shown} here")


# ---- Cholesky


def cholesky_type(a: Any, upper: Any = False) -> Numeric:
    """Type of a Cholesky factor."""
    literal(upper, "upper", True, False)
    return inverse_type(a)


def cholesky_tangent(a: Any, upper: Any, out: Any, da: Any) -> Any:
    """Tangent of a Cholesky factor."""
    lower = adjoint(out) if upper else out
    inverse = np.linalg.inv(lower)
    inner = inverse @ whole(da, upper) @ adjoint(inverse)
    found = lower @ (0.5 * (np.tril(inner) + np.tril(inner, -1)))
    return adjoint(found) if upper else found


def cholesky_back(c: Any, a: Any, upper: Any, out: Any) -> Any:
    """Cotangent of a matrix in its Cholesky factor."""
    lower, of_lower = (adjoint(out), adjoint_bar(c, out)) if upper else (out, c)
    return cholesky_bar(of_lower, lower, upper)


def cholesky_bar(c: Any, lower: Any, upper: Any) -> Any:
    """Cotangent of a matrix, of which one triangle is read, in its lower factor."""
    product = flipped(lower) @ c
    inner = 0.5 * (np.tril(product) + np.tril(product, -1))
    inverse = np.linalg.inv(lower)
    return triangle(flipped(inverse) @ inner @ conj(inverse), upper)


def adjoint_bar(c: Any, of: Any) -> Any:
    """Cotangent of a matrix in its conjugate transpose."""
    return np.conj(flipped(c)) if may_be_complex(of) else flipped(c)


def whole(a: Any, upper: Any = False) -> Any:
    """Symmetric matrix of which one triangle is given."""
    if upper:
        return np.triu(a) + adjoint(np.triu(a, 1))
    return np.tril(a) + adjoint(np.tril(a, -1))


def triangle(c: Any, upper: Any = False) -> Any:
    """Transpose of `whole`: what both triangles add to the one that is read."""
    other = np.conj(flipped(c)) if may_be_complex(c) else flipped(c)
    if upper:
        return np.triu(c) + np.triu(other, 1)
    return np.tril(c) + np.tril(other, -1)


# ---- QR


def qr_type(a: Any, mode: Any = "reduced") -> Type:
    """Type of the factors of a QR decomposition."""
    literal(mode, "mode", "reduced", "r")
    known = results.numeric(a)
    dtype = results.float_dtype(known.dtype)
    shapes: tuple[Shape, Shape] = (None, None)
    if isinstance(known.shape, tuple):
        if len(known.shape) < 2:
            raise Unsupported("np.linalg.qr needs a matrix")
        *stack, rows, columns = known.shape
        inner = least(rows, columns)
        shapes = (*stack, rows, inner), (*stack, inner, columns)
    factors = tuple(Numeric(dtype, shape, True) for shape in shapes)
    return factors[1] if mode == "r" else TupleOf(factors, ("Q", "R"))


def least(rows: Dimension, columns: Dimension) -> Dimension:
    """Return the smaller of two extents, where it is known."""
    if rows == columns:
        return rows
    if isinstance(rows, int) and isinstance(columns, int):
        return min(rows, columns)
    return None


def qr_tangent(a: Any, mode: Any, out: Any, da: Any) -> Any:
    """Tangent of the factors of a QR decomposition."""
    if mode == "r":
        return invoke("procedure.qr_tangent", da, a, np.linalg.qr(a)[0], out)[1]
    found = invoke("procedure.qr_tangent", da, a, out[0], out[1])
    return found[0], found[1]


def qr_back(c: Any, a: Any, mode: Any, out: Any) -> Any:
    """Cotangent of a matrix in the factors of its QR decomposition."""
    if mode == "r":
        factor = np.linalg.qr(a)[0]
        return invoke("procedure.qr_bar", np.zeros_like(factor), c, a, factor, out)
    return invoke("procedure.qr_bar", *filled(c, out), a, out[0], out[1])


def filled(cotangents: Any, parts: Any) -> list[Any]:
    """Zeros for the parts of a result that no cotangent reaches."""
    pairs = zip(cotangents, parts, strict=True)
    return [np.zeros_like(part) if c is None else c for c, part in pairs]


# ---- symmetric eigenvalues


def spectrum_type(a: Any, UPLO: Any = "L") -> Type:
    """Type of eigenvalues and eigenvectors of a symmetric matrix."""
    literal(UPLO, "UPLO", "L", "U")
    vectors = inverse_type(a)
    return TupleOf((values_type(a, UPLO), vectors), ("eigenvalues", "eigenvectors"))


def values_type(a: Any, UPLO: Any = "L") -> Numeric:
    """Type of the eigenvalues of a symmetric matrix."""
    literal(UPLO, "UPLO", "L", "U")
    known = inverse_type(a)
    shape = known.shape[:-1] if isinstance(known.shape, tuple) else None
    return Numeric(real_dtype(known.dtype), shape, True)


def values_tangent(a: Any, UPLO: Any, da: Any) -> Any:
    """Tangent of the eigenvalues of a symmetric matrix."""
    vectors = np.linalg.eigh(a, UPLO)[1]
    return real(np.sum(conj(vectors) * (whole(da, UPLO == "U") @ vectors), axis=-2), a)


def real(value: Any, of: Any) -> Any:
    """Real part of what is real but for rounding."""
    return np.real(value) if may_be_complex(of) else value


def values_back(c: Any, a: Any, UPLO: Any) -> Any:
    """Cotangent of a symmetric matrix in its eigenvalues."""
    return values_bar(c, np.linalg.eigh(a, UPLO)[1], UPLO)


def values_bar(c: Any, vectors: Any, UPLO: Any = "L") -> Any:
    """Cotangent of a symmetric matrix in its eigenvalues, its vectors given."""
    full = scaled_columns(conj(vectors), c) @ flipped(vectors)
    return triangle(full, UPLO == "U")


def spectrum_tangent(a: Any, UPLO: Any, out: Any, da: Any) -> Any:
    """Tangent of eigenvalues and eigenvectors of a symmetric matrix."""
    values, vectors = out[0], out[1]
    inner = adjoint(vectors) @ whole(da, UPLO == "U") @ vectors
    moved = real(np.sum(conj(vectors) * (vectors @ inner), axis=-2), a)
    apart = gaps(values)
    return moved, vectors @ (inner / apart - without_rest(inner, values))


def gaps(values: Any) -> Any:
    """Differences of eigenvalues, the column's less the row's; 1 on the diagonal."""
    across = np.expand_dims(values, -2) - np.expand_dims(values, -1)
    return across + identity_of(values)


def without_rest(inner: Any, values: Any) -> Any:
    """Diagonal of matrices, as matrices."""
    return inner * identity_of(values)


def spectrum_back(c: Any, a: Any, UPLO: Any, out: Any) -> Any:
    """Cotangent of a symmetric matrix in its eigenvalues and eigenvectors."""
    of_values, of_vectors = c
    values, vectors = out[0], out[1]
    total: Any = None
    if of_values is not None:
        total = values_bar(of_values, vectors, UPLO)
    if of_vectors is not None:
        product = flipped(vectors) @ of_vectors
        turn = 0.5 * (product - adjoint_bar(product, a)) / gaps(values)
        if may_be_complex(a):
            # a phase of its own for each vector changes nothing that is defined
            turn = turn - without_rest(turn, values)
        found = triangle(conj(vectors) @ turn @ flipped(vectors), UPLO == "U")
        total = found if total is None else total + found
    return np.zeros_like(a) if total is None else total


# ---- singular values


def singular_type(a: Any, full_matrices: Any = True, compute_uv: Any = True) -> Type:
    """Type of a singular value decomposition."""
    literal(full_matrices, "full_matrices", True, False)
    literal(compute_uv, "compute_uv", True, False)
    known = results.numeric(a)
    dtype = results.float_dtype(known.dtype)
    shapes: tuple[Shape, Shape, Shape] = (None, None, None)
    if isinstance(known.shape, tuple):
        if len(known.shape) < 2:
            raise Unsupported("np.linalg.svd needs a matrix")
        *stack, rows, columns = known.shape
        inner = least(rows, columns)
        outer = (rows, columns) if full_matrices else (inner, inner)
        shapes = (*stack, rows, outer[0]), (*stack, inner), (*stack, outer[1], columns)
    sizes = Numeric(real_dtype(dtype), shapes[1], True)
    if not compute_uv:
        return sizes
    left, right = (Numeric(dtype, shapes[k], True) for k in (0, 2))
    return TupleOf((left, sizes, right), ("U", "S", "Vh"))


def singular_tangent(
    a: Any, full_matrices: Any, compute_uv: Any, out: Any, da: Any, part: Any
) -> Any:
    """Tangent of a singular value decomposition."""
    if not compute_uv:
        factors = np.linalg.svd(a, full_matrices=False)
        return sizes_tangent(da, factors[0], factors[2], a)
    if part == 1:
        return None, sizes_tangent(da, *first(out), a), None
    square(a, full_matrices)
    found = invoke("procedure.svd_tangent", da, out[0], out[1], out[2])
    return found[0], found[1], found[2]


def first(out: Any) -> tuple[Any, Any]:
    """Vectors of the singular values, without those of the null space."""
    count = np.shape(out[1])[-1]
    return out[0][..., :count], out[2][..., :count, :]


def sizes_tangent(da: Any, left: Any, right: Any, a: Any) -> Any:
    """Tangent of singular values."""
    return real(np.sum(conj(left) * (da @ adjoint(right)), axis=-2), a)


def square(a: Any, full_matrices: Any) -> None:
    """Refuse vectors that are not determined: of the null space of one that is not square."""
    shape = results.shape_of(a)
    same = isinstance(shape, tuple) and shape[-1] == shape[-2] and shape[-1] is not None
    if full_matrices and not same:
        raise Unsupported(
            "the vectors of np.linalg.svd are differentiable with full_matrices=False, "
            "or where the matrix is known to be square"
        )


def singular_back(c: Any, a: Any, full_matrices: Any, compute_uv: Any, out: Any) -> Any:
    """Cotangent of a matrix in its singular value decomposition."""
    if not compute_uv:
        factors = np.linalg.svd(a, full_matrices=False)
        return sizes_bar(c, factors[0], factors[2])
    left, sizes, right = out[0], out[1], out[2]
    of_left, of_sizes, of_right = c
    if of_left is None and of_right is None:
        if of_sizes is None:
            return np.zeros_like(a)
        return sizes_bar(of_sizes, *(first(out) if full_matrices else (left, right)))
    square(a, full_matrices)
    return invoke("procedure.svd_bar", *filled(c, out), left, sizes, right)


def sizes_bar(c: Any, left: Any, right: Any) -> Any:
    """Cotangent of a matrix in its singular values."""
    return scaled_columns(conj(left), c) @ conj(right)


DEFINITE = (
    domains.case(domains.spd(3)),
    domains.case(domains.positive_definite(2, 3, 3)),
)
SYMMETRIC = (
    domains.case(domains.hermitian(3, 3)),
    domains.case(domains.hermitian(2, 3, 3)),
    domains.case(domains.hermitian(3, 3), "U"),
    domains.case(domains.draw(3, 3)),
)

DECOMPOSITIONS = (
    tangent(
        np.linalg.cholesky,
        cholesky_tangent,
        "a, *, upper=False",
        key="linalg.cholesky",
        result=cholesky_type,
        reverse=cholesky_back,
        cost=20,
        choice="the triangle that is not read has derivative 0",
        domain=DEFINITE,
    ),
    tangent(
        np.linalg.qr,
        qr_tangent,
        "a, mode='reduced'",
        key="linalg.qr",
        result=qr_type,
        reverse=qr_back,
        cost=20,
        choice="not defined where the first columns are dependent",
        domain=(
            domains.case(domains.draw(4, 3)),
            domains.case(domains.draw(3, 3)),
            domains.case(domains.draw(2, 4)),
            domains.case(domains.draw(2, 4, 3)),
            domains.case(domains.draw(4, 3), "r"),
        ),
    ),
    tangent(
        np.linalg.eigvalsh,
        values_tangent,
        "a, UPLO='L'",
        key="linalg.eigvalsh",
        result=values_type,
        reverse=values_back,
        cost=20,
        choice="the triangle that is not read has derivative 0",
        domain=SYMMETRIC,
    ),
    tangent(
        np.linalg.eigh,
        spectrum_tangent,
        "a, UPLO='L'",
        key="linalg.eigh",
        result=spectrum_type,
        reverse=spectrum_back,
        cost=20,
        choice=NOT_FINITE,
        domain=SYMMETRIC,
    ),
    tangent(
        np.linalg.svd,
        singular_tangent,
        "a, full_matrices=True, compute_uv=True",
        key="linalg.svd",
        result=singular_type,
        reverse=singular_back,
        cost=20,
        choice=NOT_FINITE,
        domain=(
            domains.case(domains.draw(4, 3), False),
            domains.case(domains.draw(3, 4), False),
            domains.case(domains.draw(3, 3), False),
            domains.case(domains.draw(2, 4, 3), False),
            domains.case(domains.draw(4, 3), True, False),
            domains.case(domains.draw(3, 4), False, False),
        ),
    ),
)
