"""Hares and foxes for other tools."""


def jax():
    from jax import lax

    from tests.bench.programs.foxes import slopes

    def loss(p, steps, dt):
        a, b, c, d = p[0], p[1], p[2], p[3]

        def step(state, _):
            x, y, total = state
            x1, y1 = slopes(x, y, a, b, c, d)
            x2, y2 = slopes(x + 0.5 * dt * x1, y + 0.5 * dt * y1, a, b, c, d)
            x3, y3 = slopes(x + 0.5 * dt * x2, y + 0.5 * dt * y2, a, b, c, d)
            x4, y4 = slopes(x + dt * x3, y + dt * y3, a, b, c, d)
            x = x + dt / 6.0 * (x1 + 2.0 * x2 + 2.0 * x3 + x4)
            y = y + dt / 6.0 * (y1 + 2.0 * y2 + 2.0 * y3 + y4)
            return (x, y, total + dt * x), None

        return lax.scan(step, (p[4], p[5], 0.0), None, length=steps)[0][2]

    return loss
