"""Discrete and multivariate distributions of `scipy.stats`, in what has a rule."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from srcgrad.ir.types import ListOf, Numeric, TupleOf
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import by_name, extent, rank_of
from srcgrad.primitives.decompositions import whole
from srcgrad.primitives.densities import double, inner, shaped, stats, within
from srcgrad.primitives.entry import Primitive, Unsupported, signature
from srcgrad.primitives.foreign import special
from srcgrad.primitives.forms import defined
from srcgrad.primitives.formula import type_of

HELD = "of the parameters; the count is a whole number"


def of(
    name: str, parameters: str, log_mass: Any, *domain: Any, first: int = 1
) -> tuple[Primitive, Primitive]:
    """Forms of a discrete distribution, smooth from its parameter at `first` on."""

    def of_arrays(*values: Any) -> Any:
        return log_mass(*map(as_array, values))

    rest: dict[str, Any] = {
        "positions": tuple(range(first, len(signature(parameters)))),
        "result": double,
        "choice": HELD,
        "cost": 8,
        "domain": domain,
    }
    return (
        defined(getattr(stats, f"{name}.logpmf"), of_arrays, parameters, **rest),
        defined(
            getattr(stats, f"{name}.pmf"),
            lambda *values: np.exp(of_arrays(*values)),
            parameters,
            **rest,
        ),
    )


def as_array(value: Any) -> Any:
    """Array of the numbers of a display, or of a list; any other value itself."""
    if isinstance(value, list | tuple) or isinstance(type_of(value), ListOf | TupleOf):
        return by_name("array", value)
    return value


def poisson(k: Any, mu: Any) -> Any:
    """Log mass of Poisson's distribution."""
    return within(k >= 0, special.xlogy(k, mu) - special.gammaln(k + 1) - mu)


def binomial(k: Any, n: Any, p: Any) -> Any:
    """Log mass of a count of successes."""
    chosen = special.gammaln(k + 1) + special.gammaln(n - k + 1)
    powers = special.xlogy(k, p) + special.xlog1py(n - k, -p)
    return within((k >= 0) & (k <= n), special.gammaln(n + 1) - chosen + powers)


def bernoulli(k: Any, p: Any) -> Any:
    """Log mass of one success or none."""
    return within((k == 0) | (k == 1), special.xlogy(k, p) + special.xlog1py(1 - k, -p))


def negative_binomial(k: Any, n: Any, p: Any) -> Any:
    """Log mass of a count of failures before the n-th success."""
    ways = special.gammaln(n + k) - special.gammaln(k + 1) - special.gammaln(n)
    return within(k >= 0, ways + n * np.log(p) + special.xlog1py(k, -p))


def geometric(k: Any, p: Any) -> Any:
    """Log mass of a count of trials up to the first success."""
    return within(k >= 1, np.log(p) + special.xlog1py(k - 1, -p))


def normal_log_density(x: Any, mean: Any = None, cov: Any = 1) -> Any:
    """Log density of normal vectors; of the covariance the lower triangle is read."""
    name = "scipy.stats.multivariate_normal"
    if results.known_rank(cov) != 2:
        raise Unsupported(f"{name} is supported with a matrix `cov`, of known rank")
    rank = rank_of(x, name)
    if rank not in (1, 2):
        raise Unsupported(f"{name} is supported for one vector, or one in each row")
    apart = x if mean is None else x - mean
    matrix = whole(cov)
    if rank == 1:
        distance = apart @ np.linalg.solve(matrix, apart)
    else:
        distance = np.sum(apart * np.linalg.solve(matrix, apart.T).T, axis=-1)
    constant = extent(cov, 0) * math.log(2.0 * math.pi)
    return -0.5 * (distance + np.linalg.slogdet(matrix)[1] + constant)


def normal_type(x: Any, mean: Any = None, cov: Any = 1) -> Numeric:
    """Type of a density of vectors: one number for each."""
    try:
        found = type_of(normal_log_density(x, mean, cov))
    except Unsupported:
        return Numeric("float64")
    assert isinstance(found, Numeric)
    return results.array("float64", found.shape)


def dirichlet_log_density(x: Any, alpha: Any) -> Any:
    """Log density of shares that add up to 1."""
    x, alpha = as_array(x), as_array(alpha)
    if results.known_rank(x) != 1:
        raise Unsupported("scipy.stats.dirichlet is supported for one vector of shares")
    shape = results.shape_of(x)
    if (
        shape != results.shape_of(alpha)
        or not isinstance(shape, tuple)
        or None in shape
    ):
        x = np.append(x, 1.0 - np.sum(x))[: np.size(alpha)]  # the last may be left out
    scale = special.gammaln(np.sum(alpha)) - np.sum(special.gammaln(alpha))
    return scale + np.sum(special.xlogy(alpha - 1, x))


def shares(random: Any) -> Any:
    """Draw numbers that add up to 1."""
    drawn = random.uniform(0.5, 1.0, 3)
    return drawn / drawn.sum()


NORMALS = (
    domains.case(domains.draw(3), domains.draw(3), domains.positive_definite(3, 3)),
    domains.case(domains.draw(4, 3), domains.draw(3), domains.positive_definite(3, 3)),
    domains.case(domains.draw(4, 3), None, domains.positive_definite(3, 3)),
)
SHARES = (domains.case(shares, domains.uniform(0.5, 2.0, 3)),)

COUNTS = (
    *of("poisson", "k, mu", poisson, domains.integers, shaped),
    *of(
        "binom",
        "k, n, p",
        binomial,
        domains.integers,
        lambda random, shape: random.integers(5, 8, shape),
        inner,
        first=2,
    ),
    *of("bernoulli", "k, p", bernoulli, domains.booleans, inner),
    *of("nbinom", "k, n, p", negative_binomial, domains.integers, shaped, inner),
    *of("geom", "k, p", geometric, domains.integers, inner),
    defined(
        getattr(stats, "multivariate_normal.logpdf"),
        normal_log_density,
        "x, mean=None, cov=1",
        shown={"cov": "cov"},
        positions=(0, 1, 2),
        result=normal_type,
        cost=20,
        choice="the triangle of `cov` that is not read has derivative 0",
        domain=NORMALS,
    ),
    defined(
        getattr(stats, "multivariate_normal.pdf"),
        lambda x, mean=None, cov=1: np.exp(normal_log_density(x, mean, cov)),
        "x, mean=None, cov=1",
        shown={"cov": "cov"},
        positions=(0, 1, 2),
        result=normal_type,
        cost=20,
        choice="the triangle of `cov` that is not read has derivative 0",
        domain=NORMALS,
    ),
    defined(
        getattr(stats, "dirichlet.logpdf"),
        dirichlet_log_density,
        "x, alpha",
        positions=(1,),
        result=lambda x, alpha: results.array("float64", ()),
        choice=HELD,
        domain=SHARES,
    ),
)
