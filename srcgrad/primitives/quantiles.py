"""Medians, quantiles and percentiles, and elements put into a partial order."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import along, as_one, extent, kept
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.extremes import order_type, sort_type
from srcgrad.primitives.forms import defined, tangent, zero
from srcgrad.primitives.formula import Formula, invoke
from srcgrad.primitives.results import known_rank

ORDER = "equal elements in the order that np.argsort gives them"


def middle(a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """Median: the mean of the two elements in the middle, which may be one."""
    rows, at = as_one(a, axis, "np.median")
    count = extent(rows, at)
    order = np.argsort(rows, axis=at)
    where = order[along(slice((count - 1) // 2, count // 2 + 1), at)]
    if known_rank(rows) == 1:
        found = np.mean(rows[where])
    else:
        found = np.mean(np.take_along_axis(rows, where, at), axis=at)
    return kept(found, a, axis, keepdims, "np.median")


def picked(rows: Any, order: Any, place: Any, at: int) -> Any:
    """Take the element that is at a place in the order, from each row."""
    if known_rank(rows) == 1:
        return rows[order[place]]
    where = order[along(slice(place, place + 1), at)]
    return np.squeeze(np.take_along_axis(rows, where, at), axis=at)


def whole(number: Any) -> Any:
    """Make an integer, or integers, of whole numbers."""
    if not isinstance(number, Formula):
        return number if type(number) is int else int(number)
    if known_rank(number) == 0:
        return invoke("int", number)
    return number.call("astype", "int64")


def between(position: Any, method: str) -> tuple[Any, Any, Any]:
    """Places below and above a position, and the weight of the one above."""
    below = np.floor(position)
    if method == "linear":
        return below, np.ceil(position), position - below
    if method == "midpoint":
        weight = 0.5
        return below, np.ceil(position), weight
    nearest = {"lower": np.floor, "higher": np.ceil, "nearest": np.rint}.get(method)
    if nearest is None:
        raise Unsupported(
            f"`method={method!r}` of a quantile is not supported: 'linear', 'lower', "
            "'higher', 'nearest' and 'midpoint' are"
        )
    return nearest(position), nearest(position), 0.0


def quantile(
    a: Any, q: Any, axis: Any = None, method: Any = "linear", keepdims: Any = False
) -> Any:
    """Quantile: a point between the two elements next to a position."""
    rank = known_rank(q)
    if rank not in (0, 1):
        raise Unsupported("np.quantile needs `q` that is known as a number or a vector")
    rows, at = as_one(a, axis, "np.quantile")
    if isinstance(q, (tuple, list)):
        q = invoke("array", tuple(q))
    below, above, weight = between(q * (extent(rows, at) - 1), method)
    order = np.argsort(rows, axis=at)
    if rank == 0:
        lower = picked(rows, order, whole(below), at)
        if single(method):
            return kept(lower, a, axis, keepdims, "np.quantile")
        upper = picked(rows, order, whole(above), at)
        found = (1.0 - weight) * lower + weight * upper
        return kept(found, a, axis, keepdims, "np.quantile")
    if keepdims is not False:
        raise Unsupported("`keepdims` of several quantiles is not supported")
    lower = several(rows, order, whole(below), at)
    upper = several(rows, order, whole(above), at)
    if known_rank(rows) is None and method in ("linear", "midpoint"):
        raise Unsupported("several quantiles need an array of known rank")
    if known_rank(lower) not in (1, None) and isinstance(weight, Formula):
        trailing = (1,) * (int(known_rank(lower) or 1) - 1)
        weight = invoke("reshape", weight, (-1, *trailing))
    return (1.0 - weight) * lower + weight * upper


def several(rows: Any, order: Any, places: Any, at: int) -> Any:
    """Take the elements at several places in the order, these along the first axis."""
    if known_rank(rows) == 1:
        return rows[order[places]]
    taken = np.take_along_axis(rows, np.take(order, places, axis=at), at)
    return np.moveaxis(taken, at, 0) if at else taken


def single(method: str) -> bool:
    """Whether a method takes one element as it is."""
    return method in ("lower", "higher", "nearest")


def percentile(
    a: Any, q: Any, axis: Any = None, method: Any = "linear", keepdims: Any = False
) -> Any:
    """Quantile in percent."""
    if isinstance(q, (tuple, list)):
        q = invoke("array", tuple(q))
    return quantile(a, q / 100.0, axis, method, keepdims)


def without_nan(a: Any, q: Any, axis: Any, keepdims: Any, name: str) -> Any:
    """Quantile of the elements that are numbers: np.sort puts NaN last."""
    if known_rank(q) != 0:
        raise Unsupported(f"{name} needs `q` that is known to be a number")
    rows, at = as_one(a, axis, name)
    counted = np.sum(np.logical_not(np.isnan(rows)), axis=at, keepdims=True)
    position = q * (counted - 1)
    below = np.floor(position)
    ordered = np.sort(rows, axis=at)
    lower = np.take_along_axis(ordered, whole(below), at)
    upper = np.take_along_axis(ordered, whole(np.ceil(position)), at)
    found = lower + invoke("astype", position - below, a.dtype) * (upper - lower)
    return kept(found[along(0, at)], a, axis, keepdims, name)


def partition_tangent(a: Any, axis: Any, out: Any, da: Any) -> Any:
    """Tangent of a partial order: each element where the value went."""
    if axis is None:
        raise Unsupported("`axis=None` of np.partition is not supported")
    # the place of each element of `out` among the sorted ones
    rank = np.argsort(np.argsort(out, axis=axis), axis=axis)
    source = np.take_along_axis(np.argsort(a, axis=axis), rank, axis)
    return np.take_along_axis(da, source, axis)


def with_gaps(*shape: int) -> Any:
    """Draw an array in which some elements are NaN."""

    def sample(random: Any) -> Any:
        drawn = random.normal(size=shape)
        drawn.flat[1::5] = np.nan
        return drawn

    return sample


def skipping(function: Any, definition: Any, parameters: str, *given: Any) -> Primitive:
    """Form of a quantile of what is not NaN."""
    return defined(
        function,
        definition,
        parameters,
        choice=ORDER,
        domain=(
            domains.case(with_gaps(5), *given),
            domains.case(with_gaps(3, 4), *given, 1),
            domains.case(with_gaps(3, 4), *given),
            domains.case(domains.draw(3, 4), *given, 0),
        ),
    )


CASES = (
    domains.case(domains.draw(5)),
    domains.case(domains.draw(4)),
    domains.case(domains.draw(3, 4)),
    domains.case(domains.draw(3, 4), 0),
    domains.case(domains.draw(3, 4), -1, True),
    domains.case(domains.draw(2, 3, 2), (0, 2)),
    domains.case(domains.draw(2, 3, 2), (0, -1), True),
    domains.case(domains.draw(2, 3), None, True),
)


def quantile_cases(scale: float) -> tuple[domains.Case, ...]:
    """Arrays with a quantile, or several, away from the elements themselves."""
    return (
        domains.case(domains.draw(6), 0.3 * scale),
        domains.case(domains.draw(3, 4), 0.77 * scale, 0),
        domains.case(domains.draw(3, 4), 0.41 * scale, -1, "linear", True),
        domains.case(domains.draw(3, 4), 0.41 * scale, 1, "lower"),
        domains.case(domains.draw(3, 4), 0.41 * scale, 1, "higher"),
        domains.case(domains.draw(3, 4), 0.41 * scale, None, "midpoint"),
        domains.case(domains.draw(3, 4), 0.41 * scale, 0, "nearest"),
        domains.case(domains.draw(2, 3, 2), 0.6 * scale, (0, 2)),
        domains.case(domains.draw(6), lambda random: scale * np.array([0.23, 0.61])),
        domains.case(
            domains.draw(3, 4), lambda random: scale * np.array([0.23, 0.61]), 1
        ),
    )


QUANTILES = (
    defined(
        np.median,
        middle,
        "a, axis=None, *, keepdims=False",
        cost=20,
        choice=ORDER,
        domain=CASES,
    ),
    defined(
        np.quantile,
        quantile,
        "a, q, axis=None, *, method='linear', keepdims=False",
        positions=(0, 1),
        cost=20,
        choice=ORDER,
        domain=quantile_cases(1.0),
    ),
    defined(
        np.percentile,
        percentile,
        "a, q, axis=None, *, method='linear', keepdims=False",
        positions=(0, 1),
        cost=20,
        choice=ORDER,
        domain=quantile_cases(100.0),
    ),
    skipping(
        np.nanmedian,
        lambda a, axis=None, keepdims=False: without_nan(
            a, 0.5, axis, keepdims, "np.nanmedian"
        ),
        "a, axis=None, *, keepdims=False",
    ),
    skipping(
        np.nanquantile,
        lambda a, q, axis=None, keepdims=False: without_nan(
            a, q, axis, keepdims, "np.nanquantile"
        ),
        "a, q, axis=None, *, keepdims=False",
        0.37,
    ),
    skipping(
        np.nanpercentile,
        lambda a, q, axis=None, keepdims=False: without_nan(
            a, q / 100.0, axis, keepdims, "np.nanpercentile"
        ),
        "a, q, axis=None, *, keepdims=False",
        37.0,
    ),
    tangent(
        np.partition,
        partition_tangent,
        "a, kth, axis=-1",
        result=lambda a, kth, axis=-1: sort_type(a, axis),
        choice=ORDER,
        domain=(
            domains.case(domains.draw(6), 2),
            domains.case(domains.draw(3, 5), 1, 1),
            domains.case(domains.draw(5, 3), (1, 3), 0),
        ),
    ),
    zero(
        np.argpartition,
        "a, kth, axis=-1",
        result=lambda a, kth, axis=-1: order_type(a, axis),
        domain=(domains.case(domains.draw(6), 2), domains.case(domains.draw(3, 5), 1)),
    ),
    zero(
        np.digitize,
        "x, bins, right=False",
        result=lambda x, bins, right=False: results.array(
            "int64", results.numeric(x).shape
        ),
        domain=(
            domains.case(domains.draw(4), lambda random: np.array([-0.5, 0.1, 0.9])),
            domains.case(domains.draw(), lambda random: np.array([-0.5, 0.1]), True),
        ),
    ),
)
