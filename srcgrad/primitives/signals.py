"""Signals, integrals of samples and distances, of SciPy, in operations of NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import along, by_name, extent, literal_axis, rank_of
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.foreign import Library
from srcgrad.primitives.forms import defined, tangent
from srcgrad.primitives.results import known_rank

signal, integrate = Library("scipy.signal"), Library("scipy.integrate")
distance = Library("scipy.spatial.distance")


# ---- convolutions


def one_row(in1: Any, in2: Any, mode: Any, name: str) -> None:
    """Refuse what is not a convolution of two vectors."""
    if known_rank(in1) != 1 or known_rank(in2) != 1:
        raise Unsupported(f"scipy.signal.{name} is supported for two vectors")
    if mode not in ("full", "same", "valid"):
        raise Unsupported("`mode` must be 'full', 'same' or 'valid' here")


def middle(full: Any, in1: Any, in2: Any, mode: Any) -> Any:
    """Cut out of a full convolution what a mode of SciPy asks for: as long as `in1`."""
    if mode == "full":
        return full
    if mode == "same":
        start = (extent(in2, 0) - 1) // 2
        return full[start : start + extent(in1, 0)]
    one, two = extent(in1, 0), extent(in2, 0)
    if not (isinstance(one, int) and isinstance(two, int)):
        raise Unsupported("mode='valid' needs known extents: give types")
    return full[min(one, two) - 1 : max(one, two)]


def convolution(in1: Any, in2: Any, mode: Any = "full", method: Any = "auto") -> Any:
    """Convolution of two vectors."""
    one_row(in1, in2, mode, "convolve")
    return middle(np.convolve(in1, in2), in1, in2, mode)


def correlation(in1: Any, in2: Any, mode: Any = "full", method: Any = "auto") -> Any:
    """Correlation of two vectors: a convolution with the other turned round."""
    one_row(in1, in2, mode, "correlate")
    return middle(np.convolve(in1, in2[::-1]), in1, in2, mode)


# ---- integrals of samples


def simpson(y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Any:
    """Integral by parabolas through an odd number of samples."""
    name = "scipy.integrate.simpson"
    axis = literal_axis(axis, name)
    count = extent(y, axis)
    if x is not None:
        raise Unsupported(f"{name} is supported with `dx`, not with `x`")
    if not isinstance(count, int) or count % 2 == 0:
        raise Unsupported(
            f"{name} is supported for an odd number of samples: give types"
        )

    def part(start: int, stop: int) -> Any:
        return np.sum(y[along(slice(start, stop, 2), axis)], axis=axis)

    ends = part(0, 1) + part(count - 1, count)
    total = ends + 4.0 * part(1, count - 1)
    if count > 3:
        total = total + 2.0 * part(2, count - 2)
    return total * (dx / 3.0)


def running_integral(
    y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1, initial: Any = None
) -> Any:
    """Running integral by trapezoids."""
    name = "scipy.integrate.cumulative_trapezoid"
    axis = literal_axis(axis, name)
    before, after = along(slice(None, -1), axis), along(slice(1, None), axis)
    width: Any = dx
    if x is not None:
        width = np.diff(x) if known_rank(x) == 1 else np.diff(x, axis=axis)
        if known_rank(x) == 1 and rank_of(y, name) > 1:
            place = axis % rank_of(y, name)
            width = np.reshape(width, (-1, *(1,) * (rank_of(y, name) - 1 - place)))
    total = np.cumsum((y[after] + y[before]) / 2.0 * width, axis=axis)
    if initial is None:
        return total
    if initial != 0:
        raise Unsupported(f"{name} is supported with initial=0")
    return np.concatenate((np.zeros_like(total[along(slice(0, 1), axis)]), total), axis)


# ---- distances


def metric_known(metric: Any) -> None:
    """Refuse metrics without a rule."""
    if metric not in ("euclidean", "sqeuclidean"):
        raise Unsupported("`metric` must be 'euclidean' or 'sqeuclidean' here")


def distances_type(XA: Any, XB: Any, metric: Any = "euclidean") -> Numeric:
    """Type of the distances of all rows of one matrix to all rows of another."""
    metric_known(metric)
    return Numeric("float64", (rows_of(XA), rows_of(XB)), True)


def rows_of(matrix: Any) -> Any:
    """Count of the rows of a matrix, where it is known."""
    shape = results.shape_of(matrix)
    return shape[0] if isinstance(shape, tuple) else None


def distances_tangent(
    XA: Any, XB: Any, metric: Any, out: Any, dXA: Any, dXB: Any
) -> Any:
    """Tangent of distances: by products of matrices, without all the differences."""
    if dXA is not None:
        moved = np.sum(XA * dXA, axis=-1, keepdims=True) - dXA @ XB.T
    else:
        moved = np.sum(XB * dXB, axis=-1) - XA @ dXB.T
    return 2.0 * moved if metric == "sqeuclidean" else moved / (out + (out == 0))


def within_pairs(X: Any, metric: Any = "euclidean") -> Any:
    """Distances of all pairs of rows."""
    metric_known(metric)
    pairs = by_name("triu_indices", np.shape(X)[0], 1)
    apart = X[pairs[0]] - X[pairs[1]]
    if metric == "sqeuclidean":
        return np.sum(apart * apart, axis=-1)
    return np.linalg.norm(apart, axis=-1)


draw, case = domains.draw, domains.case
ROWS = tuple(
    case(draw(one), draw(two), mode)
    for mode in ("full", "same", "valid")
    for one, two in ((5, 3), (3, 5), (4, 4))
)

SIGNALS = (
    *(
        defined(
            function,
            lambda in1, in2, mode="full", rule=rule: rule(in1, in2, mode),
            "in1, in2, mode='full'",
            positions=(0, 1),
            cost=20,
            domain=ROWS,
        )
        for function, rule in (
            (signal.convolve, convolution),
            (signal.fftconvolve, convolution),
            (signal.correlate, correlation),
        )
    ),
    defined(
        integrate.trapezoid,
        lambda y, x=None, dx=1.0, axis=-1: np.trapezoid(y, x, dx, axis),
        "y, x=None, dx=1.0, axis=-1",
        positions=(0, 1, 2),
        domain=(
            case(draw(5)),
            case(draw(3, 4), None, 0.5, 0),
            case(draw(4), lambda random: np.sort(random.normal(size=4))),
        ),
    ),
    defined(
        integrate.simpson,
        simpson,
        "y, x=None, *, dx=1.0, axis=-1",
        positions=(0, 2),
        domain=(case(draw(5)), case(draw(3, 4), None, 0.5, 0), case(draw(2, 7))),
    ),
    defined(
        integrate.cumulative_trapezoid,
        running_integral,
        "y, x=None, dx=1.0, axis=-1, initial=None",
        positions=(0, 1, 2),
        domain=(
            case(draw(5)),
            case(draw(5), draw(5), 1.0, -1, 0),
            case(draw(3, 4), None, 0.5, 0),
            case(draw(3, 4), draw(4)),
            case(draw(3, 4), draw(3), 1.0, 0),
        ),
    ),
    tangent(
        distance.cdist,
        distances_tangent,
        "XA, XB, metric='euclidean'",
        result=distances_type,
        positions=(0, 1),
        cost=20,
        choice="0 where the distance is 0",
        domain=(
            case(draw(3, 2), draw(4, 2)),
            case(draw(3, 2), draw(4, 2), "sqeuclidean"),
        ),
    ),
    defined(
        distance.pdist,
        within_pairs,
        "X, metric='euclidean'",
        cost=20,
        choice="0 where the distance is 0",
        domain=(case(draw(4, 2)), case(draw(4, 2), "sqeuclidean")),
    ),
)
