"""Covariances, correlations, and weights counted into bins."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import extent, rank_of
from srcgrad.primitives.conjugation import conj, may_be_complex, real_product
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import defined, linear
from srcgrad.primitives.results import known_rank


def observations(m: Any, y: Any, rowvar: Any, name: str) -> Any:
    """Observations as rows of a matrix; one variable stays a vector."""
    if not isinstance(rowvar, bool):
        raise Unsupported(f"{name} needs a literal `rowvar`")
    parts = [m] if y is None else [m, y]
    turned = [p.T if not rowvar and rank_of(p, name) == 2 else p for p in parts]
    if y is None:
        return turned[0]
    rows = [p if rank_of(p, name) == 2 else np.reshape(p, (1, -1)) for p in turned]
    return np.concatenate(tuple(rows), axis=0)


def covariance(
    m: Any,
    y: Any = None,
    rowvar: Any = True,
    bias: Any = False,
    ddof: Any = None,
    fweights: Any = None,
    aweights: Any = None,
) -> Any:
    """Covariance of the rows, or of the columns where `rowvar` is False."""
    rows = observations(m, y, rowvar, "np.cov")
    less = (0 if bias else 1) if ddof is None else ddof
    if fweights is None and aweights is None:
        centred = rows - np.mean(rows, axis=-1, keepdims=True)
        return moments(centred, centred, extent(rows, -1) - less, rows)
    weights = fweights if aweights is None else aweights
    if fweights is not None and aweights is not None:
        weights = fweights * aweights
    total = np.sum(weights)
    mean = np.sum(rows * weights, axis=-1, keepdims=True) / total
    centred = rows - mean
    count = total - less
    if aweights is not None:
        count = total - less * np.sum(weights * aweights) / total
    return moments(centred * weights, centred, count, rows)


def moments(left: Any, right: Any, count: Any, rows: Any) -> Any:
    """Second moments of rows, or of one vector."""
    if known_rank(rows) == 1:
        return np.sum(left * conj(right)) / count
    return left @ conj(right).T / count


def correlation(x: Any, y: Any = None, rowvar: Any = True) -> Any:
    """Correlation of the rows, or of the columns where `rowvar` is False."""
    rows = observations(x, y, rowvar, "np.corrcoef")
    if known_rank(rows) == 1:
        raise Unsupported("np.corrcoef of one variable is 1: give two")
    centred = rows - np.mean(rows, axis=-1, keepdims=True)
    unit = centred / np.sqrt(
        np.sum(real_product(centred, centred), axis=-1, keepdims=True)
    )
    return unit @ conj(unit).T


def covariance_type(m: Any, y: Any = None, rowvar: Any = True, *_: Any) -> Numeric:
    """Type of a covariance: always an ndarray."""
    ranks = known_rank(m), known_rank(y) if y is not None else 1
    # NumPy takes averages in double precision here
    complex_ = may_be_complex(m) or (y is not None and may_be_complex(y))
    dtype = "complex128" if complex_ else "float64"
    if None in ranks:
        return Numeric(dtype)
    if y is None and ranks[0] == 1:
        return Numeric(dtype, (), mutable=True)
    side = extent(m, 0 if rowvar else -1) if y is None and ranks[0] == 2 else None
    side = side if isinstance(side, int) else None
    return Numeric(dtype, (side, side), mutable=True)


def correlation_type(x: Any, y: Any = None, rowvar: Any = True) -> Numeric:
    """Type of a correlation; that of one variable is a number."""
    found = covariance_type(x, y, rowvar)
    return results.array(found.dtype, found.shape)


def bins_type(x: Any, weights: Any = None, minlength: Any = 0) -> Numeric:
    """Type of `np.bincount`: integers where nothing is weighed."""
    return Numeric("int64" if weights is None else "float64", (None,), mutable=True)


COVARIANCES = (
    defined(
        np.cov,
        covariance,
        "m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None",
        positions=(0, 1, 5, 6),
        result=covariance_type,
        domain=(
            domains.case(domains.draw(6)),
            domains.case(domains.draw(3, 6)),
            domains.case(domains.draw(6, 3), None, False),
            domains.case(domains.draw(6), domains.draw(6)),
            domains.case(domains.draw(2, 6), domains.draw(3, 6), True, True),
            domains.case(domains.draw(2, 6), domains.draw(6), True, False, 0),
            domains.case(domains.draw(6, 2), domains.draw(6, 1), False),
            domains.case(
                domains.draw(2, 4), None, True, False, None, domains.index(4, 4)
            ),
            domains.case(
                domains.draw(2, 4),
                None,
                True,
                False,
                None,
                None,
                lambda random: random.uniform(0.5, 2.0, 4),
            ),
        ),
    ),
    defined(
        np.corrcoef,
        correlation,
        "x, y=None, rowvar=True",
        positions=(0, 1),
        result=correlation_type,
        domain=(
            domains.case(domains.draw(3, 6)),
            domains.case(domains.draw(6, 3), None, False),
            domains.case(domains.draw(6), domains.draw(6)),
        ),
    ),
    linear(
        np.bincount,
        lambda c, x, weights=None, minlength=0: np.take(c, x),
        "x, weights=None, minlength=0",
        result=bins_type,
        positions=(1,),
        domain=(
            domains.case(domains.index(4, 6), domains.draw(6)),
            domains.case(domains.index(4, 6), domains.draw(6), 7),
        ),
    ),
)
