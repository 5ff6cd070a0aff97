"""Random draws: made once, in the forward pass, and read again on the way back.

What is drawn of a family of location and scale is `loc + scale * noise`, where the noise is
what was drawn: its derivative follows from the draw itself. Any other distribution must be
given what is passive. The functions here stand for draws in the tests of their rules.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import UNKNOWN, Type
from srcgrad.primitives import domains
from srcgrad.primitives.forms import elementwise, opaque

# What is read of the world, and is another thing whenever it is read again.
CLOCK = "clock.read"
DRAWN = "random.drawn"


def drawn(arguments: Any) -> Any:
    """Stand for a draw: the emitted text has it as the source's own line, never again."""
    return np.zeros(np.shape(arguments))


def unknown(arguments: Any) -> Type:
    """Type of what is drawn: `normalize` knows more of it."""
    return UNKNOWN


def shifted(loc: Any, scale: Any, given: Any = None) -> Any:
    """Stand for a draw that is scaled noise around a location."""
    return loc + 0.7 * scale


def between(low: Any, high: Any, given: Any = None) -> Any:
    """Stand for a draw between two bounds."""
    return low + 0.3 * (high - low)


def scaled(scale: Any, given: Any = None) -> Any:
    """Stand for a draw of positive noise, scaled."""
    return 0.7 * scale


def rated(rate: Any, given: Any = None) -> Any:
    """Stand for a draw of positive noise over a rate."""
    return 0.7 / rate


def log_shifted(mean: Any, sigma: Any, given: Any = None) -> Any:
    """Stand for a draw whose logarithm is noise of a scale around a mean."""
    return np.exp(mean + 0.7 * sigma)


DRAWS = (
    elementwise(
        shifted,
        lambda loc, scale, given=None, out=None: (1, (out - loc) / scale, None),
        "loc, scale, given=None",
        key="random.shifted",
        names=(),
        spelling="shifted",
        domain=(domains.real, domains.positive),
        cost=100,
    ),
    elementwise(
        between,
        lambda low, high, given=None, out=None: (
            (high - out) / (high - low),
            (out - low) / (high - low),
            None,
        ),
        "low, high, given=None",
        key="random.between",
        names=(),
        spelling="between",
        domain=(domains.real, domains.between(2.0, 3.0)),
        cost=100,
    ),
    elementwise(
        scaled,
        lambda scale, given=None, out=None: (out / scale, None),
        "scale, given=None",
        key="random.scaled",
        names=(),
        spelling="scaled",
        domain=(domains.positive,),
        cost=100,
    ),
    elementwise(
        rated,
        lambda rate, given=None, out=None: (-out / rate, None),
        "rate, given=None",
        key="random.rated",
        names=(),
        spelling="rated",
        domain=(domains.positive,),
        cost=100,
    ),
    elementwise(
        log_shifted,
        lambda mean, sigma, given=None, out=None: (
            out,
            out * (np.log(out) - mean) / sigma,
            None,
        ),
        "mean, sigma, given=None",
        key="random.log_shifted",
        names=(),
        spelling="log_shifted",
        domain=(domains.real, domains.positive),
        cost=100,
    ),
    opaque(
        drawn,
        "arguments",
        key=DRAWN,
        names=(),
        spelling="drawn",
        result=unknown,
        cost=100,
        domain=(domains.case(domains.draw(3)),),
    ),
    opaque(
        drawn,
        "arguments",
        key=CLOCK,
        names=(),
        spelling="clock",
        result=unknown,
        cost=100,
        domain=(domains.case(domains.draw(3)),),
    ),
)
