"""The mixture of Gaussians for other tools: all components at once."""

import numpy as np


def _loss(module, filled):
    def loss(weights, means, factors, x):
        n, d = x.shape
        diagonal = module.exp(factors[:, :d])
        centred = x[:, None, :] - means[None]
        lower = filled(factors[:, d:], d)
        scaled = centred * diagonal + module.einsum("kij,nkj->nki", lower, centred)
        size = factors[:, :d].sum(1)
        terms = weights + size - 0.5 * (scaled * scaled).sum(2)
        total = _logsumexp(module, terms, 1).sum()
        prior = 0.5 * ((diagonal**2).sum() + (factors[:, d:] ** 2).sum())
        return prior + total - n * module.log(module.exp(weights).sum())

    return loss


def _logsumexp(module, x, axis):
    highest = x.max(axis)
    highest = getattr(highest, "values", highest)
    return module.log(module.exp(x - highest[:, None]).sum(axis)) + highest


def _places(d):
    rows, columns = np.tril_indices(d, -1)
    order = np.lexsort((rows, columns))
    return rows[order], columns[order]


def jax():
    import jax.numpy as jnp

    def filled(values, d):
        rows, columns = _places(d)
        return jnp.zeros((values.shape[0], d, d)).at[:, rows, columns].set(values)

    return _loss(jnp, filled)


def torch():
    import torch as module

    def filled(values, d):
        rows, columns = _places(d)
        lower = values.new_zeros((values.shape[0], d, d))
        lower[:, rows, columns] = values
        return lower

    return _loss(module, filled)


def autograd():
    import autograd.numpy as anp

    def filled(values, d):
        rows, columns = _places(d)
        spread = np.zeros((rows.size, d * d))
        spread[np.arange(rows.size), rows * d + columns] = 1.0
        return anp.reshape(anp.dot(values, spread), (values.shape[0], d, d))

    return _loss(anp, filled)
