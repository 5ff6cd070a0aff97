"""Cotangent of a value -> the same in the dtype that the value has."""

from __future__ import annotations

from srcgrad.ir.expressions import Apply, Expression, Name, Var, walk
from srcgrad.ir.types import COMPLEX, Numeric, Type, is_complex


def cast(value: Expression, from_: Type, to: Type, var: Var) -> Expression:
    """Keep the dtype of the primal, where the cotangent's is known to be another."""
    if not isinstance(from_, Numeric) or not isinstance(to, Numeric):
        return value
    if is_complex(from_.dtype) and not _same_known(from_, to):
        return real_for(value, from_, to, var)
    if is_complex(to.dtype) and from_.dtype != to.dtype and not to.weak:
        return Apply("helper.unbroadcast", (value, var))
    if to.weak:
        narrow = from_.dtype in ("float32", "float16") and to.dtype == "float64"
        return Apply("float", (value,)) if narrow and not from_.weak else value
    loose = to.dtype in ("float32", "float16") and any(
        isinstance(e, Name) and isinstance(e.type, Numeric) and e.type.weak
        for e in walk(value)
    )
    if from_.weak or (from_.dtype in (to.dtype, None) and not loose):
        return value
    return Apply("helper.unbroadcast", (value, var))


def real_for(value: Expression, from_: Type, to: Type, of: Expression) -> Expression:
    """Real part of a complex cotangent, where what it is the cotangent of is real."""
    if not isinstance(from_, Numeric) or not isinstance(to, Numeric):
        return value
    if not is_complex(from_.dtype) or _same_known(from_, to):
        return value
    if to.dtype == COMPLEX or is_complex(to.dtype):
        return Apply("helper.unbroadcast", (value, of))
    return Apply("real", (value,))


def _same_known(one: Numeric, two: Numeric) -> bool:
    """Whether two values are certain to be complex, and of one dtype."""
    return one.dtype == two.dtype != COMPLEX
