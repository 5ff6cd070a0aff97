"""Burgers' equation for other tools, and its adjoint by hand."""

import numpy as np


def _rolled(module, sum_, loop):
    def step(u, c, nu):
        left, right = module.roll(u, 1), module.roll(u, -1)
        return u - c * u * (u - left) + nu * (right - 2.0 * u + left)

    return lambda start, steps, c, nu: sum_(
        loop(lambda u: step(u, c, nu), start, steps) ** 2
    )


def _repeat(step, u, steps):
    for _ in range(steps):
        u = step(u)
    return u


def _scan(step, u, steps):
    from jax import lax

    return lax.scan(lambda u, _: (step(u), None), u, None, length=steps)[0]


def jax():
    import jax.numpy as jnp

    def step(u, c, nu):
        one = u[1:-1]
        new = one - c * one * (one - u[:-2]) + nu * (u[2:] - 2.0 * one + u[:-2])
        first = u[0] - c * u[0] * (u[0] - u[-1]) + nu * (u[1] - 2.0 * u[0] + u[-1])
        last = u[-1] - c * u[-1] * (u[-1] - u[-2]) + nu * (u[0] - 2.0 * u[-1] + u[-2])
        return u.at[1:-1].set(new).at[0].set(first).at[-1].set(last)

    return lambda start, steps, c, nu: jnp.sum(
        _scan(lambda u: step(u, c, nu), start, steps) ** 2
    )


def jax_expert():
    import jax.numpy as jnp

    return _rolled(jnp, jnp.sum, _scan)


def torch():
    import torch as module

    return _rolled(module, module.sum, _repeat)


def autograd():
    import autograd.numpy as anp

    return _rolled(anp, anp.sum, _repeat)


def numpy_by_hand():
    def gradient(start, steps, c, nu):
        u, tape = start, []
        for _ in range(steps):
            tape.append(u)
            left = np.roll(u, 1)
            u = u - c * u * (u - left) + nu * (np.roll(u, -1) - 2.0 * u + left)
        value, bar = np.sum(u * u), 2.0 * u
        for u in reversed(tape):
            slope = 1.0 - 2.0 * nu - c * (2.0 * u - np.roll(u, 1))
            bar = bar * slope + np.roll(bar * (c * u + nu), -1) + nu * np.roll(bar, 1)
        return value, (bar,)

    return gradient


def numba_by_hand():
    import numba

    @numba.njit(cache=True, error_model="numpy")
    def gradient(start, steps, c, nu):
        n = start.size
        tape = np.empty((steps + 1, n))
        tape[0] = start
        for t in range(steps):
            u, new = tape[t], tape[t + 1]
            for i in range(1, n - 1):
                new[i] = (
                    u[i]
                    - c * u[i] * (u[i] - u[i - 1])
                    + nu * (u[i + 1] - 2.0 * u[i] + u[i - 1])
                )
            new[0] = u[0] - c * u[0] * (u[0] - u[-1]) + nu * (u[1] - 2.0 * u[0] + u[-1])
            new[-1] = (
                u[-1] - c * u[-1] * (u[-1] - u[-2]) + nu * (u[0] - 2.0 * u[-1] + u[-2])
            )
        last = tape[steps]
        value = np.sum(last * last)
        bar, other = 2.0 * last, np.empty(n)
        for t in range(steps - 1, -1, -1):
            u = tape[t]
            for i in range(1, n - 1):
                other[i] = (
                    bar[i] * (1.0 - 2.0 * nu - c * (2.0 * u[i] - u[i - 1]))
                    + bar[i + 1] * (c * u[i + 1] + nu)
                    + nu * bar[i - 1]
                )
            for i, left, right in ((0, n - 1, 1), (n - 1, n - 2, 0)):
                other[i] = (
                    bar[i] * (1.0 - 2.0 * nu - c * (2.0 * u[i] - u[left]))
                    + bar[right] * (c * u[right] + nu)
                    + nu * bar[left]
                )
            bar, other = other, bar
        return value, (bar,)

    return gradient
