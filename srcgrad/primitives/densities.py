"""Continuous distributions of `scipy.stats`, as compositions of what has a rule.

Each function is said again in operations of the table, and has their derivative; outside
of its support a distribution has derivative 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from srcgrad.ir.types import Numeric
from srcgrad.primitives import domains, results
from srcgrad.primitives.domains import Sampler
from srcgrad.primitives.entry import Primitive, signature
from srcgrad.primitives.foreign import Library, special
from srcgrad.primitives.forms import defined

stats = Library("scipy.stats")
LOG_ROOT = 0.5 * math.log(2.0 * math.pi)
LOG2, LOG_PI = math.log(2.0), math.log(math.pi)
OUTSIDE = "0 outside of the support"

located, scaled = domains.between(-0.9, -0.4), domains.between(1.5, 2.5)
shaped, inner = domains.between(0.6, 2.6), domains.between(0.1, 0.9)
inside = domains.between(
    0.1, 0.5
)  # of what starts at a location, and is one scale long


def double(*values: Any) -> Numeric:
    """Type of a probability or a density: in double precision, whatever is given."""
    return results.array("float64", results.floating(*values).shape)


def of(
    name: str, domain: Sampler, log_density: Callable[..., Any], **others: Any
) -> tuple[Primitive, ...]:
    """Forms of a distribution: its log density in units of the scale, and the rest.

    log_density : `log_density(z, *shapes)`. others : for `cdf` and its like, the same of
    the standard distribution; what ends in `ppf` and `isf` is scaled, not divided.
    """
    shapes = tuple(
        log_density.__code__.co_varnames[1 : log_density.__code__.co_argcount]
    )

    def log_of(x: Any, *rest: Any) -> Any:
        z, scale, own = standard(x, rest, len(shapes))
        found = log_density(z, *own)
        return found if scale is None else found - np.log(scale)

    def density(x: Any, *rest: Any) -> Any:
        return np.exp(log_of(x, *rest))

    def plain(rule: Any) -> Any:
        def definition(x: Any, *rest: Any) -> Any:
            z, _, own = standard(x, rest, len(shapes))
            return rule(z, *own)

        return definition

    def quantile(rule: Any) -> Any:
        def definition(q: Any, *rest: Any) -> Any:
            own, (loc, scale) = rest[: len(shapes)], location(rest[len(shapes) :])
            found = rule(q, *own)
            found = found if scale is None else found * scale
            return found if loc is None else found + loc

        return definition

    definitions = {"logpdf": log_of, "pdf": density}
    for method, rule in others.items():
        definitions[method] = (
            quantile(rule) if method in ("ppf", "isf") else plain(rule)
        )
    return tuple(
        _method(f"{name}.{method}", definition, shapes, domain)
        for method, definition in definitions.items()
    )


def _method(
    name: str, definition: Any, shapes: tuple[str, ...], domain: Sampler
) -> Primitive:
    quantile = name.endswith(("ppf", "isf"))
    first = "q" if quantile else "x"
    parameters = ", ".join((first, *shapes, "loc=0", "scale=1"))
    count = len(signature(parameters))
    smooth = name.endswith("pdf")  # an integral has no rule for what shapes it
    return defined(
        getattr(stats, name),
        definition,
        parameters,
        positions=tuple(range(count)) if smooth else (0, count - 2, count - 1),
        result=double,
        cost=8,
        choice=OUTSIDE,
        domain=(
            inner if quantile else domain,
            *(shaped,) * len(shapes),
            located,
            scaled,
        ),
    )


def location(rest: tuple[Any, ...]) -> tuple[Any, Any]:
    """Location and scale, None where they are left out."""
    loc = rest[0] if rest and not (type(rest[0]) is int and rest[0] == 0) else None
    scale = rest[1] if len(rest) > 1 else None
    return loc, None if type(scale) is int and scale == 1 else scale


def standard(x: Any, rest: tuple[Any, ...], count: int) -> tuple[Any, Any, Any]:
    """Give x in units of the scale, the scale if there is one, and the shapes."""
    loc, scale = location(rest[count:])
    z = x if loc is None else x - loc
    return (z if scale is None else z / scale), scale, rest[:count]


def within(support: Any, value: Any) -> Any:
    """What is said of the support; outside of it nothing is possible."""
    if isinstance(support, bool):  # of a number that is written down
        return value if support else -math.inf
    return np.where(support, value, -math.inf)


def student(z: Any, df: Any) -> Any:
    """Log density of Student's t distribution."""
    scale = special.gammaln(0.5 * (df + 1)) - special.gammaln(0.5 * df)
    return scale - 0.5 * (LOG_PI + np.log(df)) - 0.5 * (df + 1) * np.log1p(z * z / df)


def log_normal(z: Any, s: Any) -> Any:
    """Log density of a variable whose logarithm is normal."""
    log = np.log(np.where(z > 0, z, 1.0))
    ratio = log / s
    return within(z > 0, -0.5 * (ratio * ratio) - np.log(s) - log - LOG_ROOT)


def weibull(z: Any, c: Any) -> Any:
    """Log density of Weibull's distribution."""
    return within(z >= 0, np.log(c) + special.xlogy(c - 1, z) - z**c)


DENSITIES = (
    *of(
        "norm",
        domains.real,
        lambda z: -0.5 * (z * z) - LOG_ROOT,
        cdf=lambda z: special.ndtr(z),
        logcdf=lambda z: special.log_ndtr(z),
        sf=lambda z: special.ndtr(-z),
        logsf=lambda z: special.log_ndtr(-z),
        ppf=lambda q: special.ndtri(q),
        isf=lambda q: -special.ndtri(q),
    ),
    *of("t", domains.real, student, cdf=lambda z, df: special.stdtr(df, z)),
    *of(
        "gamma",
        domains.positive,
        lambda z, a: within(z >= 0, special.xlogy(a - 1, z) - z - special.gammaln(a)),
        cdf=lambda z, a: special.gammainc(a, np.maximum(z, 0.0)),
        sf=lambda z, a: special.gammaincc(a, np.maximum(z, 0.0)),
    ),
    *of(
        "chi2",
        domains.positive,
        lambda z, df: within(
            z >= 0,
            special.xlogy(0.5 * df - 1, z)
            - 0.5 * z
            - special.gammaln(0.5 * df)
            - 0.5 * LOG2 * df,
        ),
        cdf=lambda z, df: special.gammainc(0.5 * df, np.maximum(0.5 * z, 0.0)),
        sf=lambda z, df: special.gammaincc(0.5 * df, np.maximum(0.5 * z, 0.0)),
    ),
    *of(
        "invgamma",
        domains.positive,
        lambda z, a: within(z > 0, -(a + 1) * np.log(z) - special.gammaln(a) - 1.0 / z),
    ),
    *of(
        "beta",
        inside,
        lambda z, a, b: within(
            (z >= 0) & (z <= 1),
            special.xlogy(a - 1, z) + special.xlog1py(b - 1, -z) - special.betaln(a, b),
        ),
        cdf=lambda z, a, b: special.betainc(a, b, np.clip(z, 0.0, 1.0)),
    ),
    *of(
        "expon",
        domains.positive,
        lambda z: within(z >= 0, -z),
        cdf=lambda z: -np.expm1(-np.maximum(z, 0.0)),
        sf=lambda z: np.exp(-np.maximum(z, 0.0)),
        logsf=lambda z: -np.maximum(z, 0.0),
    ),
    *of("laplace", domains.real, lambda z: -np.abs(z) - LOG2),
    *of(
        "cauchy",
        domains.real,
        lambda z: -LOG_PI - np.log1p(z * z),
        cdf=lambda z: 0.5 + np.arctan(z) / math.pi,
    ),
    *of(
        "halfcauchy",
        domains.positive,
        lambda z: within(z >= 0, LOG2 - LOG_PI - np.log1p(z * z)),
    ),
    *of(
        "halfnorm",
        domains.positive,
        lambda z: within(z >= 0, LOG2 - 0.5 * (z * z) - LOG_ROOT),
    ),
    *of("lognorm", domains.positive, log_normal),
    *of(
        "logistic",
        domains.real,
        lambda z: special.log_expit(z) + special.log_expit(-z),
        cdf=lambda z: special.expit(z),
        sf=lambda z: special.expit(-z),
        logcdf=lambda z: special.log_expit(z),
    ),
    *of(
        "gumbel_r",
        domains.real,
        lambda z: -z - np.exp(-z),
        cdf=lambda z: np.exp(-np.exp(-z)),
    ),
    *of("weibull_min", domains.positive, weibull),
    *of(
        "uniform",
        inside,
        lambda z: within((z >= 0) & (z <= 1), 0.0 * z),
        cdf=lambda z: np.clip(z, 0.0, 1.0),
    ),
)
