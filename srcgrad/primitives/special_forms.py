"""A special function of SciPy and its partials -> a Primitive."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from srcgrad.ir.types import Numeric
from srcgrad.primitives import results
from srcgrad.primitives.conjugation import complex_dtype, may_be_complex
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.forms import elementwise


def special_function(
    function: Any, partials: Any, parameters: str = "x", **rest: Any
) -> Primitive:
    """Form of an elementwise function of `scipy.special`."""
    rest.setdefault("result", results.of_special)
    return elementwise(function, partials, parameters, cost=8, **rest)


def of_real(name: str, *values: Any) -> None:
    """Refuse complex numbers, for which the partial is another or is not there."""
    if any(may_be_complex(value) for value in values):
        raise Unsupported(
            f"scipy.special.{name} has a derivative for real numbers only"
        )


def complex_values(z: Any, *_: Any) -> Numeric:
    """Type of a function whose values are complex, whatever it is given."""
    known = results.of_special(z)
    return replace(known, dtype=complex_dtype(known.dtype))
