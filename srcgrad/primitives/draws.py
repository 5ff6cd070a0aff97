"""Random draws: made once, in the forward pass; what they are given must be passive."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import UNKNOWN, Type
from srcgrad.primitives import domains
from srcgrad.primitives.forms import opaque


def drawn(arguments: Any) -> Any:
    """Stand for a draw: the emitted text has it as the source's own line, never again."""
    return np.zeros(np.shape(arguments))


def unknown(arguments: Any) -> Type:
    """Type of what is drawn: `normalize` knows more of it."""
    return UNKNOWN


DRAWS = (
    opaque(
        drawn,
        "arguments",
        key="random.drawn",
        names=(),
        spelling="drawn",
        result=unknown,
        cost=100,
        domain=(domains.case(domains.draw(3)),),
    ),
)
