"""Which values may be complex, and what rules do about it.

A cotangent of a complex value z is the number `z_bar` for which the value's change is
`real(sum(z_bar * dz))`: the plain transpose, without conjugation. Rules of holomorphic
functions so hold as they are. A real operand takes the real part of a complex
cotangent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import COMPLEX, is_complex
from srcgrad.ir.types import REAL as PART
from srcgrad.primitives import results
from srcgrad.primitives.formula import Formula, apply
from srcgrad.primitives.results import known_rank


def may_be_complex(value: Any) -> bool:
    """Whether a value may be complex."""
    if isinstance(value, Formula):
        return is_complex(results.numeric(value).dtype)
    return bool(np.iscomplexobj(value))


def conj(value: Any) -> Any:
    """Conjugate of a value, itself where it is real."""
    return np.conj(value) if may_be_complex(value) else value


def flipped(value: Any) -> Any:
    """Transpose of a matrix, or of each matrix of a stack."""
    return value.T if known_rank(value) == 2 else np.swapaxes(value, -1, -2)


def adjoint(value: Any) -> Any:
    """Conjugate transpose of a matrix, or of each matrix of a stack."""
    return conj(flipped(value))


def real_product(left: Any, right: Any) -> Any:
    """Product of the one's conjugate and the other, of which the real part counts."""
    if may_be_complex(left):
        return np.real(np.conj(left) * right)
    return left * right


def real_part(cotangent: Any) -> Any:
    """Cotangent of what is real: the real part of a complex one."""
    return np.real(cotangent) if may_be_complex(cotangent) else cotangent


def real_dtype(dtype: str | None) -> str | None:
    """Dtype of the sizes of numbers of a dtype."""
    return REAL.get(str(dtype), dtype)


def complex_dtype(dtype: str | None) -> str:
    """Dtype of complex numbers whose parts are of a dtype."""
    if dtype is None or dtype == COMPLEX:
        return COMPLEX
    if dtype.startswith("complex"):
        return dtype
    return "complex64" if dtype in ("float32", "float16") else "complex128"


REAL = {"complex128": "float64", "complex64": "float32", COMPLEX: PART}


def spread_to_matrices(numbers: Any, matrices: Any) -> Any:
    """One number for each matrix of a stack -> what multiplies their elements."""
    if known_rank(matrices) == 2:
        return numbers
    return np.expand_dims(numbers, (-2, -1))


def scaled_columns(matrices: Any, factors: Any) -> Any:
    """Multiply each column of a matrix, or of each matrix of a stack, by its factor."""
    if known_rank(matrices) == 2:
        return matrices * factors
    return matrices * np.expand_dims(factors, -2)


def identity_of(values: Any) -> Any:
    """Identity matrix of the extent of the last axis, in the dtype of the values."""
    if not isinstance(values, Formula):
        return np.eye(values.shape[-1], dtype=values.dtype)
    if results.numeric(values).dtype == "float64":
        return apply("eye", values.shape[-1])
    return apply("eye", values.shape[-1], dtype=values.dtype)
