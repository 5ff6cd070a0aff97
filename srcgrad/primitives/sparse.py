"""Sparse matrices of SciPy: held operands of products, and of direct solvers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.foreign import Foreign
from srcgrad.primitives.forms import linear, opaque
from srcgrad.primitives.formula import Formula, invoke


def sparse_type(*_: Any, **__: Any) -> Numeric:
    """Type of a sparse matrix."""
    return Numeric("float64", (None, None), True, sparse=True)


def solved_type(A: Any, b: Any, *_: Any) -> Numeric:
    """Type of the solution of a sparse system."""
    known = results.numeric(b)
    return Numeric(results.float_dtype(known.dtype), known.shape, True)


def factored_type(lu: Any, rhs: Any, trans: Any = "N") -> Numeric:
    """Type of what `splu(matrix).solve(rhs)` gives."""
    if isinstance(lu, Formula) and not results.numeric(lu).sparse:
        raise Unsupported("`.solve()` is known of what `splu` gives alone")
    return solved_type(lu, rhs)


def factors_type(A: Any) -> Numeric:
    """Type of the factors of a sparse matrix, which solve systems."""
    return Numeric("float64", (None, None), True, sparse=True)


def solved(lu: Any, rhs: Any, trans: Any = "N") -> Any:
    """Solve a system by the factors of its matrix."""
    return lu.solve(rhs, trans)


def factored_back(c: Any, lu: Any, rhs: Any, trans: Any = "N") -> Any:
    """Cotangent of the right side: the transposed system is solved."""
    return invoke("splu.solve", lu, c, "T" if trans == "N" else "N")


spsolve = Foreign("scipy.sparse.linalg", "spsolve")


def matrix(random: Any) -> Any:
    """Draw a sparse matrix far from singular ones."""
    import scipy.sparse

    return scipy.sparse.csc_matrix(random.normal(size=(3, 3)) + 4.0 * np.eye(3))


def factors(random: Any) -> Any:
    """Draw the factors of a sparse matrix."""
    import scipy.sparse.linalg

    return scipy.sparse.linalg.splu(matrix(random))


def constructor(name: str, *values: Any) -> Primitive:
    """Form of a function that makes a sparse matrix of numbers that are held."""
    options = "shape=None, format=None, dtype=None, m=None, n=None, k=0, offsets=0"
    return opaque(
        Foreign("scipy.sparse", name),
        f"*args, {options}",
        result=sparse_type,
        joins=True,
        domain=(domains.case(values),),
    )


dense: Callable[[Any], Any] = domains.draw(3, 3)
SPARSE = (
    *(
        constructor(f"{kind}_{form}", dense)
        for kind in ("csr", "csc", "coo", "lil", "dok", "dia", "bsr")
        for form in ("matrix", "array")
    ),
    constructor("diags", domains.draw(3)),
    constructor("spdiags", domains.draw(1, 3), 0, 3, 3),
    constructor("eye", 3),
    constructor("identity", 3),
    constructor("kron", dense, dense),
    opaque(
        Foreign("scipy.sparse.linalg", "splu"),
        "A",
        result=factors_type,
        cost=20,
        domain=(domains.case(matrix),),
    ),
    linear(
        spsolve,
        lambda c, A, b: spsolve(A.T, c),
        "A, b",
        result=solved_type,
        positions=(1,),
        cost=20,
        domain=(domains.case(matrix, domains.draw(3)),),
    ),
    linear(
        solved,
        factored_back,
        "lu, rhs, trans='N'",
        key="splu.solve",
        names=("ndarray.solve",),
        spelling=".solve()",
        result=factored_type,
        positions=(1,),
        cost=20,
        domain=(
            domains.case(factors, domains.draw(3)),
            domains.case(factors, domains.draw(3), "T"),
        ),
    ),
)
