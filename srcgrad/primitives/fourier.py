"""Fourier transforms, of NumPy and of SciPy.

The matrix of a discrete Fourier transform is symmetric: a cotangent is transformed as
the values were. The transforms of real values are those of complex ones, cut in half.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from srcgrad.ir.types import COMPLEX, Dimension, Numeric, Shape
from srcgrad.primitives import domains, results
from srcgrad.primitives.conjugation import real_dtype, real_part
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.foreign import Library
from srcgrad.primitives.forms import defined, linear, opaque
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.results import known_rank

SWAPPED = {None: "forward", "backward": "forward", "forward": None, "ortho": "ortho"}


def swapped(norm: Any) -> Any:
    """Normalisation of the inverse transform, as that of a transform."""
    if not results.is_literal(norm) or norm not in SWAPPED:
        raise Unsupported("`norm` must be a literal")
    return SWAPPED[norm]


def resized(shape: Shape, axes: Any, extents: Any) -> Shape:
    """Shape after some axes have got other extents."""
    if not isinstance(shape, tuple) or not results.is_literal(axes):
        return None
    found: list[Dimension] = list(shape)
    several = axes if isinstance(axes, tuple) else (axes,)
    for at, axis in enumerate(several):
        if extents is not None:
            one = extents[at] if isinstance(extents, (tuple, list)) else extents
            found[axis] = one if type(one) is int else None
    return tuple(found)


def transform_type(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Numeric:
    """Type of a complex transform along one axis."""
    known = results.numeric(a)
    return Numeric(_width(known.dtype), resized(known.shape, axis, n), True)


def _width(dtype: str | None) -> str:
    """Dtype of a transform: single precision is kept by NumPy 2 alone."""
    wide = dtype in ("float64", "int64", "complex128")
    return "complex128" if wide else COMPLEX


def transforms_type(
    a: Any, s: Any = None, axes: Any = None, norm: Any = None
) -> Numeric:
    """Type of a complex transform along several axes."""
    known = results.numeric(a)
    shape = known.shape if s is None else resized(known.shape, _axes(a, s, axes), s)
    return Numeric(
        _width(known.dtype), shape if isinstance(shape, tuple) else None, True
    )


def _axes(a: Any, s: Any, axes: Any) -> Any:
    if axes is not None:
        return tuple(axes) if isinstance(axes, list) else axes
    if isinstance(s, (tuple, list)):
        return tuple(range(-len(s), 0))
    raise Unsupported("give the axes of the transform")


def half_type(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Numeric:
    """Type of a transform of real values."""
    known = results.numeric(a)
    extent = n
    if n is None and isinstance(known.shape, tuple) and results.is_literal(axis):
        extent = known.shape[axis]
    count = extent // 2 + 1 if type(extent) is int else "?"
    return Numeric(_width(known.dtype), resized(known.shape, axis, count), True)


def whole_type(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Numeric:
    """Type of real values from half a transform."""
    known = results.numeric(a)
    extent = n
    if n is None and isinstance(known.shape, tuple) and results.is_literal(axis):
        given = known.shape[axis]
        extent = 2 * (given - 1) if isinstance(given, int) else None
    count = extent if type(extent) is int else "?"
    dtype = real_dtype(_width(known.dtype))
    return Numeric(dtype, resized(known.shape, axis, count), True)


def same_extents(c: Any, a: Any, given: Any) -> Any:
    """Cut or fill up to the extents of what was transformed."""
    return c if given is None else invoke("procedure.cut_or_fill", c, a)


def along(function: Callable[..., Any]) -> Callable[..., Any]:
    """Transpose of a complex transform along one axis."""

    def back(c: Any, a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
        return same_extents(function(c, axis=axis, norm=norm), a, n)

    return back


def along_all(function: Callable[..., Any]) -> Callable[..., Any]:
    """Transpose of a complex transform along several axes."""

    def back(c: Any, a: Any, s: Any = None, axes: Any = None, norm: Any = None) -> Any:
        which = _axes(a, s, axes) if s is not None else axes
        return same_extents(function(c, axes=which, norm=norm), a, s)

    return back


def from_half(fft: Callable[..., Any]) -> Callable[..., Any]:
    """Transpose of a transform of real values: zeros fill the half that was cut off."""

    def back(c: Any, a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
        extent = np.shape(a)[axis] if n is None else n
        return same_extents(np.real(fft(c, extent, axis, norm)), a, n)

    return back


def to_half(rfft: Callable[..., Any]) -> Callable[..., Any]:
    """Transpose of what makes real values of half a transform."""

    def back(c: Any, a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
        half = np.conj(rfft(real_part(c), axis=axis, norm=swapped(norm)))
        return invoke("procedure.both_halves", half, a, np.shape(c)[axis], axis)

    return back


def ends(s: Any, axes: Any) -> tuple[Any, Any, Any, Any]:
    """Split extents and axes into those before the last, and the last."""
    if axes is None or not results.is_literal(axes):
        raise Unsupported("give the axes of the transform as literals")
    if s is not None and not isinstance(s, (tuple, list)):
        raise Unsupported("give the extents of the transform one by one")
    first = None if s is None else tuple(s[:-1])
    return first, None if s is None else s[-1], tuple(axes[:-1]), axes[-1]


def all_axes(a: Any, s: Any, axes: Any) -> Any:
    """Axes of a transform, written out."""
    if axes is not None:
        return axes
    if isinstance(s, (tuple, list)):
        return tuple(range(-len(s), 0))
    rank = known_rank(a)
    if rank is None:
        raise Unsupported("give the axes of the transform, or the rank by --types")
    return tuple(range(-rank, 0))


def halves(
    rfft: Callable[..., Any], fftn: Callable[..., Any], all_: Any
) -> Callable[..., Any]:
    """Define a transform of real values along several axes."""

    def definition(a: Any, s: Any = None, axes: Any = all_, norm: Any = None) -> Any:
        first, last, before, axis = ends(s, all_axes(a, s, axes))
        half = rfft(a, last, axis, norm)
        return fftn(half, first, before, norm) if before else half

    return definition


def wholes(
    irfft: Callable[..., Any], ifftn: Callable[..., Any], all_: Any
) -> Callable[..., Any]:
    """Define real values from half a transform along several axes."""

    def definition(a: Any, s: Any = None, axes: Any = all_, norm: Any = None) -> Any:
        first, last, before, axis = ends(s, all_axes(a, s, axes))
        half = ifftn(a, first, before, norm) if before else a
        return irfft(half, last, axis, norm)

    return definition


def shift_type(x: Any, axes: Any = None) -> Numeric:
    """Type of a shifted spectrum."""
    known = results.numeric(x)
    return Numeric(known.dtype, known.shape, True)


def frequencies_type(n: Any, d: Any = 1.0) -> Numeric:
    """Type of the frequencies of a transform."""
    return Numeric("float64", (n if type(n) is int else None,), True)


def half_frequencies_type(n: Any, d: Any = 1.0) -> Numeric:
    """Type of the frequencies of a transform of real values."""
    return Numeric("float64", (n // 2 + 1 if type(n) is int else None,), True)


draw, case, cdraw = domains.draw, domains.case, domains.complex_draw
ONE = (
    case(draw(4)),
    case(cdraw(5)),
    case(cdraw(2, 4), 3, 1),
    case(cdraw(4, 2), 6, 0),
    case(cdraw(2, 3), None, -1, "ortho"),
    case(cdraw(2, 3), None, 0, "forward"),
)
REAL = (
    case(draw(4)),
    case(draw(5)),
    case(draw(2, 4), 3, 1),
    case(draw(5, 2), 8, 0),
    case(draw(2, 3), None, -1, "ortho"),
    case(draw(2, 4), None, 0, "forward"),
)
HALF = (
    case(cdraw(4)),
    case(cdraw(4), 7),
    case(cdraw(3), 9),
    case(cdraw(5, 2), 4, 0),
    case(cdraw(2, 3), None, -1, "ortho"),
    case(cdraw(2, 4), None, 1, "forward"),
)
SEVERAL = (
    case(cdraw(3, 4)),
    case(cdraw(2, 3, 4), None, (0, 2), "ortho"),
    case(cdraw(3, 4), (2, 5), (0, 1)),
)
REALS = (
    case(draw(3, 4)),
    case(draw(2, 3, 4), None, (0, 2), "ortho"),
    case(draw(3, 4), (2, 5), (0, 1)),
)
HALVES = (
    case(cdraw(3, 4)),
    case(cdraw(2, 3, 4), None, (0, 2), "ortho"),
    case(cdraw(3, 4), (2, 5), (0, 1)),
)


def family(module: Any, prefix: str, first: str) -> tuple[Primitive, ...]:
    """Transforms of one library: `module` has them, `prefix` begins their keys."""

    def named(name: str) -> dict[str, Any]:
        if prefix == "fft.":
            return {
                "key": f"fft.{name}",
                "names": (f"numpy.fft.{name}",),
                "spelling": f"np.fft.{name}",
            }
        return {}

    single, many = (
        f"{first}, n=None, axis=-1, norm=None",
        f"{first}, s=None, axes=None, norm=None",
    )
    plane = f"{first}, s=None, axes=(-2, -1), norm=None"
    fft, ifft, rfft, irfft = module.fft, module.ifft, module.rfft, module.irfft
    fftn, ifftn = module.fftn, module.ifftn

    return (
        *(
            linear(
                f,
                along(f),
                single,
                result=transform_type,
                cost=20,
                domain=ONE,
                **named(name),
            )
            for f, name in ((fft, "fft"), (ifft, "ifft"))
        ),
        *(
            linear(
                f,
                along_all(f),
                form,
                result=transforms_type,
                cost=20,
                domain=SEVERAL,
                **named(name),
            )
            for f, name, form in (
                (fftn, "fftn", many),
                (ifftn, "ifftn", many),
                (module.fft2, "fft2", plane),
                (module.ifft2, "ifft2", plane),
            )
        ),
        linear(
            rfft,
            from_half(fft),
            single,
            result=half_type,
            cost=20,
            domain=REAL,
            **named("rfft"),
        ),
        linear(
            irfft,
            to_half(rfft),
            single,
            result=whole_type,
            cost=20,
            domain=HALF,
            **named("irfft"),
        ),
        *(
            defined(
                f, halves(rfft, fftn, all_), form, cost=20, domain=REALS, **named(name)
            )
            for f, name, form, all_ in (
                (module.rfftn, "rfftn", many, None),
                (module.rfft2, "rfft2", plane, (-2, -1)),
            )
        ),
        *(
            defined(
                f,
                wholes(irfft, ifftn, all_),
                form,
                cost=20,
                domain=HALVES,
                **named(name),
            )
            for f, name, form, all_ in (
                (module.irfftn, "irfftn", many, None),
                (module.irfft2, "irfft2", plane, (-2, -1)),
            )
        ),
        defined(
            module.hfft,
            lambda a, n=None, axis=-1, norm=None: irfft(
                np.conj(a), n, axis, swapped(norm)
            ),
            single,
            cost=20,
            domain=HALF,
            **named("hfft"),
        ),
        defined(
            module.ihfft,
            lambda a, n=None, axis=-1, norm=None: np.conj(
                rfft(a, n, axis, swapped(norm))
            ),
            single,
            cost=20,
            domain=REAL,
            **named("ihfft"),
        ),
        *(
            linear(
                f,
                lambda c, x, axes=None, back=back: back(c, axes),
                "x, axes=None",
                result=shift_type,
                domain=(case(draw(5)), case(draw(3, 4)), case(draw(3, 4), 1)),
                **named(name),
            )
            for f, back, name in (
                (module.fftshift, module.ifftshift, "fftshift"),
                (module.ifftshift, module.fftshift, "ifftshift"),
            )
        ),
        *(
            opaque(
                f,
                "n, d=1.0",
                result=kind,
                domain=(case(4), case(5, 0.5)),
                **named(name),
            )
            for f, name, kind in (
                (module.fftfreq, "fftfreq", frequencies_type),
                (module.rfftfreq, "rfftfreq", half_frequencies_type),
            )
        ),
    )


FOURIER = family(np.fft, "fft.", "a")
SCIPY_FOURIER = family(Library("scipy.fft"), "scipy.fft.", "x")
