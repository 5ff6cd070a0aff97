"""Differences, slopes and areas of samples, from each sample and its neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import along, extent, literal_axis, rank_of
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import defined
from srcgrad.primitives.results import known_rank


def differences(ary: Any, to_end: Any = None, to_begin: Any = None) -> Any:
    """Differences of all elements in a row, with numbers put before and after."""
    flat = ary if known_rank(ary) == 1 else np.ravel(ary)
    parts = [np.diff(flat)]
    if to_begin is not None:
        parts.insert(0, np.ravel(to_begin))
    if to_end is not None:
        parts.append(np.ravel(to_end))
    return parts[0] if len(parts) == 1 else np.concatenate(tuple(parts))


def area(y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Any:
    """Area under samples by the trapezoidal rule."""
    at = literal_axis(axis, "np.trapezoid")
    means = 0.5 * (y[along(slice(1, None), at)] + y[along(slice(None, -1), at)])
    if x is None:
        return dx * np.sum(means, axis=at)
    if known_rank(x) == 1:
        widths = np.diff(x)
        if known_rank(y) != 1 and at != -1:
            behind = rank_of(y, "np.trapezoid") - 1 - at if at >= 0 else -at - 1
            widths = np.reshape(widths, (-1, *(1,) * behind))
        return np.sum(widths * means, axis=at)
    if known_rank(x) is None:
        raise Unsupported("np.trapezoid needs `x` of known rank: give its type")
    return np.sum(np.diff(x, axis=at) * means, axis=at)


def gradient(
    f: Any, spacing: Any = None, second: Any = None, third: Any = None, **rest: Any
) -> Any:
    """Call `np.gradient`, whose spacings are as many as are given."""
    given = [h for h in (spacing, second, third) if h is not None]
    return np.gradient(f, *given, **rest)


def slopes(
    f: Any,
    spacing: Any = None,
    second: Any = None,
    third: Any = None,
    axis: Any = None,
    edge_order: Any = 1,
) -> Any:
    """Slopes along each axis: central differences inside, one-sided at the ends."""
    if edge_order not in (1, 2):
        raise Unsupported("`edge_order` of np.gradient must be 1 or 2")
    if axis is None:
        axes: tuple[Any, ...] = tuple(range(rank_of(f, "np.gradient")))
    else:
        axes = axis if isinstance(axis, tuple) else (axis,)
    given = [h for h in (spacing, second, third) if h is not None]
    if len(given) < 2:
        given = [given[0] if given else 1.0] * len(axes)
    if len(given) != len(axes):
        raise Unsupported("np.gradient needs one spacing, or one for each axis")
    found = tuple(
        slope(f, h, literal_axis(one, "np.gradient"), edge_order)
        for h, one in zip(given, axes, strict=True)
    )
    return found[0] if len(found) == 1 else found


def slope(f: Any, h: Any, axis: int, edge_order: int) -> Any:
    """Slopes along one axis, for a constant spacing or for given coordinates."""

    def part(start: int | None, stop: int | None) -> Any:
        return f[along(slice(start, stop), axis)]

    def one(place: int) -> Any:
        return f[along(place, axis)]

    rank = known_rank(h)
    if rank not in (0, 1):
        raise Unsupported("np.gradient needs a spacing of known rank: give its type")
    if rank == 0:
        inner = (part(2, None) - part(None, -2)) / (2.0 * h)
        left, right = (one(1) - one(0)) / h, (one(-1) - one(-2)) / h
        if edge_order == 2:
            left = (2.0 * one(1) - 1.5 * one(0) - 0.5 * one(2)) / h
            right = (1.5 * one(-1) - 2.0 * one(-2) + 0.5 * one(-3)) / h
        ends = np.expand_dims(left, axis), np.expand_dims(right, axis)
        return np.concatenate((ends[0], inner, ends[1]), axis=axis)
    steps = np.diff(h)
    if known_rank(f) != 1 and axis != -1:
        behind = rank_of(f, "np.gradient") - 1 - axis if axis >= 0 else -axis - 1
        steps = np.reshape(steps, (-1, *(1,) * behind))
        first = (slice(None), *(slice(None),) * behind)
    else:
        behind, first = 0, (slice(None),)

    def step(start: int | None, stop: int | None) -> Any:
        return steps[(slice(start, stop), *first[1:])]

    before, after = step(None, -1), step(1, None)
    inner = (
        part(2, None) * (before / (after * (before + after)))
        + part(1, -1) * ((after - before) / (before * after))
        - part(None, -2) * (after / (before * (before + after)))
    )
    left = (part(1, 2) - part(0, 1)) / step(None, 1)
    right = (part(-1, None) - part(-2, -1)) / step(-1, None)
    if edge_order == 2:
        near, far = step(None, 1), step(1, 2)
        left = (
            part(1, 2) * ((near + far) / (near * far))
            - part(0, 1) * ((2.0 * near + far) / (near * (near + far)))
            - part(2, 3) * (near / (far * (near + far)))
        )
        near, far = step(-1, None), step(-2, -1)
        right = (
            part(-1, None) * ((2.0 * near + far) / (near * (near + far)))
            - part(-2, -1) * ((near + far) / (near * far))
            + part(-3, -2) * (near / (far * (near + far)))
        )
    return np.concatenate((left, inner, right), axis=axis)


def linear_interpolation(
    x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None
) -> Any:
    """Straight lines between samples, and constant outside of them."""
    count = extent(xp, 0)
    last = count - 2
    place = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, last)
    start, low = np.take(xp, place), np.take(fp, place)
    width, rise = np.take(xp, place + 1) - start, np.take(fp, place + 1) - low
    inside = low + (x - start) * (rise / width)
    before = fp[0] if left is None else left
    after = fp[-1] if right is None else right
    return np.where(x < xp[0], before, np.where(x > xp[-1], after, inside))


def increasing(*shape: int) -> Any:
    """Draw increasing numbers along one axis, for `case`."""
    return lambda random: np.cumsum(random.uniform(0.3, 1.0, shape), axis=-1) - 0.2


def positive(random: Any) -> Any:
    """Draw a positive number."""
    return random.uniform(0.5, 1.5)


NEIGHBOURS = (
    defined(
        np.ediff1d,
        differences,
        "ary, to_end=None, to_begin=None",
        positions=(0, 1, 2),
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(2, 3)),
            domains.case(domains.draw(4), domains.draw(), domains.draw(2)),
            domains.case(domains.draw(4), None, domains.draw(2)),
        ),
    ),
    defined(
        np.trapezoid,
        area,
        "y, x=None, dx=1.0, axis=-1",
        positions=(0, 1, 2),
        names=("numpy.trapezoid", "numpy.trapz"),
        domain=(
            domains.case(domains.draw(5)),
            domains.case(domains.draw(3, 4), None, 0.3, 0),
            domains.case(domains.draw(5), increasing(5)),
            domains.case(domains.draw(3, 4), increasing(4)),
            domains.case(domains.draw(3, 4), increasing(3), 1.0, 0),
            domains.case(domains.draw(2, 3, 4), increasing(3), 1.0, -2),
            domains.case(domains.draw(3, 4), domains.draw(3, 4), 1.0, 1),
        ),
    ),
    defined(
        gradient,
        slopes,
        "f, spacing=None, second=None, third=None, /, *, axis=None, edge_order=1",
        positions=(0, 1, 2, 3),
        domain=(
            domains.case(domains.draw(5)),
            domains.case(domains.draw(5), 0.3),
            domains.case(domains.draw(5), positive, None, None, None, 2),
            domains.case(domains.draw(5), increasing(5)),
            domains.case(domains.draw(6), increasing(6), None, None, None, 2),
            domains.case(domains.draw(4, 5)),
            domains.case(domains.draw(4, 5), 0.3, increasing(5)),
            domains.case(domains.draw(4, 5), increasing(4), None, None, 0, 2),
            domains.case(domains.draw(3, 4, 5), 0.5, None, None, -2),
            domains.case(domains.draw(3, 4, 5), 0.5, 2.0, None, (0, 2)),
        ),
    ),
    defined(
        np.interp,
        linear_interpolation,
        "x, xp, fp, left=None, right=None",
        positions=(0, 1, 2, 3, 4),
        result=lambda x, *_: results.array("float64", results.numeric(x).shape),
        choice="at a sample, the slope after it; 0 outside of the samples",
        domain=(
            domains.case(domains.draw(), increasing(5), domains.draw(5)),
            domains.case(domains.draw(4), increasing(5), domains.draw(5)),
            domains.case(domains.draw(2, 9), increasing(3), domains.draw(3)),
            domains.case(domains.draw(9), increasing(3), domains.draw(3), 0.5, -1.0),
        ),
    ),
)
