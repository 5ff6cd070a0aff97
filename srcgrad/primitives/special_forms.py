"""A special function of SciPy and its partials -> a Primitive."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from srcgrad.ir.types import Numeric
from srcgrad.primitives import results
from srcgrad.primitives.conjugation import complex_dtype
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.forms import elementwise


def special_function(
    function: Any, partials: Any, parameters: str = "x", **rest: Any
) -> Primitive:
    """Form of an elementwise function of `scipy.special`."""
    rest.setdefault("result", results.of_special)
    return elementwise(function, partials, parameters, cost=8, **rest)


def complex_values(z: Any, *_: Any) -> Numeric:
    """Type of a function whose values are complex, whatever it is given."""
    known = results.of_special(z)
    return replace(known, dtype=complex_dtype(known.dtype))
