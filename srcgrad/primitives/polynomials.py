"""Polynomials by their coefficients, and sequences convolved with each other."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.ir.types import COMPLEX, Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import by_name, elements, extent, rank_of
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.forms import bilinear, defined, linear, tangent
from srcgrad.primitives.formula import invoke
from srcgrad.primitives.neighbours import increasing
from srcgrad.primitives.results import known_rank, numeric


def as_vector(p: Any) -> Any:
    """Coefficients as an array."""
    return invoke("array", tuple(p)) if isinstance(p, (tuple, list)) else p


def value_type(p: Any, x: Any) -> Numeric:
    """Type of the value of a polynomial: shaped as the place."""
    dtype = results.promote(numeric(p), numeric(x))
    return results.array(dtype, numeric(x).shape)


def value_tangent(p: Any, x: Any, dp: Any, dx: Any) -> Any:
    """Tangent of a value: of the coefficients at the place, or the slope there."""
    if dp is not None:
        return invoke("held.polyval", dp, x)
    return np.polyval(invoke("astype", np.polyder(p), p.dtype), x) * dx


def value_back(c: Any, p: Any, x: Any) -> Any:
    """Cotangent of the coefficients: the powers of the places, summed."""
    if known_rank(x) == 0:
        return c * (x ** powers(extent(p, 0), x))
    return np.ravel(c) @ np.reshape(x, (-1, 1)) ** powers(extent(p, 0), x)


def powers(count: Any, x: Any) -> Any:
    """Exponents of the coefficients, the highest first, in the dtype of the place."""
    dtype = None if isinstance(x, (int, float)) else np.result_type(x)
    return invoke("arange", count - 1, -1, -1, dtype)


def derived(p: Any, m: Any = 1) -> Any:
    """Coefficients of a derivative."""
    if type(m) is not int:
        raise Unsupported("np.polyder needs a literal order")
    p = as_vector(p)
    count = extent(p, 0)
    for _ in range(m):
        count = count - 1
        p = p[:-1] * by_name("arange", count, 0, -1)
    return p


def integrated(p: Any, m: Any = 1, k: Any = None) -> Any:
    """Coefficients of an integral, with its constant."""
    if m != 1:
        raise Unsupported("np.polyint is supported once: call it again")
    p = as_vector(p)
    last = np.zeros_like(p[:1]) if k is None else np.reshape(k, (1,))
    return np.concatenate((p / by_name("arange", elements(p), 0, -1), last))


def extended(a: Any, b: Any) -> tuple[Any, Any]:
    """Put zeros before the shorter one of two polynomials."""
    a, b = as_vector(a), as_vector(b)
    one, two = elements(a), elements(b)
    if one == two and isinstance(one, int):
        return a, b
    both = isinstance(one, int) and isinstance(two, int)
    most = max(one, two) if both else by_name("builtins.max", one, two)
    return np.pad(a, (most - one, 0)), np.pad(b, (most - two, 0))


def from_roots(seq_of_zeros: Any) -> Any:
    """Coefficients of the polynomial with these roots."""
    roots = as_vector(seq_of_zeros)
    count = elements(roots)
    if rank_of(roots, "np.poly") != 1 or not isinstance(count, int):
        raise Unsupported("np.poly needs a known number of roots: give its type")
    found, nothing = np.ones_like(roots[:1]), np.zeros_like(roots[:1])
    for k in range(count):
        found = np.concatenate((found, nothing)) - roots[k] * np.concatenate(
            (nothing, found)
        )
    return found


def power_matrix(x: Any, N: Any = None, increasing: Any = False) -> Any:
    """Powers of each number, in a row."""
    count = elements(x) if N is None else N
    if increasing is True:
        return np.reshape(x, (-1, 1)) ** by_name("arange", count)
    return np.reshape(x, (-1, 1)) ** by_name("arange", count - 1, -1, -1)


def fitted(
    x: Any, y: Any, deg: Any, rcond: Any = None, full: Any = False, w: Any = None
) -> Any:
    """Coefficients of the polynomial nearest to points: a linear least squares problem."""
    if rcond is not None or full is not False:
        raise Unsupported("np.polyfit is supported without `rcond` and `full`")
    matrix = np.vander(x, deg + 1)
    if w is not None:
        column = np.reshape(w, (-1, 1))
        matrix, y = (
            matrix * column,
            y * (w if rank_of(y, "np.polyfit") == 1 else column),
        )
    return by_name("linalg.lstsq", matrix, y)[0]


def roots_type(p: Any) -> Numeric:
    """Type of roots: real or complex, as they turn out."""
    return Numeric(COMPLEX, (None,), mutable=True)


def roots_tangent(p: Any, out: Any, dp: Any) -> Any:
    """Tangent of simple roots, where the polynomial stays 0."""
    slope = np.polyval(invoke("astype", np.polyder(p), p.dtype), out)
    return -invoke("held.polyval", dp, out) / slope


# ---- convolutions


def convolution_type(a: Any, v: Any) -> Numeric:
    """Type of a full convolution."""
    counts = elements(a), elements(v)
    known = all(isinstance(count, int) for count in counts)
    dtype = results.promote(numeric(a), numeric(v))
    return Numeric(dtype, (counts[0] + counts[1] - 1 if known else None,), mutable=True)


def convolution_left(c: Any, a: Any, v: Any) -> Any:
    """Cotangent of the one sequence: correlated with the other."""
    return (
        np.convolve(c, v[::-1], "valid")
        if isinstance(c, np.ndarray)
        else by_name("convolve.mode", c, v[::-1], "valid")
    )


def part_of(full: Any, a: Any, v: Any, mode: Any, turned: bool) -> Any:
    """Cut the part that a mode asks for out of a full convolution."""
    one, two = elements(a), elements(v)
    if mode == "full":
        return full
    if isinstance(one, int) and isinstance(two, int):
        long, short = max(one, two), min(one, two)
        shifted = turned and two > one
    else:
        long, short = invoke("builtins.max", one, two), invoke("builtins.min", one, two)
        shifted = False
        if turned and mode == "same":
            raise Unsupported(
                "mode='same' of np.correlate needs known extents: give types"
            )
    if mode == "valid":
        return full[short - 1 : long]
    if mode == "same":
        start = short // 2 if shifted else (short - 1) // 2
        return full[start : start + long]
    raise Unsupported(f"`mode={mode!r}` is not supported: 'full', 'same', 'valid' are")


def convolved(a: Any, v: Any, mode: Any = "full") -> Any:
    """Convolution, as the part of the full one."""
    a, v = as_vector(a), as_vector(v)
    return part_of(by_name("convolve", a, v), a, v, mode, False)


def correlated(a: Any, v: Any, mode: Any = "valid") -> Any:
    """Correlation, as a convolution with the other turned round."""
    a, v = as_vector(a), as_vector(v)
    return part_of(by_name("convolve", a, v[::-1]), a, v, mode, True)


def pairs(*modes: str) -> tuple[domains.Case, ...]:
    """Sequences of different lengths, in each mode."""
    return tuple(
        domains.case(domains.draw(one), domains.draw(two), mode)
        for mode in modes
        for one, two in ((5, 3), (2, 5), (4, 4), (6, 4), (3, 6))
    )


POLYNOMIALS = (
    tangent(
        np.polyval,
        value_tangent,
        "p, x",
        result=value_type,
        positions=(0, 1),
        domain=(
            domains.case(domains.draw(4), domains.draw()),
            domains.case(domains.draw(4), domains.draw(3)),
            domains.case(domains.draw(3), domains.draw(2, 3)),
        ),
    ),
    # the same at a held place, so that tangents can be transposed
    linear(
        np.polyval,
        value_back,
        "p, x",
        key="held.polyval",
        names=(),
        spelling="np.polyval",
        result=value_type,
        domain=(
            domains.case(
                domains.draw(4), lambda random: np.float64(random.uniform(0.5, 2.0))
            ),
            domains.case(domains.draw(4), increasing(3)),
            domains.case(domains.draw(3), increasing(2, 3)),
        ),
    ),
    defined(
        np.polyder,
        derived,
        "p, m=1",
        domain=(domains.case(domains.draw(4)), domains.case(domains.draw(5), 2)),
    ),
    defined(
        np.polyint,
        integrated,
        "p, m=1, k=None",
        positions=(0, 2),
        domain=(
            domains.case(domains.draw(4)),
            domains.case(domains.draw(3), 1, domains.draw()),
        ),
    ),
    defined(
        np.polyadd,
        lambda a1, a2: np.add(*extended(a1, a2)),
        "a1, a2",
        positions=(0, 1),
        domain=(
            domains.case(domains.draw(3), domains.draw(3)),
            domains.case(domains.draw(2), domains.draw(4)),
        ),
    ),
    defined(
        np.polysub,
        lambda a1, a2: np.subtract(*extended(a1, a2)),
        "a1, a2",
        positions=(0, 1),
        domain=(
            domains.case(domains.draw(3), domains.draw(3)),
            domains.case(domains.draw(4), domains.draw(2)),
        ),
    ),
    defined(
        np.polymul,
        lambda a1, a2: convolved(a1, a2),
        "a1, a2",
        positions=(0, 1),
        domain=(domains.case(domains.draw(3), domains.draw(4)),),
    ),
    defined(
        np.polyfit,
        fitted,
        "x, y, deg, rcond=None, full=False, w=None",
        positions=(0, 1, 5),
        shown={"deg": 2},
        cost=20,
        domain=(
            domains.case(domains.uniform(0.2, 3.0, 6), domains.draw(6), 2),
            domains.case(domains.uniform(0.2, 3.0, 6), domains.draw(6, 2), 1),
            domains.case(
                domains.uniform(0.2, 3.0, 6),
                domains.draw(6),
                2,
                None,
                False,
                domains.uniform(0.5, 2.0, 6),
            ),
        ),
    ),
    tangent(
        np.roots,
        roots_tangent,
        "p",
        result=roots_type,
        cost=20,
        choice="not finite at a root that is not simple",
        domain=(
            domains.case(lambda random: np.poly([1.0, -2.0, 0.3])),
            domains.case(lambda random: np.array([1.0, 0.4, 2.0, 0.3])),
        ),
    ),
    defined(
        np.poly,
        from_roots,
        "seq_of_zeros",
        domain=(domains.case(domains.draw(3)),),
    ),
    defined(
        np.vander,
        power_matrix,
        "x, N=None, increasing=False",
        domain=(
            domains.case(increasing(3)),
            domains.case(increasing(3), 4),
            domains.case(increasing(3), 2, True),
        ),
    ),
    bilinear(
        np.convolve,
        convolution_left,
        lambda c, a, v: convolution_left(c, v, a),
        "a, v",
        result=convolution_type,
        names=(),
        domain=(domains.normal((5,), (3,)), domains.normal((2,), (4,))),
    ),
    defined(
        np.convolve,
        convolved,
        "a, v, mode='full'",
        key="convolve.mode",
        names=("numpy.convolve",),
        spelling="np.convolve",
        positions=(0, 1),
        domain=pairs("full", "same", "valid"),
    ),
    defined(
        np.correlate,
        correlated,
        "a, v, mode='valid'",
        positions=(0, 1),
        domain=pairs("full", "same", "valid"),
    ),
)
