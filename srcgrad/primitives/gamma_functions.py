"""Gamma and beta functions of SciPy, their logarithms and incomplete integrals."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.entry import Unsupported
from srcgrad.primitives.foreign import special
from srcgrad.primitives.forms import defined, opaque
from srcgrad.primitives.special_forms import of_real, special_function

PI = math.pi
away = domains.between(0.3, 3.1)
unit = domains.between(0.1, 0.9)


def digamma_partial(x: Any) -> Any:
    """Give the partial of `digamma`."""
    of_real("digamma", x)
    return special.zeta(2.0, x)


def beta_partials(a: Any, b: Any, out: Any) -> tuple[Any, Any]:
    """Give the partials of the beta function."""
    both = special.digamma(a + b)
    return out * (special.digamma(a) - both), out * (special.digamma(b) - both)


def log_beta_partials(a: Any, b: Any) -> tuple[Any, Any]:
    """Give the partials of the logarithm of the beta function."""
    both = special.digamma(a + b)
    return special.digamma(a) - both, special.digamma(b) - both


def binomial_partials(n: Any, k: Any, out: Any) -> tuple[Any, Any]:
    """Give the partials of a binomial coefficient."""
    rest = special.digamma(n - k + 1)
    return (
        out * (special.digamma(n + 1) - rest),
        out * (rest - special.digamma(k + 1)),
    )


def gamma_density(a: Any, x: Any) -> Any:
    """Slope of the incomplete gamma integral in its bound."""
    return np.exp(special.xlogy(a - 1, x) - x - special.gammaln(a))


def beta_density(a: Any, b: Any, x: Any) -> Any:
    """Slope of the incomplete beta integral in its bound."""
    powers = special.xlogy(a - 1, x) + special.xlog1py(b - 1, -x)
    return np.exp(powers - special.betaln(a, b))


def student_density(df: Any, t: Any) -> Any:
    """Density of Student's t distribution."""
    scale = special.gammaln(0.5 * (df + 1)) - special.gammaln(0.5 * df)
    tail = -0.5 * (df + 1) * np.log1p(t * t / df)
    return np.exp(scale + tail) / np.sqrt(PI * df)


def combinations(N: Any, k: Any, exact: Any = False, repetition: Any = False) -> Any:
    """Count combinations as a smooth function of both numbers."""
    if exact is not False or repetition is not False:
        raise Unsupported(
            "scipy.special.comb has a derivative without `exact` and `repetition` only"
        )
    return special.binom(N, k)


def multivariate(a: Any, d: Any) -> Any:
    """Logarithm of the multivariate gamma function, as a sum."""
    if type(d) is not int:
        raise Unsupported("scipy.special.multigammaln needs a literal `d`")
    total: Any = 0.25 * d * (d - 1) * math.log(PI)
    for place in range(d):
        total = total + special.gammaln(a - 0.5 * place)
    return total


def polygamma_type(n: Any, x: Any) -> Numeric:
    """Type of `polygamma`: in double precision, of numbers an array of rank 0."""
    found = results.of_special(n, x)
    dtype = found.dtype if found.dtype == "float64" else None
    return replace(found, dtype=dtype, mutable=found.mutable or None)


def factorial_type(n: Any, exact: Any = False) -> Numeric:
    """Type of `factorial`: a float, if not asked for whole numbers."""
    known = results.numeric(n)
    plain = exact is False and known.dtype in ("int64", "float64")
    return Numeric("float64" if plain else None, known.shape)


GAMMA_FUNCTIONS = (
    special_function(special.gammaln, lambda x: special.digamma(x), domain=(away,)),
    special_function(
        special.loggamma, lambda z: special.digamma(z), "z", domain=(away,)
    ),
    special_function(
        special.gamma, lambda x, out: out * special.digamma(x), domain=(away,)
    ),
    special_function(
        special.rgamma, lambda x, out: -out * special.digamma(x), domain=(away,)
    ),
    special_function(
        special.digamma,
        digamma_partial,
        names=("scipy.special.digamma", "scipy.special.psi"),
        domain=(away,),
    ),
    special_function(
        special.polygamma,
        lambda n, x: (None, special.polygamma(n + 1, x)),
        "n, x",
        held=(0,),
        result=polygamma_type,
        domain=(domains.integers, away),
    ),
    special_function(
        special.zeta,
        lambda x, q=None: (None, None if q is None else -x * special.zeta(x + 1, q)),
        "x, q=None",
        held=(0,),
        shown={"q": "q"},
        domain=(domains.between(2.0, 3.0), away),
    ),
    special_function(special.beta, beta_partials, "a, b", domain=(away, away)),
    special_function(special.betaln, log_beta_partials, "a, b", domain=(away, away)),
    special_function(
        special.poch,
        lambda z, m, out: (
            out * (special.digamma(z + m) - special.digamma(z)),
            out * special.digamma(z + m),
        ),
        "z, m",
        domain=(away, away),
    ),
    special_function(
        special.binom,
        binomial_partials,
        "n, k",
        domain=(domains.between(3.2, 5.1), away),
    ),
    defined(
        special.comb,
        combinations,
        "N, k, *, exact=False, repetition=False",
        positions=(0, 1),
        choice="that of `binom`",
        domain=(
            domains.case(domains.uniform(3.2, 5.1, 4), domains.uniform(0.4, 3.0, 4)),
            domains.case(domains.uniform(3.2, 5.1, 2, 1), domains.uniform(0.4, 3, 3)),
        ),
    ),
    defined(
        special.multigammaln,
        multivariate,
        "a, d",
        shown={"d": 2},
        domain=(
            domains.case(domains.uniform(3.0, 5.0, 4), 3),
            domains.case(domains.uniform(3.0, 5.0, 2, 3), 1),
        ),
    ),
    opaque(
        special.factorial,
        "n, exact=False",
        result=factorial_type,
        domain=(domains.case(domains.index(5, 3)),),
    ),
    special_function(
        special.gammainc,
        lambda a, x: (None, gamma_density(a, x)),
        "a, x",
        held=(0,),
        domain=(away, away),
    ),
    special_function(
        special.gammaincc,
        lambda a, x: (None, -gamma_density(a, x)),
        "a, x",
        held=(0,),
        domain=(away, away),
    ),
    special_function(
        special.gammaincinv,
        lambda a, y, out: (None, 1.0 / gamma_density(a, out)),
        "a, y",
        held=(0,),
        domain=(away, unit),
    ),
    special_function(
        special.betainc,
        lambda a, b, x: (None, None, beta_density(a, b, x)),
        "a, b, x",
        held=(0, 1),
        domain=(away, away, unit),
    ),
    special_function(
        special.betaincc,
        lambda a, b, x: (None, None, -beta_density(a, b, x)),
        "a, b, x",
        held=(0, 1),
        domain=(away, away, unit),
    ),
    special_function(
        special.betaincinv,
        lambda a, b, y, out: (None, None, 1.0 / beta_density(a, b, out)),
        "a, b, y",
        held=(0, 1),
        domain=(away, away, unit),
    ),
    special_function(
        special.stdtr,
        lambda df, t: (None, student_density(df, t)),
        "df, t",
        held=(0,),
        domain=(away, domains.real),
    ),
)
