"""Live arguments -> a key: calls with equal keys are served by one compiled derivative.

It is made at every call, so it is quick rather than general: shapes stand in it as they are, although
one derivative serves many of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_KINDS = frozenset("biufc")
_PLAIN = frozenset((int, float, bool, complex, str, type(None)))


def signature(arguments: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Types of flat arguments, and of tuples, lists and dicts of them; None of others."""
    key: list[Any] = []
    for one in arguments:
        kind = type(one)
        if kind is np.ndarray:
            dtype = one.dtype
            if dtype.kind not in _KINDS:
                return None
            key.append((dtype, one.shape))
        elif kind in _PLAIN:
            key.append(kind)
        elif kind is tuple or kind is list:
            inner = signature(tuple(one))
            if inner is None:
                return None
            key.append((kind, inner))
        elif kind is dict:
            inner = signature(tuple(one.values()))
            if inner is None:
                return None
            key.append((kind, tuple(one), inner))
        elif isinstance(one, np.generic) and one.dtype.kind in _KINDS:
            key.append(kind)
        else:
            return None
    return tuple(key)
