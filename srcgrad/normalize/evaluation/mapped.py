"""Functions of NumPy that take a function -> what they compute, where that is one value.

np.apply_along_axis(np.sum, 0, a)              np.sum(a, axis=0)
np.piecewise(x, [x < 0, x >= 0], [0.0, np.sqrt])   np.where(x >= 0, np.sqrt(x), ...)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srcgrad.diagnostics import Span, refuse
from srcgrad.normalize.scopes.scope import Qualified, Structure, Value
from srcgrad.normalize.scopes.values import primitive, unwrap
from srcgrad.primitives.entry import Elementwise, Primitive, Zero
from srcgrad.primitives.formula import Formula
from srcgrad.primitives.table import BY_NAME


def mapped(
    function: Value,
    values: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Formula | None:
    """Return the value of a call that hands a library function over, or None."""
    match function, values:
        case Qualified(name="numpy.apply_along_axis"), (one, axis, array):
            return _along(one, unwrap(axis, span), unwrap(array, span), keywords, span)
        case Qualified(name="numpy.piecewise"), (x, conditions, choices):
            return _piecewise(unwrap(x, span), conditions, choices, span)
        case Qualified(name="numpy.vectorize" | "numpy.frompyfunc" as name), _:
            raise refuse(
                "SG202",
                f"`{name.replace('numpy', 'np')}` calls a function for each element",
                span,
                hint="write the loop: `for i in range(len(x)): y[i] = f(x[i])`, or a "
                "function of arrays with np.where in the place of its branches",
            )
    return None


def _along(
    function: Value, axis: Any, array: Any, keywords: Mapping[str, Value], span: Span
) -> Formula:
    entry = _library(function)
    if entry is None or keywords or not _reduces(entry):
        raise refuse(
            "SG202",
            "`np.apply_along_axis` is supported of functions of NumPy that take `axis=`",
            span,
            hint="write the loop over the rows, or give the function an axis",
        )
    return primitive(entry, (array,), {"axis": axis}, span)


def _library(function: Value) -> Primitive | None:
    return BY_NAME.get(function.name) if isinstance(function, Qualified) else None


def _reduces(entry: Primitive) -> bool:
    """Whether a function does the same along an axis as of a row alone."""
    names = [parameter.name for parameter in entry.parameters]
    return "axis" in names and entry.key not in ("flip", "roll", "gradient")


def _piecewise(x: Any, conditions: Value, choices: Value, span: Span) -> Formula:
    if not isinstance(conditions, Structure) or not isinstance(choices, Structure):
        raise _not_piecewise(span)
    tests = [unwrap(item, span) for item in conditions.items]
    pieces = [_piece(item, x, span) for item in choices.items]
    if len(pieces) not in (len(tests), len(tests) + 1):
        raise _not_piecewise(span)
    # the last condition that holds counts, and what stands after all is the default
    found: Any = pieces[len(tests)] if len(pieces) > len(tests) else 0.0
    for test, piece in zip(tests, pieces, strict=False):
        found = primitive("where", (test, piece, found), {}, span)
    return primitive("asarray", (found, _dtype_of(x, span)), {}, span)


def _dtype_of(x: Any, span: Span) -> Any:
    return primitive("result_type", (x,), {}, span)


def _piece(item: Value, x: Any, span: Span) -> Any:
    entry = _library(item)
    if entry is None:
        if isinstance(item, Formula):
            return unwrap(item, span)
        raise _not_piecewise(span)
    if len(entry.parameters) > 1 or not isinstance(
        entry.derivative, Elementwise | Zero
    ):
        raise _not_piecewise(span)
    return primitive(entry, (x,), {}, span)


def _not_piecewise(span: Span) -> Exception:
    return refuse(
        "SG202",
        "`np.piecewise` is supported with lists of conditions, and of numbers and "
        "functions of NumPy",
        span,
        hint="write `np.where(condition, f(x), g(x))`",
    )
