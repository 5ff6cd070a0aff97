"""The rod for other tools, and its adjoint by hand."""

import numpy as np


def jax():
    import jax.numpy as jnp
    from jax import lax

    def loss(conductivity, start, measured, steps):
        def step(u, _):
            flow = conductivity * (u[1:] - u[:-1])
            return u.at[:-1].add(flow).at[1:].add(-flow), None

        u, _ = lax.scan(step, start, None, length=steps)
        return jnp.sum((u - measured) ** 2)

    return loss


def _joined(join):
    def loss(conductivity, u, measured, steps):
        for _ in range(steps):
            flow = conductivity * (u[1:] - u[:-1])
            inner = u[1:-1] + flow[1:] - flow[:-1]
            u = join([u[:1] + flow[:1], inner, u[-1:] - flow[-1:]])
        return ((u - measured) ** 2).sum()

    return loss


def torch():
    import torch as module

    return _joined(module.cat)


def autograd():
    import autograd.numpy as anp

    def loss(conductivity, u, measured, steps):
        for _ in range(steps):
            flow = conductivity * (u[1:] - u[:-1])
            inner = u[1:-1] + flow[1:] - flow[:-1]
            u = anp.concatenate([u[:1] + flow[:1], inner, u[-1:] - flow[-1:]])
        return anp.sum((u - measured) ** 2)

    return loss


def numpy_by_hand():
    def gradient(conductivity, start, measured, steps):
        u = start.copy()
        differences = np.empty((steps, conductivity.size))
        for t in range(steps):
            np.subtract(u[1:], u[:-1], out=differences[t])
            flow = conductivity * differences[t]
            u[:-1] += flow
            u[1:] -= flow
        rest = u - measured
        bar, conductivity_bar = 2.0 * rest, np.zeros_like(conductivity)
        for t in range(steps - 1, -1, -1):
            flow_bar = bar[:-1] - bar[1:]
            conductivity_bar += flow_bar * differences[t]
            flow_bar *= conductivity
            bar[1:] += flow_bar
            bar[:-1] -= flow_bar
        return np.sum(rest * rest), (conductivity_bar, bar)

    return gradient
