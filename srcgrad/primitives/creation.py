"""New arrays: filled, counted, and made of numbers or of other arrays."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from srcgrad.ir.expressions import Name
from srcgrad.ir.types import Numeric, Passive, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Primitive, Unsupported, Zero
from srcgrad.primitives.forms import (
    elementwise,
    linear,
    primitive,
    tangent,
    zero,
)
from srcgrad.primitives.formula import Formula, apply, type_of
from srcgrad.primitives.results import numeric

NAMES = {"cdouble": "complex128", "csingle": "complex64", "complex_": "complex128"}


def dtype_name(dtype: Any, default: str | None) -> str | None:
    """Name of a dtype argument: None where it is not known now."""
    if dtype is None:
        return default
    if isinstance(dtype, Formula):
        if isinstance(dtype.type, Passive) and dtype.type.kind.startswith("dtype "):
            return dtype.type.kind.removeprefix("dtype ")
        if not isinstance(dtype.expression, Name):
            return None
        dtype = dtype.expression.text.rpartition(".")[2]
    try:
        return str(np.dtype(NAMES.get(dtype, dtype)))
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


def range_tangent(
    start: Any,
    stop: Any,
    step: Any,
    out: Any,
    dstart: Any,
    dstop: Any,
    dstep: Any,
) -> Any:
    """Tangent of evenly spaced numbers: the end only says how many there are."""
    if dstep is not None:
        arange = np.arange if not isinstance(out, Formula) else partial(apply, "arange")
        return dstep * arange(np.size(out))
    if dstart is not None and stop is not None:
        return dstart * np.ones_like(out)
    return np.zeros_like(out)


def array_type(values: Any, dtype: Any = None, copy: Any = True) -> Numeric:
    """Type of `np.array(values)`."""
    if copy is not True:
        raise Unsupported("`copy=` of np.array must be True: use np.asarray otherwise")
    known = results.as_array(_displayed(values))
    return Numeric(dtype_name(dtype, known.dtype), known.shape, mutable=True)


def _displayed(values: Any) -> Type:
    """Type of a display that says how many items it has, lists too."""
    if isinstance(values, list | tuple):
        return TupleOf(tuple(_displayed(value) for value in values))
    return type_of(values)


def eye_type(N: Any, M: Any = None, k: Any = 0, dtype: Any = None) -> Numeric:
    """Type of `np.eye(N, M)`."""
    sides = [side if type(side) is int else None for side in (N, N if M is None else M)]
    return Numeric(dtype_name(dtype, "float64"), tuple(sides), mutable=True)


def linspace_type(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True
) -> Numeric:
    """Type of `np.linspace(start, stop, num)`."""
    if not results.is_literal(endpoint):
        raise Unsupported("`endpoint` of np.linspace must be True or False")
    ends = [numeric(start), numeric(stop)]
    dtype = results.float_dtype(results.promote(*ends))
    if all(end.weak for end in ends) and dtype is not None:
        dtype = "float64" if dtype.startswith("float") else dtype
    extent = num if type(num) is int else None
    if any(end.shape not in ((), frozenset()) for end in ends):
        return Numeric(dtype, None, mutable=True)
    return Numeric(dtype, (extent,), mutable=True)


def linspace_back(
    c: Any, start: Any, stop: Any, num: Any = 50, endpoint: Any = True
) -> tuple[Any, Any]:
    """Cotangents of the ends: each point is a weighted mean of the two."""
    if results.known_rank(start) not in (0, None) or results.known_rank(stop) not in (
        0,
        None,
    ):
        raise Unsupported("np.linspace is supported between numbers, not arrays")
    # by name, where the cotangent is a Formula: the weights are not to be literals
    arange = np.arange if not isinstance(c, Formula) else partial(apply, "arange")
    weights = arange(num) / (num - 1 if endpoint else num)
    return np.sum(c * (1.0 - weights)), np.sum(c * weights)


def astype(a: Any, dtype: Any) -> Any:
    """Give an array another dtype."""
    return a.astype(dtype)


def cast_type(a: Any, dtype: Any) -> Numeric:
    """Type of a number or an array in another dtype."""
    known = numeric(a)
    return Numeric(dtype_name(dtype, None), known.shape, known.mutable)


def number_type(x: Any, dtype: str) -> Numeric:
    """Type of `np.float32(x)`: a scalar of rank 0."""
    return results.array(dtype, numeric(x).shape)


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
    tangent(
        np.arange,
        range_tangent,
        "start, stop=None, step=None, dtype=None",
        result=range_type,
        positions=(0, 1, 2),
        choice="for a number of elements that stays the same",
        domain=(
            domains.case(lambda random: np.float64(0.3), 2.0, 0.25),
            domains.case(
                0.0, lambda random: np.float64(1.1), lambda random: np.float64(0.25)
            ),
        ),
    ),
    linear(
        np.array,
        lambda c, object, dtype=None, copy=True: pick(c, object),
        "object, dtype=None, *, copy=True",
        result=array_type,
        joins=True,
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
        joins=True,
        view=True,
        domain=(
            domains.case(domains.draw(3)),
            domains.case((domains.draw(), domains.draw())),
        ),
    ),
    *(
        linear(
            function,
            lambda c, a, dtype=None: pick(c, a),
            "a, dtype=None",
            result=array_type,
            joins=True,
            view=True,
            domain=(
                domains.case(domains.draw(3)),
                domains.case((domains.draw(), domains.draw())),
            ),
        )
        for function in (
            np.asanyarray,
            np.ascontiguousarray,
            np.asfortranarray,
            np.asarray_chkfinite,
            np.require,
        )
    ),
    linear(
        np.full_like,
        lambda c, a, fill_value, dtype=None: c,
        "a, fill_value, dtype=None",
        result=lambda a, fill_value, dtype=None: like_type(a, dtype),
        positions=(1,),
        blind=(0,),
        broadcasts=True,
        domain=(
            domains.case(domains.draw(2, 3), domains.draw()),
            domains.case(domains.draw(2, 3), domains.draw(3)),
        ),
    ),
    filled(
        np.eye,
        "N, M=None, k=0, dtype=None",
        eye_type,
        domain=(
            domains.case(3),
            domains.case(2, 3),
            domains.case(3, None, 1),
            domains.case(3, 3, 0, "float32"),
        ),
    ),
    filled(
        np.identity,
        "n, dtype=None",
        lambda n, dtype=None: eye_type(n, n, 0, dtype),
        domain=(domains.case(3),),
    ),
    linear(
        np.linspace,
        linspace_back,
        "start, stop, num=50, endpoint=True",
        result=linspace_type,
        positions=(0, 1),
        broadcasts=True,
        domain=(
            domains.case(domains.draw(), domains.draw(), 5),
            domains.case(domains.draw(), domains.draw(), 4, False),
            domains.case(domains.draw(), domains.draw()),
        ),
    ),
    linear(
        astype,
        lambda c, a, dtype: c,
        "a, dtype",
        result=lambda a, dtype: cast_type(a, dtype),
        names=(),
        methods=("astype",),
        spelling=".astype()",
        broadcasts=True,
        domain=(
            domains.case(domains.draw(3), "float64"),
            domains.case(domains.draw(2, 3), "float64"),
        ),
    ),
    *(
        elementwise(
            function,
            lambda x: 1,
            key=function.__name__,
            result=lambda x, name=function.__name__: number_type(x, name),
            cost=1,
        )
        for function in (np.float64, np.float32)
    ),
    *(
        zero(
            function,
            key=function.__name__,
            result=lambda x, name=function.__name__: number_type(x, name),
        )
        for function in (np.int64, np.int32)
    ),
)
