"""The methods of ufuncs: reduce, accumulate and outer."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import by_name, rank_of
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.forms import defined, tangent, zero
from srcgrad.primitives.formula import apply
from srcgrad.primitives.reductions import AXES, reduction
from srcgrad.primitives.statistics import truth_type

FIRST = "array, axis=0, *, dtype=None, keepdims=False"

OUTER = (
    np.add,
    np.subtract,
    np.multiply,
    np.divide,
    np.maximum,
    np.minimum,
    np.power,
    np.hypot,
    np.arctan2,
    np.logaddexp,
    np.less,
    np.less_equal,
    np.greater,
    np.greater_equal,
    np.equal,
)


def outer(function: Any) -> Primitive:
    """Form of a ufunc of all pairs: the first operand gets the axes of the second."""
    name = f"{function.__name__}.outer"
    smooth = function.__name__ not in (
        "less",
        "less_equal",
        "greater",
        "greater_equal",
        "equal",
    )

    def definition(a: Any, b: Any) -> Any:
        rank = rank_of(b, f"np.{name}")
        return function(a[(Ellipsis, *(None,) * rank)] if rank else a, b)

    def drawn(*shape: int) -> Any:
        return lambda random: random.uniform(0.5, 2.0, shape)

    common: dict[str, Any] = {
        "key": name,
        "names": (f"numpy.{name}",),
        "spelling": f"np.{name}",
        "domain": (
            domains.case(drawn(3), drawn(2)),
            domains.case(drawn(2), drawn(3, 2)),
        ),
    }
    if not smooth:
        return zero(function.outer, "a, b", result=pairs_type, **common)
    return defined(function.outer, definition, "a, b", positions=(0, 1), **common)


def pairs_type(a: Any, b: Any) -> Any:
    """Type of a comparison of all pairs."""
    one, two = results.numeric(a).shape, results.numeric(b).shape
    both = isinstance(one, tuple) and isinstance(two, tuple)
    return results.array("bool", one + two if both else None)  # type: ignore[operator]


def reduce(function: Any, definition: Any, parameters: str = FIRST) -> Primitive:
    """Form of a reduction by a ufunc: over the first axis, if nothing else is said."""
    name = f"{function.__name__}.reduce"
    return defined(
        function.reduce,
        definition,
        parameters,
        key=name,
        names=(f"numpy.{name}",),
        spelling=f"np.{name}",
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(3, 4)),
            domains.case(domains.draw(3, 4), -1),
            domains.case(domains.draw(3, 4), None),
        ),
    )


def running(function: Any, operation: str) -> Primitive:
    """Form of running results of a ufunc along an axis."""
    name = f"{function.__name__}.accumulate"
    return defined(
        function.accumulate,
        lambda array, axis=0: by_name(operation, array, axis),
        "array, axis=0",
        key=name,
        names=(f"numpy.{name}",),
        spelling=f"np.{name}",
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(3, 4)),
            domains.case(domains.draw(3, 4), -1),
        ),
    )


def soft_type(array: Any, axis: Any = 0, keepdims: Any = False) -> Any:
    """Type of `np.logaddexp.reduce`."""
    dtype = results.float_dtype(results.numeric(array).dtype)
    return reduction(dtype, array, axis, keepdims)


def soft_tangent(array: Any, axis: Any, keepdims: Any, out: Any, darray: Any) -> Any:
    """Tangent of the logarithm of a sum of exponentials: a mean with weights."""
    if not results.is_literal((axis, keepdims)):
        raise Unsupported("np.logaddexp.reduce needs a literal axis")
    spread = out if keepdims or axis is None else np.expand_dims(out, axis)
    weights = np.exp(array - np.where(np.isfinite(spread), spread, 0.0))
    return np.sum(weights * darray, axis=axis, keepdims=keepdims)


def extreme_reduce(function: Any, named: Any) -> Primitive:
    """Form of an extreme, by its ufunc."""
    return reduce(
        function,
        lambda array, axis=0, keepdims=False: named(
            array, axis=axis, keepdims=keepdims
        ),
        "array, axis=0, *, keepdims=False",
    )


def with_dtype(operation: str) -> Any:
    """Define a reduction by the function of the same meaning."""

    def definition(
        array: Any, axis: Any = 0, dtype: Any = None, keepdims: Any = False
    ) -> Any:
        if dtype is None:
            return apply(operation, array, axis, keepdims=keepdims)
        return apply(operation, array, axis, dtype=dtype, keepdims=keepdims)

    return definition


UFUNCS = (
    reduce(np.add, with_dtype("sum")),
    reduce(np.multiply, with_dtype("prod")),
    extreme_reduce(np.maximum, np.max),
    extreme_reduce(np.minimum, np.min),
    tangent(
        np.logaddexp.reduce,
        soft_tangent,
        "array, axis=0, *, keepdims=False",
        key="logaddexp.reduce",
        names=("numpy.logaddexp.reduce",),
        spelling="np.logaddexp.reduce",
        result=soft_type,
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(3, 4)),
            domains.case(domains.draw(3, 4), -1),
            domains.case(domains.draw(3, 4), None),
        ),
    ),
    *(
        zero(
            function.reduce,
            AXES.replace("axis=None", "axis=0"),
            key=f"{function.__name__}.reduce",
            names=(f"numpy.{function.__name__}.reduce",),
            spelling=f"np.{function.__name__}.reduce",
            result=lambda a, axis=0, keepdims=False: truth_type(a, axis, keepdims),
            domain=(
                domains.case(domains.mask(4)),
                domains.case(domains.mask(3, 4), -1),
            ),
        )
        for function in (np.logical_and, np.logical_or)
    ),
    running(np.add, "cumsum"),
    running(np.multiply, "cumprod"),
    *(outer(function) for function in OUTER),
)
