"""Logarithms of sums of exponentials, and weights that add up to 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.foreign import special
from srcgrad.primitives.forms import tangent
from srcgrad.primitives.reductions import reduced, reduction


def known(axis: Any, keepdims: Any, name: str) -> None:
    """Demand that the shape of the result is known now."""
    if not results.is_literal((axis, keepdims)):
        raise Unsupported(f"{name} needs a literal `axis` and `keepdims`")


def sum_type(a: Any, axis: Any = None, b: Any = None, keepdims: Any = False) -> Numeric:
    """Type of `logsumexp`."""
    known(axis, keepdims, "logsumexp")
    whole = results.floating(a, b)
    dtype = whole.dtype if whole.dtype in ("float32", "float64") else None
    if b is None:
        return reduction(dtype, a, axis, keepdims)
    return results.array(dtype, reduced(whole.shape, axis, keepdims))


def weights(a: Any, axis: Any, keepdims: Any, out: Any) -> Any:
    """Exponentials of the terms over their sum; where all are -inf, 0."""
    spread = out if keepdims or axis is None else np.expand_dims(out, axis)
    return np.exp(a - np.where(np.isfinite(spread), spread, 0.0))


def sum_tangent(
    a: Any, axis: Any, b: Any, keepdims: Any, out: Any, da: Any, db: Any
) -> Any:
    """Tangent of a logarithm of a sum of exponentials: a mean with weights."""
    known(axis, keepdims, "logsumexp")
    found = weights(a, axis, keepdims, out)
    if db is not None:
        return np.sum(found * db, axis=axis, keepdims=keepdims)
    if b is not None:
        found = np.where(b == 0, 0.0, b * found)  # a term that is left out may be huge
    return np.sum(found * da, axis=axis, keepdims=keepdims)


def share_type(x: Any, axis: Any = None) -> Numeric:
    """Type of `softmax` and `log_softmax`."""
    known(axis, False, "softmax")
    found = results.floating(x)
    narrow = found.dtype in ("float32", "float64")
    return Numeric(found.dtype if narrow else None, found.shape, found.mutable)


def total(terms: Any, axis: Any) -> Any:
    """Sum along the axes that the weights add up along."""
    return np.sum(terms, axis=axis, keepdims=axis is not None)


def share_tangent(axis: Any, out: Any, dx: Any) -> Any:
    """Tangent of weights that add up to 1; it is its own transpose."""
    return out * (dx - total(out * dx, axis))


SHARES = (
    domains.case(domains.draw(4)),
    domains.case(domains.draw(3, 4)),
    domains.case(domains.draw(3, 4), 1),
    domains.case(domains.draw(2, 3, 4), -2),
    domains.case(domains.draw(2, 3, 4), (0, 2)),
)

SOFT_MAXIMA = (
    tangent(
        special.logsumexp,
        sum_tangent,
        "a, axis=None, b=None, keepdims=False",
        positions=(0, 2),
        result=sum_type,
        choice="0 to all terms where their sum is 0",
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(3, 4), 1, domains.uniform(0.2, 1.0, 3, 4)),
            domains.case(domains.draw(3, 4), -1, domains.uniform(0.2, 1.0, 4)),
            domains.case(domains.draw(3, 4), 0, None, True),
            domains.case(domains.draw(2, 3, 4), (0, 2)),
            domains.case(domains.draw(3, 4), None, domains.uniform(0.2, 1.0, 3, 1)),
        ),
    ),
    tangent(
        special.softmax,
        share_tangent,
        "x, axis=None",
        reverse=lambda c, axis, out: share_tangent(axis, out, c),
        result=share_type,
        domain=SHARES,
    ),
    tangent(
        special.log_softmax,
        lambda axis, out, dx: dx - total(np.exp(out) * dx, axis),
        "x, axis=None",
        reverse=lambda c, axis, out: c - np.exp(out) * total(c, axis),
        result=share_type,
        domain=SHARES,
    ),
)
