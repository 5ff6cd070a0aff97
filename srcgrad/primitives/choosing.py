"""Elements chosen, left out or put in: by conditions, by positions, by cases."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import along, by_name, elements, extent, literal_axis
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import defined, zero
from srcgrad.primitives.results import known_rank


def flat(a: Any) -> Any:
    """All elements in a row."""
    return a if known_rank(a) == 1 else np.ravel(a)


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """Choose by the first condition that holds, as nested `np.where`."""
    if not isinstance(condlist, (tuple, list)) or not isinstance(
        choicelist, (tuple, list)
    ):
        raise Unsupported("np.select needs its lists written out: `[a > 0, a < 0]`")
    if len(condlist) != len(choicelist):
        raise Unsupported("np.select needs as many choices as conditions")
    found = default
    pairs = list(zip(condlist, choicelist, strict=True))
    for condition, choice in reversed(pairs):
        found = np.where(condition, choice, found)
    return found


def choose(a: Any, choices: Any) -> Any:
    """Choose by number, as nested `np.where`."""
    if not isinstance(choices, (tuple, list)):
        raise Unsupported("np.choose needs its choices written out: `[x, y]`")
    if isinstance(a, tuple | list):
        a = by_name("array", a)
    found = choices[-1]
    for number in range(len(choices) - 2, -1, -1):
        found = np.where(a == number, choices[number], found)
    return found


def compressed(condition: Any, a: Any, axis: Any = None) -> Any:
    """Take the elements, or the slices, at which a condition holds."""
    places = by_name("flatnonzero", condition)
    if axis is None:
        return np.take(flat(a), places)
    return np.take(a, places, axis=literal_axis(axis, "np.compress"))


def left_out(arr: Any, obj: Any, axis: Any = None) -> Any:
    """Take what is not deleted."""
    if isinstance(obj, slice):
        raise Unsupported("np.delete by a slice: write the slices that stay")
    obj = list(obj) if isinstance(obj, tuple) else obj
    if axis is None:
        rows = flat(arr)
        kept = by_name("delete", by_name("arange", elements(arr)), obj)
        return np.take(rows, kept)
    at = literal_axis(axis, "np.delete")
    return np.take(
        arr, by_name("delete", by_name("arange", extent(arr, at)), obj), axis=at
    )


def put_in(arr: Any, obj: Any, values: Any, axis: Any = None) -> Any:
    """Join an array and what is inserted, then take them in their order."""
    if isinstance(values, (tuple, list)):
        values = by_name("array", tuple(values))
    if axis is None or known_rank(arr) == 1:
        if axis not in (None, 0, -1):
            raise Unsupported(f"axis {axis} is out of range for an array of rank 1")
        rows = flat(arr)
        count = elements(arr)
        single = known_rank(obj) == 0
        if known_rank(obj) is None or known_rank(values) is None:
            raise Unsupported("np.insert needs operands of known rank: give types")
        new = flat(values) if known_rank(values) else np.reshape(values, (1,))
        many = elements(values) if single else elements(obj)
        if not single and elements(values) == 1:
            new = np.broadcast_to(new, (many,))
        order = by_name(
            "insert",
            by_name("arange", count),
            obj,
            by_name("arange", count, count + many),
        )
        return np.take(np.concatenate((rows, new)), order)
    at = literal_axis(axis, "np.insert")
    rank = known_rank(arr)
    if rank is None or known_rank(obj) != 0 or (known_rank(values) or 0) >= rank:
        raise Unsupported("np.insert along an axis needs one place and one slice")
    shape = np.shape(arr)
    at %= rank
    rest = tuple(shape[k] for k in range(rank) if k != at)
    layer = np.expand_dims(np.broadcast_to(values, rest), at)
    parts = (
        arr[along(slice(None, obj), at)],
        layer,
        arr[along(slice(obj, None), at)],
    )
    return np.concatenate(parts, axis=at)


def changed_type(arr: Any, axis: Any) -> Numeric:
    """Type of an array that is shorter or longer along an axis."""
    known = results.numeric(arr)
    if axis is None:
        return Numeric(known.dtype, (None,), mutable=True)
    if not isinstance(known.shape, tuple) or type(axis) is not int:
        return Numeric(known.dtype, None, mutable=True)
    shape = list(known.shape)
    shape[axis] = None
    return Numeric(known.dtype, tuple(shape), mutable=True)


def apart(x: Any) -> tuple[Any, Any]:
    """Fraction and whole part."""
    return x - np.trunc(x), np.trunc(x)


CHOOSING = (
    defined(
        np.select,
        select,
        "condlist, choicelist, default=0",
        positions=(1, 2),
        blind=(0,),
        joins=True,
        shown={"condlist": ("c", "d"), "choicelist": ("x", "y")},
        choice="that of what is chosen",
        domain=(
            domains.case(
                (domains.mask(4), domains.mask(4)),
                (domains.draw(4), domains.draw(4)),
            ),
            domains.case(
                (domains.mask(2, 3), domains.mask(2, 3)),
                (domains.draw(3), domains.draw(2, 1)),
                domains.draw(2, 3),
            ),
        ),
    ),
    defined(
        np.choose,
        choose,
        "a, choices",
        positions=(1,),
        joins=True,
        shown={"choices": ("x", "y")},
        domain=(
            domains.case(domains.index(3, 4), tuple(domains.draw(4) for _ in range(3))),
            domains.case(domains.index(2, 2, 3), (domains.draw(3), domains.draw(2, 1))),
        ),
    ),
    defined(
        np.compress,
        compressed,
        "condition, a, axis=None",
        positions=(1,),
        blind=(0,),
        domain=(
            domains.case(domains.mask(4), domains.draw(4)),
            domains.case(domains.mask(3), domains.draw(2, 3), 1),
            domains.case(domains.mask(6), domains.draw(2, 3)),
        ),
    ),
    defined(
        lambda a, condition, axis=None: np.compress(condition, a, axis),
        lambda a, condition, axis=None: compressed(condition, a, axis),
        "a, condition, axis=None",
        key="compress.method",
        names=(),
        methods=("compress",),
        spelling=".compress()",
        blind=(1,),
        domain=(domains.case(domains.draw(4), domains.mask(4)),),
    ),
    defined(
        np.extract,
        lambda condition, arr: np.take(flat(arr), by_name("flatnonzero", condition)),
        "condition, arr",
        positions=(1,),
        blind=(0,),
        domain=(
            domains.case(domains.mask(4), domains.draw(4)),
            domains.case(domains.mask(2, 3), domains.draw(2, 3)),
        ),
    ),
    defined(
        np.delete,
        left_out,
        "arr, obj, axis=None",
        domain=(
            domains.case(domains.draw(5), 1),
            domains.case(domains.draw(5), (0, 3)),
            domains.case(domains.draw(3, 4), -1, 1),
            domains.case(domains.draw(3, 4), (0, 2), 0),
            domains.case(domains.draw(3, 4), 5),
        ),
        result=lambda arr, obj, axis=None: changed_type(arr, axis),
    ),
    defined(
        np.insert,
        put_in,
        "arr, obj, values, axis=None",
        positions=(0, 2),
        domain=(
            domains.case(domains.draw(5), 1, domains.draw()),
            domains.case(domains.draw(5), 2, domains.draw(3)),
            domains.case(domains.draw(5), (1, 3), domains.draw(2)),
            domains.case(domains.draw(2, 3), 1, domains.draw()),
            domains.case(domains.draw(2, 3), 1, domains.draw(3), 0),
            domains.case(domains.draw(2, 3), 1, domains.draw(), 1),
        ),
        result=lambda arr, obj, values, axis=None: changed_type(arr, axis),
    ),
    defined(
        np.modf,
        apart,
        "x",
        choice="1 for the fraction at the jumps too",
        domain=(domains.case(domains.draw(3)), domains.case(domains.draw())),
    ),
    zero(
        np.fix,
        result=results.floating,
    ),
)
