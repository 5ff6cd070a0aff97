"""A function of the table -> how the Numba output carries it out, asked of what decides it."""

from __future__ import annotations

from srcgrad.loops.kernels.text import KERNELS
from srcgrad.loops.operations import products
from srcgrad.loops.operations.scalars import is_elementwise
from srcgrad.loops.operations.values import RULES

KERNEL = "kernel"
ELEMENTS = "elements"
LIBRARY = "library"
LOOPS = "loops"


def carried_out(key: str) -> str:
    """`kernel`: a vectorised function of srcgrad's own; `elements`: one call for each element.

    `loops`: loops of its own; `library`: of loops, or a call of BLAS or LAPACK, by sizes.
    Empty: a program that uses it on arrays is not compiled, and a warning says so.
    """
    if key in products.RULES:
        return LIBRARY
    if key in RULES:
        return LOOPS
    if is_elementwise(key):
        own = f"numpy.{key}" in KERNELS or key in KERNELS
        return KERNEL if own else ELEMENTS
    return ""
