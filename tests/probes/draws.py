"""Random draws: passive, made once, and read again on the way back."""

import random

import numpy as np
from numpy.random import randn


# example: normal(4)
# third
def a_named_draw(x):
    rng = np.random.default_rng(3)
    noise = rng.normal(size=4)
    return np.sum(x * noise * x)


# example: normal(4), 0.3
def dropout(x, p):
    rng = np.random.default_rng(3)
    keep = rng.random(x.shape) > p
    h = np.tanh(x) * keep / (1.0 - p)
    return np.sum(h * h)


# example: 0.7
# third
def a_walk(x):
    rng = np.random.RandomState(5)
    total = x
    for _ in range(5):
        total = total + 0.1 * rng.standard_normal() * np.sin(total)
    return total * total


# example: normal(3)
def the_old_state(x):
    np.random.seed(0)
    w = np.random.randn(3) * x
    return np.sum(w * w) + randn() * x[0] * x[1]


# example: normal(5)
def shuffled(x):
    rng = np.random.RandomState(7)
    order = rng.permutation(len(x))
    y = x[order] * x
    rng.shuffle(order)
    return np.sum(y * x[order])


def _noisy(x, rng):
    if rng.random() > 0.5:
        return x * rng.normal()
    return x * x * rng.uniform(0.5, 1.5)


# example: normal(4)
def handed_to_a_callee(x):
    rng = np.random.default_rng(11)
    total = 0.0
    for i in range(4):
        total = total + _noisy(x[i], rng) * total + x[i]
    return total


# example: normal(4)
def of_the_standard_library(x):
    random.seed(1)
    a = random.uniform(0.0, 1.0) * x[0]
    i = random.randint(1, 3)
    return a * x[i] + random.random() * x[1]


# example: normal(4)
def in_a_comprehension(x):
    rng = np.random.default_rng(2)
    weights = [rng.normal() for _ in range(4)]
    return sum(w * v * v for w, v in zip(weights, x)) + sum(
        rng.random() * v for v in x
    )


# example: normal(4)
def in_the_test_of_a_while(x):
    rng = np.random.default_rng(2)
    total = x[0]
    while rng.random() < 0.8:
        total = total * x[1] + x[2]
    return total


# example: normal(4)
def in_a_second_operand(x):
    rng = np.random.default_rng(2)
    total = x[0]
    for i in range(4):
        if x[i] > -9.0 and rng.random() < 0.6:
            total = total * x[i]
    return total * x[1]


# example: normal(4)
def metropolis(x):
    rng = np.random.default_rng(4)
    state, accepted = 0.5, 0
    for _ in range(6):
        proposal = state + 0.3 * rng.standard_normal()
        ratio = np.exp(np.sum(x) * 0.1 * (state - proposal))
        if rng.uniform() < ratio:
            state = proposal
            accepted += 1
    return np.sum(x * x) * state + accepted


# example: normal(6, 2)
def mini_batches(a):
    rng = np.random.default_rng(0)
    w = np.ones(2)
    for _ in range(3):
        batch = rng.choice(6, size=2, replace=False)
        rows = a[batch]
        w = w - 0.1 * (rows.T @ (rows @ w))
    return np.sum(w * w)


# wrt: mu, sigma
# example: normal(), positive()
# third
def scaled_noise(mu, sigma):
    rng = np.random.default_rng(3)
    z = rng.normal(loc=mu, scale=sigma, size=5)
    return np.sum(z * z)


# wrt: mu, sigma
# example: normal(5), positive(5)
def scaled_noise_of_arrays(mu, sigma):
    rng = np.random.default_rng(3)
    z = rng.normal(mu, sigma)
    w = rng.normal(mu[0], sigma, size=(4, 5)) * mu
    return np.sum(z * z) + np.sum(w**2)


# wrt: mu, sigma
# example: normal(), positive()
def scaled_noise_of_the_old_state(mu, sigma):
    np.random.seed(3)
    z = np.random.normal(mu, sigma, 5)
    z += np.random.normal(scale=sigma)
    return np.sum(z * z)


# wrt: mu, sigma
# example: normal(), positive()
def drawn_alike(mu, sigma):
    rng = np.random.default_rng(3)
    a, b = rng.normal(mu, sigma), rng.normal(mu, sigma)
    c = rng.normal(mu, sigma) * rng.normal(mu, sigma)
    return a * b * b + c


# wrt: mu, sigma
# example: normal(), positive(), 4
def a_walk_that_drifts(mu, sigma, n):
    rng = np.random.default_rng(3)
    x = 0.1
    path = []
    for _ in range(n):
        x = x + rng.normal(mu * x, sigma)
        path.append(x)
    return np.sum(np.array(path) ** 2)


# wrt: a
# example: normal(5)
def other_smooth_draws(a):
    rng = np.random.default_rng(3)
    z = rng.uniform(a[0], a[1] + 5.0, size=3)
    e = rng.exponential(a[2] ** 2 + 1, size=2)
    q = rng.lognormal(a[3], a[4] ** 2 + 0.2, 3)
    w = rng.laplace(a[1], a[2] ** 2 + 0.1) + rng.gumbel(a, 1.0).sum() + rng.uniform(high=a[0] + 4)
    return np.sum(z * z) + np.sum(e) + np.sum(np.sin(q)) + w * w


# wrt: a
# example: positive(3)
def draws_of_python(a):
    random.seed(2)
    return random.gauss(a[0], a[1]) ** 2 + random.uniform(a[0], 3.0) * random.expovariate(a[2])


# wrt: mu, s
# example: normal(), positive()
def drawn_in_a_comprehension(mu, s):
    rng = np.random.default_rng(3)
    zs = [rng.normal(mu, s) for k in (1, 2)]
    return zs[0] * zs[1] * zs[1]


# wrt: mu, s
# example: normal(), positive()
def drawn_in_a_lambda(mu, s):
    rng = np.random.default_rng(3)
    f = lambda m: rng.normal(m, s) * m
    return f(mu) * f(mu) + f(s)


# wrt: mu, s
# example: normal(), positive()
def a_pair_of_draws(mu, s):
    rng = np.random.default_rng(3)
    a, b = [rng.normal() for k in (1, 2)]
    return a * mu + b * s * mu


def with_noise(x, rng, scale=0.1):
    return x + rng.normal(0.0, scale, size=x.shape)


# wrt: x, s
# example: normal(3), positive()
def noise_of_a_callee(x, s):
    rng = np.random.default_rng(3)
    y = with_noise(x, rng, s)
    y = with_noise(y * y, rng, scale=s * s)
    return np.sum(y**2)


# wrt: x, s
# example: normal(3), positive()
def a_draw_that_is_overwritten(x, s):
    rng = np.random.default_rng(3)
    z = rng.normal(x, s)
    y = z * z
    z[0] = 5.0
    z *= 2.0
    return np.sum(y) + np.sum(z**2)


# wrt: x, s
# example: normal(3), positive()
def draws_into_an_array(x, s):
    rng = np.random.default_rng(3)
    out = np.empty((4, 3))
    for i in range(4):
        out[i] = rng.normal(x, s)
        x = x + 0.1 * out[i]
    out[:, 1] += rng.normal(s, x[0] ** 2, size=4)
    return np.sum(out**2)
