"""Numerical codes as people write them: solvers, filters, sweeps."""

import numpy as np


# wrt: u, nu
# example: normal(7), positive(), 0.1, 0.2, 3
# third
def burgers(u, nu, dt, dx, steps):
    for n in range(steps):
        un = u.copy()
        u[1:-1] = (
            un[1:-1]
            - un[1:-1] * dt / dx * (un[1:-1] - un[:-2])
            + nu * dt / dx**2 * (un[2:] - 2 * un[1:-1] + un[:-2])
        )
        # periodic ends
        u[0] = un[-2]
        u[-1] = u[1]
    return np.sum(u**2) * dx


# wrt: u
# example: positive(8), 0.05, 3
def finite_volume(u, dt, steps):
    for _ in range(steps):
        flux = np.zeros(u.size + 1)
        for i in range(1, u.size):
            if u[i - 1] + u[i] > 0:
                flux[i] = 0.5 * u[i - 1] ** 2
            else:
                flux[i] = 0.5 * u[i] ** 2
        u = u - dt * (flux[1:] - flux[:-1])
    return np.sum(u * np.arange(8.0))


# wrt: temperature, conductivity
# example: normal(5, 5), positive(), 2
def jacobi_2d(temperature, conductivity, steps):
    t = temperature.copy()
    for _ in range(steps):
        t[1:-1, 1:-1] += (
            0.1
            * conductivity
            * (
                t[2:, 1:-1]
                + t[:-2, 1:-1]
                + t[1:-1, 2:]
                + t[1:-1, :-2]
                - 4.0 * t[1:-1, 1:-1]
            )
        )
    return np.sum(t * t)


# example: normal(4, 4), 2
def seidel_2d(a, steps):
    n = a.shape[0]
    for _ in range(steps):
        for i in range(1, n - 1):
            a[i, 1:-1] += (
                a[i - 1, :-2] + a[i - 1, 1:-1] + a[i - 1, 2:] + a[i + 1, 1:-1]
            ) * 0.2
            for j in range(1, n - 1):
                a[i, j] += a[i, j - 1] * 0.3
                a[i, j] /= 1.7
    return np.sum(a * a)


def lorenz(state, sigma, rho, beta):
    x, y, z = state
    return np.array([sigma * (y - x), x * (rho - z) - y, x * y - beta * z])


# wrt: state, sigma
# example: normal(3), 10.0, 28.0, 2.5, 0.01, 4
# third
def runge_kutta(state, sigma, rho, beta, dt, steps):
    for _ in range(steps):
        k1 = lorenz(state, sigma, rho, beta)
        k2 = lorenz(state + 0.5 * dt * k1, sigma, rho, beta)
        k3 = lorenz(state + 0.5 * dt * k2, sigma, rho, beta)
        k4 = lorenz(state + dt * k3, sigma, rho, beta)
        state = state + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return state[0] * state[1] + state[2]


# wrt: w, u, b
# example: normal(3, 3), normal(3, 2), normal(3), normal(5, 2), normal(3)
# third
def recurrent_network(w, u, b, inputs, target):
    h = np.zeros(3)
    loss = 0.0
    for t in range(inputs.shape[0]):
        h = np.tanh(w @ h + u @ inputs[t] + b)
        loss += np.sum((h - target) ** 2)
    return loss / inputs.shape[0]


# wrt: w, u
# example: normal(3, 3), normal(3, 2), normal(5, 2)
def recurrent_network_with_history(w, u, inputs):
    steps = len(inputs)
    h = np.zeros((steps + 1, 3))
    for t in range(steps):
        h[t + 1] = np.tanh(w @ h[t] + u @ inputs[t])
    return np.sum(h[1:] ** 2)


# wrt: w1, b1, w2, b2
# example: normal(4, 5), normal(5), normal(5, 3), normal(3), normal(6, 4), np.array([0, 2, 1, 1, 0, 2])
# third
def classifier(w1, b1, w2, b2, x, labels):
    hidden = np.maximum(x @ w1 + b1, 0.0)
    scores = hidden @ w2 + b2
    scores = scores - np.max(scores, axis=1, keepdims=True)
    probabilities = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    picked = probabilities[np.arange(len(labels)), labels]
    return -np.mean(np.log(picked)) + 0.01 * np.sum(w1**2)


# wrt: w, b
# example: normal(3), normal(), normal(6, 3), np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0])
# third
def logistic(w, b, x, y):
    z = x @ w + b
    p = 1.0 / (1.0 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# wrt: means, log_scales, weights
# example: normal(3, 2), normal(3), normal(3), normal(5, 2)
def mixture(means, log_scales, weights, x):
    n, d = x.shape
    k = means.shape[0]
    total = 0.0
    log_weights = weights - np.log(np.sum(np.exp(weights)))
    for i in range(n):
        terms = np.empty(k)
        for j in range(k):
            difference = (x[i] - means[j]) * np.exp(-log_scales[j])
            terms[j] = log_weights[j] - d * log_scales[j] - 0.5 * np.sum(difference**2)
        top = np.max(terms)
        total += top + np.log(np.sum(np.exp(terms - top)))
    return total


# wrt: q, r, a
# example: positive(), positive(), 0.9, normal(6)
# third
def kalman(q, r, a, observations):
    mean = 0.0
    variance = 1.0
    likelihood = 0.0
    for z in observations:
        # predict
        mean = a * mean
        variance = a * a * variance + q
        # update
        s = variance + r
        gain = variance / s
        innovation = z - mean
        likelihood -= 0.5 * (np.log(2.0 * np.pi * s) + innovation**2 / s)
        mean = mean + gain * innovation
        variance = (1.0 - gain) * variance
    return likelihood


# wrt: position, mass
# example: normal(3, 2), positive(3), normal(3, 2), 0.05, 3
def n_body(position, mass, velocity, dt, steps):
    n = position.shape[0]
    position = position.copy()
    velocity = velocity.copy()
    for _ in range(steps):
        force = np.zeros((n, 2))
        for i in range(n):
            for j in range(n):
                if i != j:
                    r = position[j] - position[i]
                    distance = np.sqrt(r @ r + 0.1)
                    force[i] += mass[j] * r / distance**3
        velocity += dt * force
        position += dt * velocity
    return np.sum(position**2) + 0.5 * np.sum(mass * np.sum(velocity**2, axis=1))


# example: normal(4, 4)
# third
def cholesky_in_place(b):
    a = b @ b.T + 4.0 * np.eye(4)
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            a[i, j] -= np.dot(a[i, :j], a[j, :j])
            a[i, j] /= a[j, j]
        a[i, i] -= np.dot(a[i, :i], a[i, :i])
        a[i, i] = np.sqrt(a[i, i])
    total = 0.0
    for i in range(n):
        total += np.log(a[i, i]) + a[i, 0]
    return total


# example: normal(4, 4)
def lu_in_place(b):
    a = b + 5.0 * np.eye(4)
    n = a.shape[0]
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            for j in range(k + 1, n):
                a[i, j] -= a[i, k] * a[k, j]
    return np.sum(a * a)


# example: normal(3, 3)
def gram_schmidt(a):
    q = np.zeros_like(a)
    r = np.zeros((3, 3))
    for k in range(3):
        v = a[:, k].copy()
        for j in range(k):
            r[j, k] = q[:, j] @ a[:, k]
            v -= r[j, k] * q[:, j]
        r[k, k] = np.sqrt(v @ v)
        q[:, k] = v / r[k, k]
    return np.sum(r[0] ** 2) + q[0, 0] * q[1, 2]


# wrt: l, b
# example: normal(4, 4), normal(4)
def forward_substitution(l, b):
    x = np.zeros_like(b)
    for i in range(len(b)):
        x[i] = (b[i] - l[i, :i] @ x[:i]) / (l[i, i] + 4.0)
    return np.sum(x**2)


# wrt: u, b
# example: normal(4, 4), normal(4)
def back_substitution(u, b):
    n = b.shape[0]
    x = b.copy()
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n):
            x[i] -= u[i, j] * x[j]
        x[i] = x[i] / (u[i, i] + 4.0)
    return x @ x


# wrt: lower, diagonal, upper, right
# example: normal(5), positive(5), normal(5), normal(5)
# third
def thomas(lower, diagonal, upper, right):
    n = right.size
    c = np.empty(n)
    d = np.empty(n)
    c[0] = upper[0] / (diagonal[0] + 4.0)
    d[0] = right[0] / (diagonal[0] + 4.0)
    for i in range(1, n):
        m = diagonal[i] + 4.0 - lower[i] * c[i - 1]
        c[i] = upper[i] / m
        d[i] = (right[i] - lower[i] * d[i - 1]) / m
    x = np.empty(n)
    x[-1] = d[-1]
    for i in range(n - 2, -1, -1):
        x[i] = d[i] - c[i] * x[i + 1]
    return np.sum(x * x)


# example: normal(6)
def prefix_sums(x):
    s = x.copy()
    for i in range(1, len(s)):
        s[i] += s[i - 1]
    return np.sum(s * s)


# example: normal(8)
def prefix_sums_by_doubling(x):
    s = x * 1.0
    shift = 1
    while shift < 8:
        s[shift:] = s[shift:] + s[:-shift]
        shift *= 2
    return np.sum(s * s)


# example: normal(5)
# may refuse untyped: rows of a matrix would be views
def bubble_sort(x):
    a = x * 1.0
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return np.sum(a * a * np.arange(5.0))


# wrt: image, kernel
# example: normal(5, 5), normal(3, 3)
def convolution_by_elements(image, kernel):
    n, m = image.shape
    out = np.zeros((n - 2, m - 2))
    for i in range(n - 2):
        for j in range(m - 2):
            for p in range(3):
                for q in range(3):
                    out[i, j] += image[i + p, j + q] * kernel[p, q]
    return np.sum(np.maximum(out, 0.0) ** 2)


# wrt: image, kernel
# example: normal(5, 5), normal(3, 3)
def convolution_by_windows(image, kernel):
    out = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            out[i, j] = np.sum(image[i : i + 3, j : j + 3] * kernel)
    return np.sum(out**2)


# wrt: start, transition, emission
# example: positive(3), positive(3, 3), positive(3, 2), np.array([0, 1, 1, 0])
# third
def hidden_markov(start, transition, emission, observed):
    alpha = start * emission[:, observed[0]]
    scale = np.sum(alpha)
    likelihood = np.log(scale)
    alpha = alpha / scale
    for t in range(1, len(observed)):
        alpha = (alpha @ transition) * emission[:, observed[t]]
        scale = np.sum(alpha)
        alpha /= scale
        likelihood += np.log(scale)
    return likelihood


# wrt: cost
# example: normal(4, 4)
def cheapest_path(cost):
    best = np.zeros((4, 4))
    best[0, 0] = cost[0, 0]
    for i in range(1, 4):
        best[i, 0] = best[i - 1, 0] + cost[i, 0]
        best[0, i] = best[0, i - 1] + cost[0, i]
    for i in range(1, 4):
        for j in range(1, 4):
            best[i, j] = np.minimum(best[i - 1, j], best[i, j - 1]) + cost[i, j] ** 2
    return best[-1, -1]


# wrt: x0, rate
# example: normal(3), 0.1, 4
def gradient_descent_inside(x0, rate, n):
    x = x0
    for _ in range(n):
        slope = 2.0 * x + np.cos(x)
        x = x - rate * slope
    return np.sum(x**2 + np.sin(x))


# wrt: x, momentum
# example: normal(3), 0.8, 4
def momentum_inside(x, momentum, n):
    velocity = np.zeros_like(x)
    for _ in range(n):
        velocity *= momentum
        velocity -= 0.1 * (x + x**3)
        x = x + velocity
    return np.sum(x * x)


# wrt: spot, volatility
# example: 1.1, 0.3, 4
def binomial_tree(spot, volatility, n):
    up = np.exp(volatility * np.sqrt(1.0 / n))
    down = 1.0 / up
    p = (1.0 - down) / (up - down)
    values = np.zeros(n + 1)
    for j in range(n + 1):
        values[j] = np.maximum(spot * up**j * down ** (n - j) - 1.0, 0.0)
    for i in range(n - 1, -1, -1):
        for j in range(i + 1):
            values[j] = p * values[j + 1] + (1.0 - p) * values[j]
    return values[0]


# wrt: reflection
# example: uniform(-0.5, 0.5, 4)
# may refuse: np.flip
def levinson(reflection):
    n = reflection.size
    a = np.zeros(n)
    error = 1.0
    for k in range(n):
        r = reflection[k]
        a[:k] += r * np.flip(a[:k])
        a[k] = r
        error *= 1.0 - r * r
    return np.sum(a * a) * error


# wrt: x, h
# example: normal(6), normal(3)
# may refuse: the builtin min
def filter_by_loops(x, h):
    y = np.zeros(x.size)
    for n in range(x.size):
        for k in range(min(n + 1, 3)):
            y[n] += h[k] * x[n - k]
    return np.sum(y * y)


# wrt: path
# example: normal(6, 2)
def length_of_a_path(path):
    steps = path[1:] - path[:-1]
    return np.sum(np.sqrt(np.sum(steps**2, axis=1)))


# wrt: z
# example: normal(2), 5
def escape(z, limit):
    x, y = 0.0, 0.0
    count = 0
    while x * x + y * y < 4.0 and count < limit:
        x, y = x * x - y * y + 0.3 * z[0], 2.0 * x * y + 0.3 * z[1]
        count += 1
    return x * x + y * y


# wrt: theta
# example: normal(3)
def rotation_chain(theta):
    m = np.eye(2)
    for t in theta:
        c, s = np.cos(t), np.sin(t)
        m = m @ np.array([[c, -s], [s, c]])
    return m[0, 0] * m[1, 0]


# wrt: w, x
# example: normal(3, 3), normal(3), 1e-3
def fixed_point(w, x, tolerance):
    z = np.zeros(3)
    change = 1.0
    while change > tolerance:
        new = np.tanh(0.2 * (w @ z) + x)
        change = np.sum(np.abs(new - z))
        z = new
    return np.sum(z * z)


# wrt: x, gamma, beta
# example: normal(6, 3), normal(3), normal(3)
def batch_normalisation(x, gamma, beta):
    mean = x.mean(axis=0)
    variance = ((x - mean) ** 2).mean(axis=0)
    y = gamma * (x - mean) / np.sqrt(variance + 1e-5) + beta
    return np.sum(y[:3] ** 3)


# wrt: q, k, v
# example: normal(4, 3), normal(4, 3), normal(4, 3)
# third
def attention(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[1])
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.sum((weights @ v) ** 2)
