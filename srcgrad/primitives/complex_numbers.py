"""Complex numbers: their parts, conjugates, sizes and angles.

These are linear over the real numbers, not over the complex ones: what reads a
cotangent of a real result takes its real part.
"""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import real_dtype, real_part
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.forms import linear, tangent


def part_type(val: Any) -> Numeric:
    """Type of the real or the imaginary part."""
    known = results.numeric(val)
    return Numeric(real_dtype(known.dtype), known.shape, known.mutable)


def conjugate_type(x: Any) -> Numeric:
    """Type of a conjugate."""
    known = results.numeric(x)
    return Numeric(known.dtype, known.shape, known.mutable)


def size_type(x: Any) -> Numeric:
    """Type of the size of a complex number."""
    known = results.numeric(x)
    return results.array(real_dtype(known.dtype), known.shape)


def angle_type(z: Any, deg: Any = False) -> Numeric:
    """Type of an angle."""
    if deg is not False:
        raise Unsupported("np.angle is supported in radians: use np.rad2deg")
    known = results.numeric(z)
    return results.array(results.float_dtype(real_dtype(known.dtype)), known.shape)


def number_type(real: Any = 0.0, imag: Any = 0.0) -> Numeric:
    """Type of `complex(real, imag)`."""
    return Numeric("complex128", (), mutable=False, weak=True)


def direction(x: Any, out: Any) -> Any:
    """Conjugate of a number divided by its size, 0 at 0."""
    return np.conj(x) / (out + (out == 0))


def size_of(function: Any, key: str, spelling: str) -> Primitive:
    """Size of a complex number: `np.abs`, or Python's `abs`."""
    return tangent(
        function,
        lambda x, out, dx: np.real(direction(x, out) * dx),
        "x",
        key=key,
        names=(),
        spelling=spelling,
        reverse=lambda c, x, out: real_part(c) * direction(x, out),
        result=size_type,
        choice="0 at 0",
        domain=DRAWN,
    )


DRAWN = (domains.case(domains.complex_draw(3)),)
VIEW: dict[str, Any] = {"view": True, "cost": 0}

COMPLEX_NUMBERS = (
    linear(
        np.real,
        lambda c, val: real_part(c),
        "val",
        names=("numpy.real", "ndarray.real"),
        result=part_type,
        domain=(domains.case(domains.draw(3)), *DRAWN),
        **VIEW,
    ),
    linear(
        np.imag,
        lambda c, val: -(1j * real_part(c)),
        "val",
        names=("numpy.imag", "ndarray.imag"),
        result=part_type,
        domain=DRAWN,
        **VIEW,
    ),
    linear(
        np.conj,
        lambda c, x: np.conj(c),
        "x",
        key="conj",
        names=("numpy.conj", "numpy.conjugate"),
        methods=("conj", "conjugate"),
        result=conjugate_type,
        domain=(domains.case(domains.draw(3)), *DRAWN),
    ),
    size_of(np.abs, "complex.abs", "np.abs"),
    size_of(builtins.abs, "complex.builtins.abs", "abs"),
    tangent(
        np.sign,
        lambda x, out, dx: (
            1j * out * np.imag(dx * np.conj(out)) / (np.abs(x) + (x == 0))
        ),
        "x",
        key="complex.sign",
        names=(),
        spelling="np.sign",
        result=conjugate_type,
        choice="0 at 0",
        domain=DRAWN,
    ),
    tangent(
        np.angle,
        lambda z, dz: np.imag(dz / z),
        "z, deg=False",
        reverse=lambda c, z: -(1j * real_part(c) / z),
        result=angle_type,
        cost=4,
        domain=DRAWN,
    ),
    linear(
        builtins.complex,
        lambda c, real, imag=0.0: (real_part(c), real_part(1j * c)),
        "real=0.0, imag=0.0",
        key="builtins.complex",
        names=("builtins.complex",),
        spelling="complex",
        positions=(0, 1),
        result=number_type,
        domain=(domains.case(0.3, 0.7),),
    ),
)
