"""Linear algebra of SciPy: triangular and factored systems, functions of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import BOOLEAN, Numeric, TupleOf, Type, is_complex
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import flipped
from srcgrad.primitives.decompositions import (
    cholesky_back,
    cholesky_tangent,
    literal,
    spectrum_back,
    spectrum_tangent,
    spectrum_type,
    values_back,
    values_tangent,
    values_type,
)
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.foreign import Foreign
from srcgrad.primitives.forms import linear, tangent
from srcgrad.primitives.formula import Formula, invoke
from srcgrad.primitives.products import matmul_left
from srcgrad.primitives.systems import (
    determinant_back,
    determinant_type,
    inverse_back,
    inverse_type,
    solution_type,
    trace_of_solved,
)


def of(name: str) -> Foreign:
    """Return a function of `scipy.linalg`."""
    return Foreign("scipy.linalg", name)


solve, solve_triangular, cho_solve = (
    of("solve"),
    of("solve_triangular"),
    of("cho_solve"),
)
solve_sylvester, expm_frechet = of("solve_sylvester"), of("expm_frechet")
TURNED: dict[Any, Any] = {0: "T", "N": "T", 1: 0, "T": 0}


def one_system(a: Any, b: Any) -> Numeric:
    """Type of the solution of one linear system."""
    known, right = results.numeric(a), results.numeric(b)
    if isinstance(known.shape, tuple) and len(known.shape) != 2:
        raise Unsupported("this function of SciPy is supported for one matrix")
    return Numeric(solution_type(a, b).dtype, right.shape, True)


def general_type(a: Any, b: Any, lower: Any = False, assume_a: Any = None) -> Numeric:
    """Type of `scipy.linalg.solve(a, b)`."""
    literal(lower, "lower", True, False)
    literal(assume_a, "assume_a", None, "gen", "general", "sym", "pos", "her")
    return one_system(a, b)


def read_part(c: Any, lower: Any, assume_a: Any) -> Any:
    """What reaches the part of the matrix that is read."""
    if assume_a in (None, "gen", "general"):
        return c
    if lower:
        return np.tril(c) + np.tril(c.T, -1)
    return np.triu(c) + np.triu(c.T, 1)


def whole_of(da: Any, lower: Any, assume_a: Any) -> Any:
    """The matrix that is meant by the part that is read."""
    if assume_a in (None, "gen", "general"):
        return da
    if lower:
        return np.tril(da) + np.tril(da, -1).T
    return np.triu(da) + np.triu(da, 1).T


def general_tangent(
    a: Any, b: Any, lower: Any, assume_a: Any, out: Any, da: Any, db: Any
) -> Any:
    """Tangent of the solution of a linear system."""
    right = db if da is None else -(whole_of(da, lower, assume_a) @ out)
    return solve(a, right, lower=lower, assume_a=assume_a)


def general_back(
    c: Any, a: Any, b: Any, lower: Any, assume_a: Any, out: Any
) -> tuple[Any, Any]:
    """Cotangents of a linear system: a symmetric one is its own transpose."""
    plain = assume_a in (None, "gen", "general")
    matrix = flipped(a) if plain else a
    solved = solve(matrix, c, lower=lower, assume_a=assume_a)
    return -read_part(matmul_left(solved, a, out), lower, assume_a), solved


def triangular_type(
    a: Any, b: Any, trans: Any = 0, lower: Any = False, unit_diagonal: Any = False
) -> Numeric:
    """Type of the solution of a triangular system."""
    literal(trans, "trans", 0, 1, "N", "T")
    literal(lower, "lower", True, False)
    literal(unit_diagonal, "unit_diagonal", True, False)
    return one_system(a, b)


def triangular_part(c: Any, lower: Any, unit_diagonal: Any) -> Any:
    """Part of a matrix that a triangular system reads."""
    if lower:
        return np.tril(c, -1) if unit_diagonal else np.tril(c)
    return np.triu(c, 1) if unit_diagonal else np.triu(c)


def triangular_tangent(
    a: Any,
    b: Any,
    trans: Any,
    lower: Any,
    unit_diagonal: Any,
    out: Any,
    da: Any,
    db: Any,
) -> Any:
    """Tangent of the solution of a triangular system."""
    right = db
    if da is not None:
        change = triangular_part(da, lower, unit_diagonal)
        right = -((change if trans in (0, "N") else change.T) @ out)
    return solve_triangular(a, right, trans, lower, unit_diagonal)


def triangular_back(
    c: Any, a: Any, b: Any, trans: Any, lower: Any, unit_diagonal: Any, out: Any
) -> tuple[Any, Any]:
    """Cotangents of a triangular system: the transposed one is solved once."""
    solved = solve_triangular(a, c, TURNED[trans], lower, unit_diagonal)
    full = matmul_left(solved, a, out)
    if trans not in (0, "N"):
        full = full.T
    return -triangular_part(full, lower, unit_diagonal), solved


def triangle_type(a: Any, lower: Any = False) -> Numeric:
    """Type of a Cholesky factor."""
    literal(lower, "lower", True, False)
    return inverse_type(a)


def factor_type(a: Any, lower: Any = False) -> Type:
    """Type of `cho_factor`: the factor, and which triangle it is."""
    literal(lower, "lower", True, False)
    return TupleOf((inverse_type(a), BOOLEAN))


def factor_tangent(a: Any, lower: Any, out: Any, da: Any) -> Any:
    """Tangent of a Cholesky factor; the other triangle is still that of the matrix."""
    factor = np.tril(out[0]) if lower else np.triu(out[0])
    rest = np.triu(da, 1) if lower else np.tril(da, -1)
    return cholesky_tangent(a, not lower, factor, da) + rest, False


def factor_back(c: Any, a: Any, lower: Any, out: Any) -> Any:
    """Cotangent of a matrix in its Cholesky factor."""
    if c[0] is None:  # which triangle it is does not move
        return np.zeros_like(a)
    part = np.tril if lower else np.triu
    rest = np.triu(c[0], 1) if lower else np.tril(c[0], -1)
    return cholesky_back(part(c[0]), a, not lower, part(out[0])) + rest


def factored_type(c_and_lower: Any, b: Any) -> Numeric:
    """Type of the solution of a system whose Cholesky factor is given."""
    if not isinstance(c_and_lower, tuple) or len(c_and_lower) != 2:
        raise Unsupported("cho_solve is supported with the pair that cho_factor gives")
    return one_system(c_and_lower[0], b)


def factored_tangent(
    c_and_lower: Any, b: Any, out: Any, dc_and_lower: Any, db: Any
) -> Any:
    """Tangent of the solution of a system whose Cholesky factor is given."""
    if db is not None:
        return cho_solve(c_and_lower, db)
    factor, lower = c_and_lower
    right = invoke("procedure.factor_change", dc_and_lower[0], factor, lower, out)
    return -cho_solve(c_and_lower, right)


def factored_back(c: Any, c_and_lower: Any, b: Any, out: Any) -> Any:
    """Cotangents of the factor and of the right side."""
    factor, lower = c_and_lower
    solved = cho_solve(c_and_lower, c)
    found = invoke("procedure.factor_bar", solved, factor, lower, out)
    return (found, False), solved


def sylvester_type(a: Any, b: Any, q: Any) -> Numeric:
    """Type of the solution of `a @ x + x @ b = q`."""
    types = [results.numeric(one) for one in (a, b, q)]
    return Numeric(results.float_dtype(results.promote(*types)), types[2].shape, True)


def sylvester_tangent(
    a: Any, b: Any, q: Any, out: Any, da: Any, db: Any, dq: Any
) -> Any:
    """Tangent of the solution of a Sylvester equation."""
    if dq is not None:
        return solve_sylvester(a, b, dq)
    return -solve_sylvester(a, b, da @ out if da is not None else out @ db)


def sylvester_back(c: Any, a: Any, b: Any, out: Any) -> tuple[Any, Any, Any]:
    """Cotangents of a Sylvester equation: the transposed one is solved once."""
    solved = solve_sylvester(flipped(a), flipped(b), c)
    return -(solved @ flipped(out)), -(flipped(out) @ solved), solved


def uplo(lower: Any) -> str:
    """Which triangle is read, as NumPy says it."""
    literal(lower, "lower", True, False)
    return "L" if lower else "U"


def plain_spectrum(a: Any, lower: Any = True, driver: Any = None) -> Type:
    """Type of eigenvalues and eigenvectors, which SciPy gives in a plain tuple."""
    found = spectrum_type(a, uplo(lower))
    assert isinstance(found, TupleOf)
    return TupleOf(found.items)


def block_type(arrs: Any) -> Numeric:
    """Type of a matrix of blocks on its diagonal."""
    ranks = {results.known_rank(one) for one in arrs}
    if ranks != {2}:
        raise Unsupported("block_diag is supported of matrices, of known rank")
    return Numeric(results.promote(*map(results.numeric, arrs)), (None, None), True)


def block_back(c: Any, arrs: Any) -> tuple[Any, ...]:
    """Cut the blocks out again."""
    found: list[Any] = []
    row: Any = 0
    column: Any = 0
    for one in arrs:
        rows, columns = np.shape(one)[0], np.shape(one)[1]
        found.append(c[row : row + rows, column : column + columns])
        row, column = row + rows, column + columns
    return tuple(found)


draw, case, spd = domains.draw, domains.case, domains.spd(3)
SYSTEMS = (case(spd, draw(3)), case(spd, draw(3, 2)))

SCIPY_LINALG = (
    tangent(
        solve,
        general_tangent,
        "a, b, lower=False, *, assume_a=None",
        reverse=general_back,
        result=general_type,
        positions=(0, 1),
        cost=20,
        domain=(
            *SYSTEMS,
            domains.Case(lambda random: (spd(random), draw(3)(random), True, "pos")),
            domains.Case(
                lambda random: (spd(random), draw(3, 2)(random), False, "sym")
            ),
        ),
    ),
    tangent(
        solve_triangular,
        triangular_tangent,
        "a, b, trans=0, lower=False, unit_diagonal=False",
        reverse=triangular_back,
        result=triangular_type,
        positions=(0, 1),
        cost=20,
        domain=(
            *SYSTEMS,
            case(spd, draw(3), 0, True),
            case(spd, draw(3, 2), "T", True),
            case(spd, draw(3), 1, False, True),
        ),
    ),
    tangent(
        of("inv"),
        lambda a, out, da: -(out @ da @ out),
        "a",
        reverse=inverse_back,
        result=inverse_type,
        cost=20,
        domain=(case(spd),),
    ),
    tangent(
        of("det"),
        lambda a, out, da: out * trace_of_solved(a, da),
        "a",
        reverse=determinant_back,
        result=determinant_type,
        cost=20,
        choice="raises LinAlgError where the matrix is singular",
        domain=(case(spd),),
    ),
    tangent(
        of("cholesky"),
        lambda a, lower, out, da: cholesky_tangent(a, not lower, out, da),
        "a, lower=False",
        reverse=lambda c, a, lower, out: cholesky_back(c, a, not lower, out),
        result=triangle_type,
        cost=20,
        choice="the triangle that is not read has derivative 0",
        domain=(case(spd), case(spd, True)),
    ),
    tangent(
        of("cho_factor"),
        factor_tangent,
        "a, lower=False",
        reverse=factor_back,
        result=factor_type,
        cost=20,
        domain=(case(spd), case(spd, True)),
    ),
    tangent(
        cho_solve,
        factored_tangent,
        "c_and_lower, b",
        reverse=factored_back,
        result=factored_type,
        positions=(0, 1),
        cost=20,
        joins=True,
        domain=(case((spd, False), draw(3)), case((spd, True), draw(3, 2))),
    ),
    tangent(
        of("eigh"),
        lambda a, lower, out, da: spectrum_tangent(a, uplo(lower), out, da),
        "a, *, lower=True, driver=None",
        reverse=lambda c, a, lower, out: spectrum_back(c, a, uplo(lower), out),
        result=plain_spectrum,
        cost=20,
        choice="not finite where two of them are equal: the vectors jump there",
        domain=(
            # by the driver that keeps the signs of the vectors
            case(domains.hermitian(3, 3), True, "evd"),
            case(domains.hermitian(3, 3), False, "evd"),
        ),
    ),
    tangent(
        of("eigvalsh"),
        lambda a, lower, da: values_tangent(a, uplo(lower), da),
        "a, *, lower=True",
        reverse=lambda c, a, lower: values_back(c, a, uplo(lower)),
        result=lambda a, lower=True: values_type(a, uplo(lower)),
        cost=20,
        choice="the triangle that is not read has derivative 0",
        domain=(case(domains.hermitian(3, 3)), case(domains.hermitian(3, 3), False)),
    ),
    tangent(
        of("sqrtm"),
        lambda out, da: solve_sylvester(out, out, da),
        "a",
        reverse=lambda c, out: solve_sylvester(flipped(out), flipped(out), c),
        result=inverse_type,
        cost=20,
        choice="the principal root, real where the eigenvalues are not negative",
        domain=(case(spd),),
    ),
    tangent(
        solve_sylvester,
        sylvester_tangent,
        "a, b, q",
        reverse=sylvester_back,
        result=sylvester_type,
        positions=(0, 1, 2),
        cost=20,
        domain=(case(spd, domains.spd(2), draw(3, 2)),),
    ),
    tangent(
        of("expm"),
        lambda a, da: expm_frechet(a, da, compute_expm=False),
        "a",
        reverse=lambda c, a: expm_frechet(flipped(a), c, compute_expm=False),
        result=inverse_type,
        cost=20,
        domain=(case(draw(3, 3)),),
    ),
    linear(
        expm_frechet,
        lambda c, A, E, compute_expm=False: expm_frechet(
            flipped(A), c, compute_expm=False
        ),
        "A, E, *, compute_expm=True",
        positions=(1,),
        result=lambda A, E, compute_expm=True: frechet_type(A, compute_expm),
        cost=20,
        domain=(case(draw(3, 3), draw(3, 3), False),),
    ),
    linear(
        of("block_diag"),
        block_back,
        "*arrs",
        result=block_type,
        joins=True,
        domain=(case((draw(2, 3), draw(3, 2))), case((draw(2, 2),))),
    ),
)


def frechet_type(a: Any, compute_expm: Any) -> Numeric:
    """Type of the derivative of an exponential along one direction."""
    if compute_expm is not False or isinstance(compute_expm, Formula):
        raise Unsupported("expm_frechet is supported with compute_expm=False")
    # SciPy computes it in double precision, whatever it is given
    known = inverse_type(a)
    dtype = "complex128" if is_complex(known.dtype) else "float64"
    return Numeric(None if known.dtype is None else dtype, known.shape, True)
