"""Reductions of some elements only, with an initial value, in another dtype."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import by_name
from srcgrad.primitives.conjugation import may_be_complex, real_dtype, real_product
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.extremes import TIE
from srcgrad.primitives.forms import defined, tangent
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.reductions import count, mean_type

SOME = "a, axis=None, *, dtype=None, keepdims=False, where=True"


def cast(a: Any, dtype: Any) -> Any:
    """Give the elements the dtype that they are to be added in."""
    return a if dtype is None else invoke("asarray", a, dtype)


def chosen(a: Any, where: Any, otherwise: Any) -> Any:
    """Put a number that changes nothing where an element is not wanted."""
    return a if where is True else np.where(where, a, otherwise)


def counted(a: Any, axis: Any, keepdims: Any, where: Any) -> Any:
    """How many elements are wanted, in the precision of the elements."""
    if where is True:
        return count(a, axis)
    mask = by_name("array", where) if isinstance(where, tuple | list) else where
    mask = np.broadcast_to(mask, np.shape(a))
    found = np.sum(mask, axis=axis, keepdims=keepdims)
    return invoke("astype", found, (np.real(a) if may_be_complex(a) else a).dtype)


def summed(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    keepdims: Any = False,
    initial: Any = 0,
    where: Any = True,
) -> Any:
    """Sum of what is wanted, and of the initial value."""
    a = chosen(cast(a, dtype), where, 0)
    return begun(np.sum(a, axis=axis, keepdims=keepdims), initial, 0, np.add)


def multiplied(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    keepdims: Any = False,
    initial: Any = 1,
    where: Any = True,
) -> Any:
    """Product of what is wanted, and of the initial value."""
    a = chosen(cast(a, dtype), where, 1)
    return begun(np.prod(a, axis=axis, keepdims=keepdims), initial, 1, np.multiply)


def begun(found: Any, initial: Any, neutral: int, together: Any) -> Any:
    """Put the initial value to what the elements give."""
    if not results.is_literal(initial) or initial != neutral:
        return together(found, initial)
    return found


def averaged(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    keepdims: Any = False,
    where: Any = True,
) -> Any:
    """Mean of what is wanted."""
    a = cast(a, dtype)
    if where is True:
        return np.mean(a, axis=axis, keepdims=keepdims)
    total = np.sum(chosen(a, where, 0), axis=axis, keepdims=keepdims)
    return total / counted(a, axis, keepdims, where)


def limited(function: Any, together: Any, limit: str) -> Callable[..., Any]:
    """Define an extreme of what is wanted and of the initial value."""

    def definition(
        a: Any,
        axis: Any = None,
        keepdims: Any = False,
        initial: Any = None,
        where: Any = True,
    ) -> Any:
        if initial is None:
            raise Unsupported(f"`where=` of np.{limit} needs `initial=`")
        found = function(chosen(a, where, initial), axis=axis, keepdims=keepdims)
        return together(found, initial)

    return definition


def spread_type(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    keepdims: Any = False,
    ddof: Any = 0,
    where: Any = True,
) -> Numeric:
    """Type of a variance: that of a mean, and real."""
    found = mean_type(cast(a, dtype), axis, keepdims)
    return replace(found, dtype=real_dtype(found.dtype))


def distances(a: Any, axis: Any, where: Any) -> Any:
    """Distance of each wanted element from their mean, 0 for the others."""
    mean = averaged(a, axis, None, True, where)
    return a - mean if where is True else np.where(where, a - mean, 0.0)


def variance_tangent(
    a: Any, axis: Any, dtype: Any, keepdims: Any, ddof: Any, where: Any, da: Any
) -> Any:
    """Tangent of a variance; the mean's own tangent drops out."""
    a, da = cast(a, dtype), cast(da, dtype)
    moved = real_product(distances(a, axis, where), da)
    total = np.sum(moved, axis=axis, keepdims=keepdims)
    return 2.0 * total / (counted(a, axis, keepdims, where) - ddof)


def deviation_tangent(
    a: Any,
    axis: Any,
    dtype: Any,
    keepdims: Any,
    ddof: Any,
    where: Any,
    out: Any,
    da: Any,
) -> Any:
    """Tangent of a standard deviation, 0 where that is 0."""
    a, da = cast(a, dtype), cast(da, dtype)
    moved = real_product(distances(a, axis, where), da)
    total = np.sum(moved, axis=axis, keepdims=keepdims)
    scale = (counted(a, axis, keepdims, where) - ddof) * (out + (out == 0))
    return total / scale


def some(*shape: int) -> Any:
    """Draw booleans with at least two that hold along every axis, for `case`."""

    def sample(random: Any) -> Any:
        mask = random.integers(0, 2, shape) > 0
        mask.flat[::3] = mask.flat[1::3] = True
        return mask

    return sample


def cases(*between: Any) -> tuple[domains.Case, ...]:
    """Arrays with a mask; `between` are the values of what stands before it."""
    return (
        domains.case(domains.draw(5), None, *between, some(5)),
        domains.case(domains.draw(3, 4), 1, *between, some(3, 4)),
        domains.case(domains.draw(3, 4), 0, *between, some(3, 1)),
        domains.case(domains.draw(3, 4), None, *between, some(4)),
    )


def masked(
    function: Any,
    definition: Any,
    parameters: str,
    positions: tuple[int, ...],
    domain: tuple[Any, ...],
    choice: str = "",
) -> Primitive:
    """Form of a reduction with a mask: another rule of the same function."""
    name = function.__name__
    return defined(
        function,
        definition,
        parameters,
        key=f"{name}.where",
        names=(),
        spelling=f"np.{name}",
        positions=positions,
        choice=choice,
        domain=domain,
    )


def spread(function: Any, formula: Any) -> Primitive:
    """Form of a variance or a deviation with a mask."""
    name = function.__name__
    return tangent(
        function,
        formula,
        "a, axis=None, *, dtype=None, keepdims=False, ddof=0, where=True",
        key=f"{name}.where",
        names=(),
        spelling=f"np.{name}",
        result=spread_type,
        choice="0 where all elements are equal",
        domain=(
            *cases(None, False, 0),
            domains.case(domains.draw(3, 4), -1, None, True, 1, some(3, 4)),
            domains.case(domains.draw(3, 4), 1, "float64"),
        ),
    )


TOTAL = "a, axis=None, *, dtype=None, keepdims=False, initial={}, where=True"
EXTREME = "a, axis=None, *, keepdims=False, initial=None, where=True"

MASKED = (
    masked(
        np.sum,
        summed,
        TOTAL.format(0),
        (0, 4),
        (
            *cases(None, False, 0),
            domains.case(domains.draw(3, 4), 1, None, True, domains.draw()),
            domains.case(domains.draw(3, 4), 1, "float64"),
        ),
    ),
    masked(
        np.prod,
        multiplied,
        TOTAL.format(1),
        (0, 4),
        (
            *cases(None, False, 1),
            domains.case(domains.draw(3, 4), 1, None, True, domains.draw()),
        ),
    ),
    masked(
        np.mean,
        averaged,
        SOME,
        (0,),
        (
            *cases(None, False),
            domains.case(domains.draw(3, 4), 1, "float64", True),
        ),
    ),
    masked(
        np.max,
        limited(np.max, np.maximum, "max"),
        EXTREME,
        (0, 3),
        (
            *cases(False, -9.0),
            domains.case(domains.draw(3, 4), 0, True, domains.draw()),
        ),
        TIE,
    ),
    masked(
        np.min,
        limited(np.min, np.minimum, "min"),
        EXTREME,
        (0, 3),
        (
            *cases(False, 9.0),
            domains.case(domains.draw(3, 4), 0, True, domains.draw()),
        ),
        TIE,
    ),
    spread(np.var, variance_tangent),
    spread(np.std, deviation_tangent),
)
