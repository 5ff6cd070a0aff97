"""Distributions of SciPy in likelihoods, under the names that a source gives them."""

import numpy as np
import scipy.stats as st
from scipy import stats
from scipy.stats import multivariate_normal, norm


# wrt: x, mu, sigma
# example: normal(4), 0.3, 1.7
def normal_likelihood(x, mu, sigma):
    total = norm.logpdf(x, loc=mu, scale=sigma).sum()
    for value in x:
        total += norm.cdf(value, mu) * stats.norm.pdf(value)
    return total + np.sum(st.norm.logsf(x, mu, sigma)) + norm.ppf(0.9, scale=sigma)


# wrt: rate, p, df
# example: 1.4, 0.3, 5.0
def counts(rate, p, df):
    k = np.array([0, 2, 3])
    total = np.sum(stats.poisson.logpmf(k, rate)) + stats.binom.logpmf(2, 5, p)
    total += np.sum(stats.nbinom.logpmf(k, rate, p) + st.bernoulli.logpmf([0, 1, 1], p))
    return total + np.sum(st.t.logpdf(np.array([0.3, -2.0]), df)) - st.expon.logpdf(p)


# wrt: x, mean, root
# example: normal(4, 2), normal(2), normal(2, 2)
# may refuse untyped: multivariate_normal needs ranks
def normal_vectors(x, mean, root):
    cov = root @ root.T + np.eye(2)
    one = multivariate_normal.logpdf(x[0], mean, cov)
    return np.sum(multivariate_normal.logpdf(x, mean=mean, cov=cov)) + one


# wrt: a, b
# example: uniform(0.5, 2.0, 3), uniform(0.5, 2.0, 3)
def priors(a, b):
    total = np.sum(st.gamma.logpdf(a, 2.0, scale=0.5)) + np.sum(st.beta.logpdf(0.4, a, b))
    total += np.sum(st.dirichlet.logpdf(np.array([0.2, 0.3, 0.5]), a))
    total += np.sum(st.lognorm.logpdf(b, 0.5)) + np.sum(st.uniform.logpdf(0.3, -a, 3.0))
    return total + np.sum(st.cauchy.logpdf(b, a)) + np.sum(st.laplace.logpdf(b, 3.0))
