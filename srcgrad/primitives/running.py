"""Running sums and products, and differences of neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import along, literal_axis
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import linear, tangent
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.indexing import sliced
from srcgrad.primitives.reductions import sum_type


def running_type(a: Any, axis: Any = None) -> Numeric:
    """Type of a running sum."""
    known = results.numeric(a).shape
    shape: Any = known
    if axis is None:
        single = isinstance(known, tuple) and len(known) == 1
        total = results.total(known)
        shape = known if single else (total,)
        if isinstance(known, frozenset) and known:
            shape = (f"size({results.name_of(known)})",)
    return Numeric(sum_type(a).dtype, shape, True)


def running_back(c: Any, a: Any, axis: Any = None) -> Any:
    """Sum the cotangents from the end."""
    if axis is None:
        summed = np.flip(np.cumsum(np.flip(c)))
        return summed if results.known_rank(a) == 1 else np.reshape(summed, np.shape(a))
    return np.flip(np.cumsum(np.flip(c, axis), axis=axis), axis)


def difference_type(a: Any, n: Any = 1, axis: Any = -1) -> Numeric:
    """Type of differences of neighbours."""
    known = results.numeric(a)
    if type(n) is not int or n < 1 or not results.is_literal(axis):
        raise Unsupported("np.diff needs literal n and axis")
    if not isinstance(known.shape, tuple):
        return Numeric(known.dtype, None, True)
    shape = list(known.shape)
    shape[axis] = sliced(shape[axis], slice(n, None))
    return Numeric(known.dtype, tuple(shape), True)


def difference_back(c: Any, a: Any, n: Any = 1, axis: Any = -1) -> Any:
    """Return each cotangent to both neighbours."""
    for _ in range(n):
        c = invoke("helper.undiff", c, axis)
    return c


def product_tangent(a: Any, axis: Any, out: Any, da: Any) -> Any:
    """Tangent of running products: each product is the one before, times an element."""
    if axis is None:
        axis = 0
        if results.known_rank(a) != 1:
            a, da = np.ravel(a), np.ravel(da)
    return invoke("held.recurrence", before(out, axis, 1.0) * da, a, axis)


def before(running: Any, axis: Any, first: float) -> Any:
    """Return what stands before each element of a running product or sum."""
    at = literal_axis(axis, "a running product")
    start = invoke("full_like", running[along(slice(None, 1), at)], first)
    return np.concatenate((start, running[along(slice(None, -1), at)]), axis=at)


def recurrence_tangent(
    terms: Any, factors: Any, axis: Any, out: Any, dterms: Any, dfactors: Any
) -> Any:
    """Tangent of a linear recurrence: itself one, with other terms."""
    if dterms is None:
        dterms = before(out, axis, 0.0) * dfactors
    return invoke("held.recurrence", dterms, factors, axis)


def recurrence_back(c: Any, terms: Any, factors: Any, axis: Any = -1) -> Any:
    """Run the recurrence from the end to the start."""
    turned = np.roll(np.flip(factors, axis), 1, axis)
    return np.flip(invoke("held.recurrence", np.flip(c, axis), turned, axis), axis)


def extreme_tangent(array: Any, axis: Any, out: Any, darray: Any) -> Any:
    """Tangent of a running extreme: that of the last element that changed it."""
    at = literal_axis(axis, "a running extreme")
    changed = array[along(slice(1, None), at)] != out[along(slice(None, -1), at)]
    kept = out[along(slice(1, None), at)] == array[along(slice(1, None), at)]
    first = invoke("zeros_like", out[along(slice(None, 1), at)], "bool")
    fresh = np.concatenate((first, kept & changed), axis=at)
    places = np.cumsum(invoke("ones_like", array, "int64"), axis=at) - 1
    last = invoke("maximum.accumulate", np.where(fresh, places, 0), at)
    return np.take_along_axis(darray, last, at)


def with_zeros(*shape: int) -> Any:
    """Draw numbers some of which are exactly 0, for `case`."""

    def sample(random: Any) -> Any:
        drawn = random.normal(size=shape)
        drawn.flat[2::5] = 0.0
        return drawn

    return sample


RUNNING_CASES = (
    domains.case(domains.draw(4)),
    domains.case(domains.draw(2, 3)),
    domains.case(domains.draw(2, 3), 0),
    domains.case(domains.draw(2, 3), -1),
)

RUNNING = (
    linear(
        np.cumsum,
        running_back,
        "a, axis=None",
        result=running_type,
        methods=("cumsum",),
        domain=RUNNING_CASES,
    ),
    tangent(
        np.cumprod,
        product_tangent,
        "a, axis=None",
        result=running_type,
        methods=("cumprod",),
        domain=(
            *RUNNING_CASES,
            domains.case(with_zeros(5)),
            domains.case(with_zeros(4, 3), 0),
        ),
    ),
    *(
        tangent(
            function,
            extreme_tangent,
            "array, axis=0",
            key=name,
            names=(f"numpy.{name}",),
            spelling=f"np.{name}",
            result=lambda array, axis=0: running_type(array, axis),
            choice="a tie goes to the first",
            domain=(
                domains.case(domains.draw(6)),
                domains.case(domains.draw(4, 3)),
                domains.case(domains.draw(3, 4), 1),
                domains.case(domains.draw(3, 4, 2), -2),
            ),
        )
        for function, name in (
            (np.maximum.accumulate, "maximum.accumulate"),
            (np.minimum.accumulate, "minimum.accumulate"),
        )
    ),
    linear(
        np.diff,
        difference_back,
        "a, n=1, axis=-1",
        result=difference_type,
        domain=(
            domains.case(domains.draw(5)),
            domains.case(domains.draw(5), 2),
            domains.case(domains.draw(3, 4), 1, 0),
        ),
    ),
)
