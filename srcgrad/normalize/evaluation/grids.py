"""Subscripts of `np.r_`, `np.c_`, `np.mgrid`, `np.ogrid` -> the arrays that they make.

np.r_[a, 1:4, s]     np.concatenate((a, np.arange(1, 4), np.reshape(s, (1,))))
np.c_[a, b]          np.column_stack((a, b))
np.mgrid[0:2, 0:3]   np.stack(np.meshgrid(np.arange(2), np.arange(3), indexing="ij"))
"""

from __future__ import annotations

from typing import Any

from srcgrad.diagnostics import Span, refuse
from srcgrad.normalize.scopes.scope import Structure, Value
from srcgrad.normalize.scopes.values import primitive
from srcgrad.primitives.formula import Formula
from srcgrad.primitives.results import known_rank

MADE = frozenset(("numpy.r_", "numpy.c_", "numpy.mgrid", "numpy.ogrid"))


def gridded(name: str, parts: tuple[Any, ...], span: Span) -> Value:
    """Return the array, or the arrays, that a subscript makes."""
    short = name.replace("numpy", "np")
    if any(isinstance(part, str) for part in parts):
        raise refuse(
            "SG202",
            f"a text among the subscripts of `{short}` is not supported",
            span,
            hint="call np.concatenate or np.stack with an axis",
        )
    match name:
        case "numpy.r_":
            return _joined(parts, span)
        case "numpy.c_":
            return _columns(parts, span)
    vectors = tuple(_spaced(part, short, span) for part in parts)
    if name == "numpy.mgrid" and len(vectors) == 1:
        return vectors[0]
    if len(vectors) > 4:
        raise refuse("SG202", f"`{short}` is supported for up to four axes", span)
    options: dict[str, Any] = {"indexing": "ij"}
    if name == "numpy.ogrid":
        if len(vectors) == 1:
            return vectors[0]
        grids = primitive("meshgrid", vectors, options | {"sparse": True}, span)
        return Structure("tuple", tuple(grids[k] for k in range(len(vectors))))
    grids = primitive("meshgrid", vectors, options, span)
    layers = tuple(grids[k] for k in range(len(vectors)))
    return primitive("stack", (layers,), {}, span)


def _spaced(part: Any, short: str, span: Span) -> Formula:
    """Numbers of a slice: with a step, or, where that is imaginary, so many."""
    if not isinstance(part, slice):
        raise refuse("SG202", f"`{short}` needs slices: `{short}[0:3, 0:4]`", span)
    start = 0 if part.start is None else part.start
    if isinstance(part.step, complex):
        count = int(abs(part.step))
        return primitive("linspace", (start, part.stop, count), {}, span)
    step = () if part.step is None else (part.step,)
    if not step and type(start) is int and start == 0:
        return primitive("arange", (part.stop,), {}, span)
    return primitive("arange", (start, part.stop, *step), {}, span)


def _joined(parts: tuple[Any, ...], span: Span) -> Formula:
    found = []
    for part in parts:
        if isinstance(part, slice):
            found.append(_spaced(part, "np.r_", span))
        elif isinstance(part, (list, tuple)):
            found.append(primitive("array", (tuple(part),), {}, span))
        elif known_rank(part) == 0:
            found.append(primitive("array", ((part,),), {}, span))
        elif known_rank(part) is None:
            found.append(primitive("atleast_1d", (part,), {}, span))
        else:
            found.append(part)
    return primitive("concatenate", (tuple(found),), {}, span)


def _columns(parts: tuple[Any, ...], span: Span) -> Formula:
    found = []
    for part in parts:
        if isinstance(part, slice):
            found.append(_spaced(part, "np.c_", span))
        elif isinstance(part, (list, tuple)):
            found.append(primitive("array", (tuple(part),), {}, span))
        elif known_rank(part) == 0 or (known_rank(part) or 0) > 2:
            raise refuse(
                "SG202",
                "`np.c_` is supported of vectors and matrices",
                span,
                hint="call np.concatenate with `axis=-1`",
            )
        else:
            found.append(part)
    return primitive("column_stack", (tuple(found),), {}, span)
