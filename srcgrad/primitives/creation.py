"""New arrays: filled, counted, and made of numbers or of other arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Primitive, Zero
from srcgrad.primitives.forms import linear, primitive
from srcgrad.primitives.formula import Formula
from srcgrad.primitives.results import numeric


def dtype_name(dtype: Any, default: str | None) -> str | None:
    """Name of a dtype argument: None where it is not known now."""
    if dtype is None:
        return default
    if isinstance(dtype, Formula):
        return getattr(dtype.type, "dtype", None)
    try:
        return str(np.dtype(dtype))
    except TypeError:
        return None


def filled_type(shape: Any, dtype: Any = None) -> Numeric:
    """Type of `np.zeros(shape)`."""
    return Numeric(dtype_name(dtype, "float64"), results.extents(shape), mutable=True)


def full_type(shape: Any, fill_value: Any, dtype: Any = None) -> Numeric:
    """Type of `np.full(shape, value)`."""
    default = numeric(fill_value).dtype
    return Numeric(dtype_name(dtype, default), results.extents(shape), mutable=True)


def like_type(a: Any, dtype: Any = None) -> Numeric:
    """Type of `np.zeros_like(a)`."""
    known = numeric(a)
    return Numeric(dtype_name(dtype, known.dtype), known.shape, mutable=True)


def range_type(
    start: Any, stop: Any = None, step: Any = None, dtype: Any = None
) -> Numeric:
    """Type of `np.arange(start, stop, step)`."""
    bounds = [numeric(bound) for bound in (start, stop, step) if bound is not None]
    extent = start if stop is None and type(start) is int else None
    return Numeric(dtype_name(dtype, results.promote(*bounds)), (extent,), mutable=True)


def array_type(object: Any, dtype: Any = None) -> Numeric:
    """Type of `np.array(values)`."""
    known = numeric(object)
    shape = known.shape
    return Numeric(dtype_name(dtype, known.dtype), shape, mutable=True)


def pick(c: Any, values: Any, *position: int) -> Any:
    """Cotangent of each item of a nested display, from that of its array."""
    if isinstance(values, (tuple, list)):
        return tuple(pick(c, item, *position, i) for i, item in enumerate(values))
    if not position:
        return c
    return c[position if len(position) > 1 else position[0]]


def filled(function: Any, parameters: str, result: Any, **rest: Any) -> Primitive:
    """Form of a function whose result depends on no number that it is given."""
    return primitive(function, parameters, result, Zero(), **rest)


SHAPE_CASES = (domains.case((2, 3)), domains.case(4), domains.case((2,), "float32"))
LIKE_CASES = (
    domains.case(domains.draw(3)),
    domains.case(domains.draw(2, 3), "float32"),
)

CREATION = (
    filled(np.zeros, "shape, dtype=None", filled_type, domain=SHAPE_CASES),
    filled(np.ones, "shape, dtype=None", filled_type, domain=SHAPE_CASES),
    filled(np.empty, "shape, dtype=None", filled_type, domain=SHAPE_CASES),
    filled(np.zeros_like, "a, dtype=None", like_type, domain=LIKE_CASES),
    filled(np.ones_like, "a, dtype=None", like_type, domain=LIKE_CASES),
    filled(
        np.empty_like,
        "prototype, dtype=None",
        lambda prototype, dtype=None: like_type(prototype, dtype),
        domain=LIKE_CASES,
    ),
    linear(
        np.full,
        lambda c, shape, fill_value, dtype=None: c,
        "shape, fill_value, dtype=None",
        result=full_type,
        positions=(1,),
        broadcasts=True,
        domain=(
            domains.case((2, 3), domains.draw()),
            domains.case((2, 3), domains.draw(3)),
        ),
    ),
    filled(
        np.arange,
        "start, stop=None, step=None, dtype=None",
        range_type,
        domain=(
            domains.case(5),
            domains.case(1.0, 2.0, 0.25),
            domains.case(1, 7, 2, "float32"),
        ),
    ),
    linear(
        np.array,
        lambda c, object, dtype=None: pick(c, object),
        "object, dtype=None",
        result=array_type,
        domain=(
            domains.case(domains.draw(3)),
            domains.case((domains.draw(), domains.draw())),
            domains.case(((domains.draw(), 2.0), (1.0, domains.draw()))),
            domains.case((domains.draw(3), domains.draw(3))),
        ),
    ),
    linear(
        np.asarray,
        lambda c, a, dtype=None: pick(c, a),
        "a, dtype=None",
        result=array_type,
        view=True,
        domain=(
            domains.case(domains.draw(3)),
            domains.case((domains.draw(), domains.draw())),
        ),
    ),
)
