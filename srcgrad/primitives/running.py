"""Running sums and products, and differences of neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
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
        lambda a, axis, out, da: (
            out * np.cumsum(da / a, axis=axis)
            if axis is not None or results.known_rank(a) == 1
            else out * np.cumsum(np.ravel(da / a))
        ),
        "a, axis=None",
        result=running_type,
        methods=("cumprod",),
        choice="not defined where an element is 0",
        domain=RUNNING_CASES,
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
