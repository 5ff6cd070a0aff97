"""Margins around arrays: constant, or of elements of the array itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import by_name, extent, rank_of
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import defined, zero
from srcgrad.primitives.rearranging import pad_widths

REPEATING = ("edge", "reflect", "symmetric", "wrap")


def padded(
    array: Any, pad_width: Any, mode: Any = "constant", constant_values: Any = 0
) -> Any:
    """Pad with zeros, add a constant margin, or take the elements of the margin."""
    if mode == "constant":
        inside = by_name("pad", array, pad_width)
        if results.is_literal(constant_values) and constant_values == 0:
            return inside
        if results.known_rank(constant_values) != 0:
            raise Unsupported("`constant_values` of np.pad must be one number")
        margin = 1.0 - by_name("pad", np.ones_like(array), pad_width)
        return inside + margin * constant_values
    if mode not in REPEATING:
        raise Unsupported(
            f"`mode={mode!r}` of np.pad is not supported: 'constant', "
            f"{', '.join(map(repr, REPEATING))} are"
        )
    rank = rank_of(array, "np.pad")
    widths: Any = pad_widths(pad_width, rank)
    if widths is None:
        if results.known_rank(pad_width) != 0:
            raise Unsupported("np.pad needs literal widths, or one width")
        widths = ((pad_width, pad_width),) * rank
    for axis, around in enumerate(widths):
        if around == (0, 0):
            continue
        places = by_name("arange", extent(array, axis))
        taken = by_name("pad.places", places, around, mode)
        array = np.take(array, taken, axis=axis)
    return array


PADDING = (
    defined(
        np.pad,
        padded,
        "array, pad_width, mode='constant', *, constant_values=0",
        key="pad.mode",
        names=("numpy.pad",),
        spelling="np.pad",
        positions=(0, 3),
        shown={"pad_width": (1, 2)},
        domain=(
            domains.case(domains.draw(3), 2),
            domains.case(domains.draw(2, 3), ((1, 0), (0, 2))),
            domains.case(domains.draw(3), (1, 2), "constant", domains.draw()),
            *(
                domains.case(domains.draw(*shape), width, mode)
                for mode in REPEATING
                for shape, width in (((4,), (2, 1)), ((3, 4), ((1, 2), (0, 3))))
            ),
        ),
    ),
    zero(
        np.pad,
        "array, pad_width, mode",
        key="pad.places",
        names=(),
        spelling="np.pad",
        result=lambda array, pad_width, mode: Numeric(
            results.numeric(array).dtype, (None,), mutable=True
        ),
        domain=(domains.case(domains.index(4, 4), (1, 2), "edge"),),
    ),
)
