"""Numbers spaced evenly, or by equal factors, between two ends; edges of bins."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import by_name
from srcgrad.primitives.creation import linspace_type
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import defined, zero


def powers(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True, base: Any = 10.0
) -> Any:
    """Powers of a base, with evenly spaced exponents."""
    return base ** np.linspace(start, stop, num=num, endpoint=endpoint)


def geometric(start: Any, stop: Any, num: Any = 50, endpoint: Any = True) -> Any:
    """Numbers of which each is the one before times the same factor."""
    steps = by_name("linspace", 0.0, 1.0, num, endpoint)
    return start * (stop / start) ** steps


def spaced_type(
    start: Any, stop: Any, num: Any = 50, endpoint: Any = True, base: Any = 10.0
) -> Numeric:
    """Type of spaced numbers."""
    return linspace_type(start, stop, num, endpoint)


def bins(
    a: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None
) -> Any:
    """Counts, through which nothing flows, and the edges of the bins."""
    if density not in (None, False) or weights is not None:
        raise Unsupported("`density` and `weights` of np.histogram are not supported")
    counts = by_name("histogram.counts", a, bins, range)
    if results.known_rank(bins) == 1:
        return counts, bins
    if results.known_rank(bins) != 0:
        raise Unsupported("np.histogram needs `bins` of known rank: give its type")
    if range is not None:
        return counts, by_name("linspace", range[0], range[1], bins + 1)
    return counts, np.linspace(np.min(a), np.max(a), bins + 1)


def bins_type(
    a: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None
) -> Type:
    """Type of counts and edges."""
    row = Numeric("float64", (None,), mutable=True)
    plain = density in (None, False) and weights is None
    counts = Numeric("int64", (bins if type(bins) is int else None,), mutable=True)
    return TupleOf((counts if plain else row, row))


SPACED = (
    defined(
        np.logspace,
        powers,
        "start, stop, num=50, endpoint=True, base=10.0",
        positions=(0, 1, 4),
        result=spaced_type,
        domain=(
            domains.case(
                lambda random: np.float64(0.3), lambda random: np.float64(1.7), 5
            ),
            domains.case(
                lambda random: np.float64(0.3),
                lambda random: np.float64(1.7),
                4,
                False,
                lambda random: np.float64(2.5),
            ),
        ),
    ),
    defined(
        np.geomspace,
        geometric,
        "start, stop, num=50, endpoint=True",
        positions=(0, 1),
        result=spaced_type,
        domain=(
            domains.case(
                lambda random: np.float64(0.3), lambda random: np.float64(4.7), 5
            ),
            domains.case(
                lambda random: np.float64(3.3), lambda random: np.float64(0.7), 4, False
            ),
        ),
    ),
    defined(
        np.histogram,
        bins,
        "a, bins=10, range=None, density=None, weights=None",
        positions=(0, 1),
        result=bins_type,
        choice="0 for the counts",
        domain=(
            domains.case(domains.draw(9)),
            domains.case(domains.draw(9), 4),
            domains.case(domains.draw(9), 4, (-1.0, 1.0)),
        ),
    ),
    zero(
        lambda a, bins=10, range=None: np.histogram(a, bins, range)[0],
        "a, bins=10, range=None",
        key="histogram.counts",
        names=(),
        spelling="np.histogram",
        result=lambda a, bins=10, range=None: Numeric("int64", (None,), mutable=True),
        domain=(domains.case(domains.draw(9)),),
    ),
)
