"""Orthogonal polynomials, hypergeometric functions and elliptic integrals, of SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from srcgrad.primitives import domains
from srcgrad.primitives.entry import Primitive
from srcgrad.primitives.foreign import special
from srcgrad.primitives.special_forms import special_function

unit = domains.unit
shape = domains.between(0.4, 1.9)


def polynomial(function: Any, slope: Any, parameters: str = "n, x") -> Primitive:
    """Form of a polynomial by its degree, and parameters that are held as well."""
    count = parameters.count(",")
    return special_function(
        function,
        lambda *values: (*(None,) * count, slope(*values)),
        parameters,
        held=tuple(range(count)),
        domain=(domains.integers, *(shape,) * (count - 1), unit),
    )


def first_kind_partial(m: Any, out: Any) -> Any:
    """Give the partial of the complete elliptic integral K: near 0, by its series."""
    near = np.abs(m) < 1e-4
    series = 0.39269908169872414 + m * (0.44178646691106466 + 0.46019423636569234 * m)
    rest = np.where(near, 1.0, m)
    return np.where(near, series, (special.ellipe(m) / (1.0 - m) - out) / (2.0 * rest))


def second_kind_partial(m: Any, out: Any) -> Any:
    """Give the partial of the complete elliptic integral E: near 0, by its series."""
    near = np.abs(m) < 1e-4
    series = -0.39269908169872414 - m * (0.14726215563702155 + 0.09203884727313847 * m)
    rest = np.where(near, 1.0, m)
    return np.where(near, series, (out - special.ellipk(m)) / (2.0 * rest))


def hypergeometric_slope(a: Any, b: Any, c: Any, z: Any) -> Any:
    """Slope of Gauss's hypergeometric function."""
    return a * b / c * special.hyp2f1(a + 1, b + 1, c + 1, z)


# the polynomials of a negative degree are 0 to SciPy, but for those of Hermite
ORTHOGONAL = (
    polynomial(
        special.eval_legendre, lambda n, x: special.eval_gegenbauer(n - 1, 1.5, x)
    ),
    polynomial(special.eval_chebyt, lambda n, x: n * special.eval_chebyu(n - 1, x)),
    polynomial(
        special.eval_chebyu, lambda n, x: 2.0 * special.eval_gegenbauer(n - 1, 2.0, x)
    ),
    polynomial(
        special.eval_hermite,
        lambda n, x: 2.0 * n * special.eval_hermite(np.maximum(n - 1, 0), x),
    ),
    polynomial(
        special.eval_hermitenorm,
        lambda n, x: n * special.eval_hermitenorm(np.maximum(n - 1, 0), x),
    ),
    polynomial(
        special.eval_laguerre,
        lambda n, x: -special.eval_genlaguerre(n - 1, 1.0, x),
    ),
    polynomial(
        special.eval_genlaguerre,
        lambda n, alpha, x: -special.eval_genlaguerre(n - 1, alpha + 1, x),
        "n, alpha, x",
    ),
    polynomial(
        special.eval_gegenbauer,
        lambda n, alpha, x: 2.0 * alpha * special.eval_gegenbauer(n - 1, alpha + 1, x),
        "n, alpha, x",
    ),
    special_function(
        special.hyp2f1,
        lambda a, b, c, z: (None, None, None, hypergeometric_slope(a, b, c, z)),
        "a, b, c, z",
        held=(0, 1, 2),
        domain=(shape, shape, shape, unit),
    ),
    special_function(
        special.hyp1f1,
        lambda a, b, x: (None, None, a / b * special.hyp1f1(a + 1, b + 1, x)),
        "a, b, x",
        held=(0, 1),
        domain=(shape, shape, unit),
    ),
    special_function(
        special.hyp0f1,
        lambda v, z: (None, special.hyp0f1(v + 1, z) / v),
        "v, z",
        held=(0,),
        domain=(shape, unit),
    ),
    special_function(special.ellipk, first_kind_partial, "m", domain=(unit,)),
    special_function(special.ellipe, second_kind_partial, "m", domain=(unit,)),
)
