"""Arrays stacked in depth, and blocks of nested lists."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains
from srcgrad.primitives.axes import by_name, rank_of
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import defined
from srcgrad.primitives.joining import display


def in_depth(tup: Any) -> Any:
    """Arrays joined along their third axis."""
    if not isinstance(tup, (tuple, list)):
        raise Unsupported("np.dstack needs its arrays written out: `(a, b)`")
    return np.concatenate(tuple(np.atleast_3d(part) for part in tup), axis=2)


def block(arrays: Any) -> Any:
    """Nested lists of arrays: the innermost are joined along the last axis."""
    rank = max(nesting(arrays), highest(arrays))
    return joined(arrays, rank, nesting(arrays))


def nesting(arrays: Any) -> int:
    """How deep lists are nested."""
    return 1 + nesting(arrays[0]) if isinstance(arrays, (list, tuple)) else 0


def highest(arrays: Any) -> int:
    """Highest rank among the arrays of nested lists."""
    if isinstance(arrays, (list, tuple)):
        return max(highest(item) for item in arrays)
    return rank_of(arrays, "np.block")


def joined(arrays: Any, rank: int, depth: int) -> Any:
    """Join nested lists from the inside."""
    if not isinstance(arrays, (list, tuple)):
        own = rank_of(arrays, "np.block")
        if own == 0:
            return by_name("reshape", arrays, (1,) * rank)
        return arrays[(*(None,) * (rank - own), Ellipsis)] if own < rank else arrays
    parts = tuple(joined(item, rank, depth - 1) for item in arrays)
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-depth)


def blocks(arrays: Any) -> Any:
    """Call `np.block`, which takes lists and no tuples."""
    return np.block(_lists(arrays))


def _lists(arrays: Any) -> Any:
    if isinstance(arrays, (list, tuple)):
        return [_lists(item) for item in arrays]
    return arrays


STACKING = (
    defined(
        np.dstack,
        in_depth,
        "tup",
        joins=True,
        shown={"tup": ("a", "b")},
        domain=(
            domains.case(display((3,), (3,))),
            domains.case(display((2, 3), (2, 3))),
            domains.case(display((2, 3, 1), (2, 3, 2))),
        ),
    ),
    defined(
        blocks,
        block,
        "arrays",
        key="block",
        joins=True,
        shown={"arrays": (("a", "b"), ("c", "d"))},
        domain=(
            domains.case([domains.draw(2), domains.draw(3)]),
            domains.case(
                [
                    [domains.draw(2, 2), domains.draw(2, 3)],
                    [domains.draw(1, 2), domains.draw(1, 3)],
                ]
            ),
            domains.case([[domains.draw(2, 2)], [domains.draw(2)]]),
            domains.case([[domains.draw(), domains.draw(2)], [domains.draw(3)]]),
        ),
    ),
)
