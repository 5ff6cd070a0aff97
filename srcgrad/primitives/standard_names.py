"""Names that NumPy 2 took from the array standard, for what it had before."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains
from srcgrad.primitives.conjugation import conj
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.forms import defined

draw, case = domains.draw, domains.case
linalg: Any = np.linalg


def dotted(x1: Any, x2: Any, axis: Any = -1) -> Any:
    """Dot products of vectors along one axis."""
    return np.sum(conj(x1) * x2, axis=axis)


def matrix_norm(x: Any, keepdims: Any = False, ord: Any = "fro") -> Any:
    """Norms of the matrices of a stack."""
    return np.linalg.norm(x, ord, (-2, -1), keepdims)


def vector_norm(x: Any, axis: Any = None, keepdims: Any = False, ord: Any = 2) -> Any:
    """Norms of vectors; of all elements, where no axis is given."""
    flat = axis is None and keepdims is False
    return np.linalg.norm(np.ravel(x) if flat else x, ord, axis, keepdims)


MATRICES = (case(draw(2, 3, 4)), case(draw(3, 3)))
PAIRS = (case(draw(3, 4), draw(4)), case(draw(2, 3, 4), draw(2, 3, 4)))


def named(
    name: str, definition: Any, parameters: str, *domain: Any, **rest: Any
) -> Any:
    """Form of a function of `np.linalg` under its newer name."""
    return defined(
        getattr(linalg, name),
        definition,
        parameters,
        key=f"linalg.{name}",
        names=(f"numpy.linalg.{name}",),
        spelling=f"np.linalg.{name}",
        domain=domain,
        **rest,
    )


BOTH = {"positions": (0, 1)}
OF_LINALG = (
    named("matmul", lambda x1, x2: np.matmul(x1, x2), "x1, x2", *domains.MATRIX_PRODUCTS[3:5], **BOTH),
    named("outer", lambda x1, x2: np.outer(x1, x2), "x1, x2", case(draw(2), draw(3)), **BOTH),
    named("cross", lambda x1, x2: np.cross(x1, x2), "x1, x2", case(draw(2, 3), draw(2, 3)), **BOTH),
    named("vecdot", dotted, "x1, x2, *, axis=-1", *PAIRS, **BOTH),
    named("trace", lambda x: np.einsum("...ii->...", x), "x", *MATRICES[1:], case(draw(2, 3, 3))),
    named("diagonal", lambda x: np.einsum("...ii->...i", x), "x", *MATRICES[1:], case(draw(2, 3, 3))),
    named("matrix_transpose", lambda x: np.swapaxes(x, -1, -2), "x", *MATRICES),
    named("svdvals", lambda x: np.linalg.svd(x, compute_uv=False), "x", *MATRICES),
    named("matrix_norm", matrix_norm, "x, *, keepdims=False, ord='fro'", *MATRICES),
    named(
        "vector_norm",
        vector_norm,
        "x, *, axis=None, keepdims=False, ord=2",
        *MATRICES,
        case(draw(3, 4), 1, True, 3),
    ),
)  # fmt: skip

NEWER: tuple[Primitive, ...] = tuple(
    defined(
        getattr(np, name),
        definition,
        parameters,
        names=(f"numpy.{name}",),
        positions=positions,
        domain=domain,
    )
    for name, definition, parameters, positions, domain in (
        ("vecdot", dotted, "x1, x2, axis=-1", (0, 1), PAIRS),
        (
            "matvec",
            lambda x1, x2: (x1 @ np.expand_dims(x2, -1))[..., 0],
            "x1, x2",
            (0, 1),
            (case(draw(3, 4), draw(4)), case(draw(2, 3, 4), draw(2, 4))),
        ),
        (
            "vecmat",
            lambda x1, x2: (np.expand_dims(conj(x1), -2) @ x2)[..., 0, :],
            "x1, x2",
            (0, 1),
            (case(draw(3), draw(3, 4)), case(draw(2, 3), draw(2, 3, 4))),
        ),
        (
            "matrix_transpose",
            lambda x: np.swapaxes(x, -1, -2),
            "x",
            (0,),
            MATRICES,
        ),
        (
            "cumulative_sum",
            lambda x, axis=None: np.cumsum(x, 0 if axis is None else axis),
            "x, *, axis=None",
            (0,),
            (case(draw(4)), case(draw(3, 4), 1)),
        ),
        (
            "cumulative_prod",
            lambda x, axis=None: np.cumprod(x, 0 if axis is None else axis),
            "x, *, axis=None",
            (0,),
            (case(draw(4)), case(draw(3, 4), 1)),
        ),
    )
    if hasattr(np, name)
)

STANDARD_NAMES = (*OF_LINALG, *NEWER)
