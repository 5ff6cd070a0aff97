"""Special functions of SciPy, under the names that a source gives them."""

import numpy as np
import scipy.special as sc
from scipy import special
from scipy.special import expit, gammaln, logsumexp, softmax


# wrt: theta, x
# example: normal(3), normal(4, 3)
def logistic_loss(theta, x):
    p = expit(x @ theta)
    return -np.sum(special.xlogy(np.array([1.0, 0.0, 1.0, 0.0]), p)) + np.sum(
        special.xlog1py(np.array([0.0, 1.0, 0.0, 1.0]), -p)
    )


# wrt: means, log_weights
# example: normal(3, 2), normal(3)
def mixture(means, log_weights):
    x = np.linspace(-1.0, 1.0, 5)[:, None, None]
    joint = log_weights - logsumexp(log_weights)
    joint = joint - 0.5 * np.sum((x - means) ** 2, axis=-1)
    total = 0.0
    for row in joint:
        total += sc.logsumexp(row, b=np.array([1.0, 0.5, 2.0]))
    return total + np.sum(logsumexp(joint, axis=(0, 1), keepdims=True) ** 2)


# wrt: x
# example: normal(3, 4)
def attention(x):
    weights = softmax(x @ x.T / 2.0, axis=1)
    return np.sum(weights @ x) + np.sum(sc.log_softmax(x, axis=-1) * weights.sum())


# wrt: a, b
# example: uniform(0.5, 2.0, 3), uniform(0.5, 2.0, 3)
def beta_likelihood(a, b):
    total = 0.0
    for k in range(3):
        total += (a[k] - 1.0) * np.log(0.3) - sc.betaln(a[k], b[k]) + gammaln(a[k])
    return total + sc.beta(a, b).sum() + sc.comb(a + 4.0, b).sum()


# wrt: x
# example: normal(4)
def in_a_store(x):
    y = np.zeros(5)
    y[1:] = sc.ndtr(x)
    y[0] = sc.erf(y[1] * x[0])
    y[:2] += sc.jv(2, x[:2])
    return np.sum(y * sc.i0(y))


# wrt: x
# example: np.array([0.7, 0.5, -2.0])
def masked_entropy(x):
    return np.sum(np.where(x > 0.0, special.entr(x), 0.0))
