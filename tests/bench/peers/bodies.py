"""The attracting bodies for other tools, without stores."""


def _acceleration(place, mass, soft, join):
    x, y, z = place[:, 0:1], place[:, 1:2], place[:, 2:3]
    dx, dy, dz = x.T - x, y.T - y, z.T - z
    inverse = (dx**2 + dy**2 + dz**2 + soft**2) ** -1.5
    return join(((dx * inverse) @ mass, (dy * inverse) @ mass, (dz * inverse) @ mass))


def _loss(join):
    def loss(mass, place, v, steps, dt, soft):
        a = _acceleration(place, mass, soft, join)
        for _ in range(steps):
            v = v + 0.5 * dt * a
            place = place + dt * v
            a = _acceleration(place, mass, soft, join)
            v = v + 0.5 * dt * a
        return 0.5 * (mass * v**2).sum()

    return loss


def torch():
    import torch as module

    return _loss(module.hstack)


def jax():
    import jax.numpy as jnp
    from jax import lax

    def loss(mass, place, v, steps, dt, soft):
        def step(state, _):
            place, v, a = state
            v = v + 0.5 * dt * a
            place = place + dt * v
            a = _acceleration(place, mass, soft, jnp.hstack)
            return (place, v + 0.5 * dt * a, a), None

        first = place, v, _acceleration(place, mass, soft, jnp.hstack)
        (_, v, _), _ = lax.scan(step, first, None, length=steps)
        return 0.5 * jnp.sum(mass * v**2)

    return loss


def autograd():
    import autograd.numpy as anp

    def loss(mass, place, v, steps, dt, soft):
        a = _acceleration(place, mass, soft, anp.hstack)
        for _ in range(steps):
            v = v + 0.5 * dt * a
            place = place + dt * v
            a = _acceleration(place, mass, soft, anp.hstack)
            v = v + 0.5 * dt * a
        return 0.5 * anp.sum(mass * v**2)

    return loss
