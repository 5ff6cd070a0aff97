"""Matrices made of vectors, and what SciPy calls otherwise than NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import by_name, elements
from srcgrad.primitives.conjugation import adjoint, conj
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.foreign import Library
from srcgrad.primitives.forms import defined
from srcgrad.primitives.results import known_rank

linalg = Library("scipy.linalg")


def counted(count: Any) -> Any:
    """Numbers from 0 on."""
    return by_name("arange", count)


def one_column(c: Any, name: str) -> None:
    """Refuse what is not one vector."""
    if known_rank(c) != 1:
        raise Unsupported(f"scipy.linalg.{name} is supported for a vector")


def diagonals(c: Any, r: Any = None) -> Any:
    """Matrix of constant diagonals, from its first column and its first row."""
    one_column(c, "toeplitz")
    row = conj(c) if r is None else r
    along = np.concatenate((c[::-1], row[1:]))
    down, across = counted(elements(c)), counted(elements(row))
    places = np.expand_dims(across, 0) - np.expand_dims(down, 1) + (elements(c) - 1)
    return along[places]


def antidiagonals(c: Any, r: Any = None) -> Any:
    """Matrix of constant antidiagonals, from its first column and its last row."""
    one_column(c, "hankel")
    row = np.zeros_like(c) if r is None else r
    along = np.concatenate((c, row[1:]))
    down, across = counted(elements(c)), counted(elements(row))
    return along[np.expand_dims(down, 1) + np.expand_dims(across, 0)]


def circular(c: Any) -> Any:
    """Matrix whose columns are a vector, turned by one more each."""
    one_column(c, "circulant")
    count = elements(c)
    return c[
        (np.expand_dims(counted(count), 1) - np.expand_dims(counted(count), 0)) % count
    ]


def least_squares(a: Any, b: Any) -> Any:
    """Solution of a least squares problem: of `scipy.linalg.lstsq` what has a rule."""
    return (linalg.lstsq(a, b)[0],)


def factors(a: Any, mode: Any = "full") -> Any:
    """QR decomposition, where the factors are those of NumPy."""
    shape = results.shape_of(a)
    wide = (
        isinstance(shape, tuple)
        and len(shape) == 2
        and (
            shape[0] == shape[1]
            or (
                isinstance(shape[0], int)
                and isinstance(shape[1], int)
                and shape[0] < shape[1]
            )
        )
    )
    if mode != "economic" and not (mode == "full" and wide):
        raise Unsupported(
            "scipy.linalg.qr is supported with mode='economic', or where the matrix is "
            "known to have no more rows than columns"
        )
    found = np.linalg.qr(a)
    return found[0], found[1]


def singular(a: Any, full_matrices: Any = True, compute_uv: Any = True) -> Any:
    """Singular value decomposition, in a plain tuple."""
    found = by_name("linalg.svd", a, full_matrices, compute_uv)
    return (found[0], found[1], found[2]) if compute_uv else found


draw, case = domains.draw, domains.case
DIAGONALS = (case(draw(4)), case(draw(4), draw(3)), case(draw(2), draw(4)))

MATRICES_OF_VECTORS = (
    defined(
        linalg.toeplitz, diagonals, "c, r=None", positions=(0, 1), domain=DIAGONALS
    ),
    defined(
        linalg.hankel, antidiagonals, "c, r=None", positions=(0, 1), domain=DIAGONALS
    ),
    defined(linalg.circulant, circular, "c", domain=(case(draw(4)),)),
    defined(
        linalg.svdvals,
        lambda a: np.linalg.svd(a, compute_uv=False),
        "a",
        cost=20,
        domain=(case(draw(3, 4)), case(draw(3, 3))),
    ),
    defined(
        linalg.norm,
        lambda a, ord=None, axis=None, keepdims=False: np.linalg.norm(
            a, ord, axis, keepdims
        ),
        "a, ord=None, axis=None, keepdims=False",
        choice="0 where the norm is 0; of equal extremes the first",
        domain=(
            case(draw(4)),
            case(draw(3, 4)),
            case(draw(3, 4), 2, 0, True),
            case(draw(4), 1),
            case(draw(3, 4), "nuc"),
        ),
    ),
    defined(
        linalg.pinv,
        lambda a: np.linalg.pinv(a),
        "a",
        cost=20,
        choice="among matrices of the same rank, where the rank is not full",
        domain=(case(draw(4, 3)), case(draw(2, 4))),
    ),
    defined(
        least_squares,
        lambda a, b: (by_name("linalg.lstsq", a, b)[0],),
        "a, b",
        key="scipy.linalg.lstsq",
        names=("scipy.linalg.lstsq",),
        spelling="scipy.linalg.lstsq",
        positions=(0, 1),
        cost=20,
        choice="of the solution, item 0, among matrices of the same rank",
        domain=(case(draw(4, 3), draw(4)), case(draw(4, 3), draw(4, 2))),
    ),
    defined(
        linalg.qr,
        factors,
        "a, *, mode='full'",
        cost=20,
        choice="not defined where the first columns are dependent",
        domain=(case(draw(4, 3), "economic"), case(draw(3, 3)), case(draw(2, 4))),
    ),
    defined(
        linalg.svd,
        singular,
        "a, full_matrices=True, compute_uv=True",
        cost=20,
        choice="not finite where two of them are equal: the vectors jump there",
        domain=(case(draw(4, 3), False), case(draw(3, 4), False, False)),
    ),
    defined(
        linalg.solve_continuous_lyapunov,
        lambda a, q: linalg.solve_sylvester(a, adjoint(a), q),
        "a, q",
        names=(
            "scipy.linalg.solve_continuous_lyapunov",
            "scipy.linalg.solve_lyapunov",
        ),
        positions=(0, 1),
        cost=20,
        domain=(case(domains.spd(3), draw(3, 3)),),
    ),
)
