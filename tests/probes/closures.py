"""Functions within functions, handed over, returned, and held in tuples."""

import numpy as np


def twice(f, x):
    return f(f(x))


def rk4_step(f, t, y, dt):
    k1 = f(t, y)
    k2 = f(t + dt / 2, y + dt / 2 * k1)
    k3 = f(t + dt / 2, y + dt / 2 * k2)
    k4 = f(t + dt, y + dt * k3)
    return y + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def newton(f, df, x, steps):
    for _ in range(steps):
        x = x - f(x) / df(x)
    return x


def relu(x):
    return np.maximum(x, 0.0)


ACTIVATIONS = (np.tanh, relu)


def layer(x, w, act=np.tanh):
    return act(x @ w)


def make_scaler(k):
    k2 = k * k

    def scale(x):
        return k2 * x

    return scale


# wrt: k, y
# example: normal(), normal(3), 4
# third
def captured_in_a_loop(k, y, n):
    def decay(y):
        return -k * y * y

    for _ in range(n):
        y = y + 0.1 * decay(y)
    return np.sum(y)


# wrt: a, x
# example: normal(), normal()
# third
def late_binding(a, x):
    def scaled(x):
        return k * x

    k = a
    y = scaled(x)
    k = a * a
    return y + scaled(x)


# wrt: x
# example: normal(3), 3
def late_binding_in_a_loop(x, n):
    total = 0.0
    term = lambda v: v * i
    for i in range(n):
        total = total + np.sum(term(x) ** 2)
    return total


# wrt: theta
# example: normal(2), normal(2), 5
def handed_to_a_solver(theta, y, n):
    g = theta[0] * 9.81

    def rhs(t, y):
        return np.array([y[1], -g * np.sin(y[0]) - theta[1] * y[1]])

    dt = 0.05
    for i in range(n):
        y = rk4_step(rhs, i * dt, y, dt)
    return np.sum(y * y)


# wrt: a
# example: 1.7, 6
# third
def lambdas_handed_over(a, n):
    return newton(lambda x: x**3 - a, lambda x: 3 * x**2, 1.0, n)


# wrt: x
# example: normal(3)
def module_functions_handed_over(x):
    return np.sum(twice(np.sin, x) + twice(relu, x) * twice(np.tanh, x))


# wrt: k, x
# example: normal(), normal(3)
# third
def returned_closure(k, x):
    scale = make_scaler(k)
    y = scale(scale(x))
    return np.sum(make_scaler(k + 1.0)(y))


# wrt: a, x
# example: normal(), normal()
def returned_lambda(a, x):
    def adder(c):
        return lambda v: v * a + c

    return adder(x)(a) * adder(a)(x)


# wrt: x, w
# example: normal(2, 3), normal(3, 3)
def in_a_module_tuple(x, w):
    h = ACTIVATIONS[0](x @ w)
    h = ACTIVATIONS[1](h @ w)
    return np.sum(h)


# wrt: x, w
# example: normal(2, 3), normal(3, 3)
def default_function(x, w):
    h = layer(x, w)
    h = layer(h, w, relu)
    h = layer(h, w, act=lambda z: z * w[0, 0])
    return np.sum(h**2)


# wrt: k, x
# example: normal(3), normal(3)
def captured_array_stored_to(k, x):
    w = k.copy()

    def weigh(v):
        return np.sum(w * v)

    y = weigh(x)
    w[1] = y
    return y * weigh(x * x)


# wrt: x
# example: normal(4)
def closure_that_stores(x):
    out = np.zeros(4)

    def put(i, v):
        out[i] += v * v

    put(0, x[1])
    put(2, x[0] * x[3])
    put(0, x[2])
    return np.sum(out**2)


# wrt: x, c
# example: normal(3), normal()
def two_closures_share(x, c):
    def f(v):
        return c * v

    def g(v):
        return f(v) + c

    return np.sum(twice(g, x) * f(x))


# wrt: c, x
# example: normal(), normal(3)
def shadowed_capture(c, x):
    def h(v):
        return c * v

    def g(c):
        return h(c) * c

    return np.sum(g(x))


# wrt: x
# example: normal(3)
def alias_of_a_function(x):
    f = relu
    g = f
    s = np.sin
    return np.sum(g(s(x)) + f(x))


# wrt: x
# example: normal()
# third
def nested_twice(x):
    def outer(y):
        def inner(z):
            return x * y * z

        return inner(y) + inner(x)

    return outer(2.0) * outer(x)


# wrt: x, k
# example: 0.7, 0.4
def closure_in_a_condition(x, k):
    def f(v):
        return k * v * v

    while f(x) < 3.0:
        x = x * 1.5 + k
    if f(x) > 2.0:
        y = f(x) * x
    else:
        y = x
    return y


# wrt: x
# example: normal(3)
def one_function_for_several_ranks(x):
    f = lambda v: v * np.sum(x)
    return np.sum(f(x)) + f(x[0]) + np.sum(f(np.outer(x, x)))


# wrt: w
# example: normal(3)
def captured_tuple(w):
    pair = (w * 2.0, w[0])

    def f(v):
        a, b = pair
        return np.sum(a * v) * b + pair[1]

    return f(w) + twice(lambda q: q * f(w), 1.5)


# wrt: k, x
# example: normal(), normal(3)
def several_values_of_a_closure(k, x):
    def both(v):
        return k * v, np.sum(v) * k

    a, b = both(x)
    c, _ = both(a)
    return np.sum(c) * b


# wrt: k, x
# example: normal(), normal(3)
def returned_pair_of_functions(k, x):
    def make(a, b):
        s = a * b

        def f(v):
            return s * v

        def g(v):
            return f(v) + a

        return f, g

    f, g = make(k, 2.0 * k)
    return np.sum(f(x) * g(x))


# wrt: k, x
# example: normal(), normal(3)
def returned_with_a_value(k, x):
    def make(a):
        s = a * a
        return s + 1.0, lambda v: s * v + a

    t, f = make(k)
    return np.sum(f(x) * t)


# wrt: k
# example: normal()
def inactive_closure(k):
    n = 3

    def size(i):
        return n * i

    y = k
    for i in range(size(2)):
        y = y + k * i
    if size(1) > 2:
        y = y * size(1)
    return y


# wrt: k
# example: normal()
def passive_closure_makes_an_array(k):
    def grid(n):
        return np.linspace(0.0, 1.0, n)

    make = lambda n: grid(n) * 2.0
    return np.sum(np.sin(k * grid(4))) + k * np.sum(make(3))


# wrt: k, x
# example: normal(), normal(3)
def function_chosen_by_a_branch_inside(k, x):
    def f(v):
        if k > 0:
            return k * v
        return v * v * k

    return np.sum(f(x) * f(f(x)))


# wrt: x
# example: normal(3)
def immediately_called(x):
    return (lambda v, s=2.0: np.sum(v * v) * s)(x)


# wrt: x
# example: normal(3), 3
def grows_in_a_loop_of_calls(x, n):
    f = lambda v, s: v * s
    for i in range(n):
        scale = make_scaler(x[i])
        x = f(scale(x), 0.5)
    return np.sum(x)


def square(x):
    return x * x


def cube(x):
    return x * x * x


# wrt: x
# example: normal(3), "sin"
def function_chosen_by_a_branch(x, kind):
    k = 2.0 * x[0]
    if kind == "square":
        g = square
    elif kind == "sin":
        g = np.sin
    else:
        g = lambda v: v * k
    y = g(x)
    return np.sum(y * g(y))


# example: normal(3), 3
def function_defined_in_a_loop(x, n):
    total = 0.0
    for i in range(n):
        k = x * (i + 1)

        def weigh(v):
            return k * v

        total = total + np.sum(weigh(weigh(x)))
    return total


# example: normal(3)
def call_in_a_loop_header(x):
    def rows(n):
        return np.outer(x, np.arange(1.0, n + 1.0))

    total = 0.0
    for row in rows(4):
        total = total + np.sum(row**2) * row[0]
    return total


# example: normal(4)
def starred_targets(x):
    a, *middle, b = (x[0], x[1] * x[2], x[3], x[0] * 2.0)
    first, *rest = middle
    return a * first + b * rest[0]


def total_of(*terms):
    total = 0.0
    for term in terms:
        total = total + term * term
    return total + terms[0]


# wrt: x, y
# example: normal(), normal()
def star_arguments(x, y):
    pair = (x * y, y)
    return total_of(*pair) + total_of(x, *pair, y) + twice_of(square, *pair)


def twice_of(f, a, *others):
    return f(a) + f(*others)


# example: normal(3)
def star_in_a_library_call(x):
    pair = (x, x[::-1] * 2.0)
    return np.sum(np.maximum(*pair)) + np.sum(np.stack([*pair, x]))


def dense(w, b):
    def forward(x):
        return np.tanh(x @ w + b)

    return forward


def model(layers, x):
    for layer in layers:
        x = layer(x)
    return x


def make_model(w, v, b):
    layers = [dense(w, b), relu, dense(v, b)]

    def run(x):
        for layer in layers:
            x = layer(x)
        return x

    return run


# wrt: w, v, b, x
# example: normal(3, 3), normal(3, 3), normal(3), normal(2, 3)
def layers_in_turn(w, v, b, x):
    layers = [dense(w, b), relu, dense(v, b), np.sin]
    # each of them
    for layer in layers:
        x = layer(x)  # in turn
    return np.sum(x**2)


# wrt: w, v
# example: normal(3, 3), normal(3, 3), normal(2, 3)
def layers_with_weights(w, v, x):
    activations = (np.tanh, relu)
    for i, (weight, act) in enumerate(zip([w, v], activations)):
        x = act(x @ weight) * (i + 1)
    for act in reversed(activations):
        x = act(x)
    return np.sum(x**2)


# wrt: w, v, b
# example: normal(3, 3), normal(3, 3), normal(3), normal(2, 3)
def layers_handed_over(w, v, b, x):
    return np.sum(model([dense(w, b), relu, dense(v, b), np.sin], x))


# wrt: w, v, b
# example: normal(3, 3), normal(3, 3), normal(3), normal(2, 3)
def layers_captured_and_returned(w, v, b, x):
    return np.sum(make_model(w, v, b)(x))


# example: normal(3)
def functions_in_a_comprehension(x):
    terms = [f(x) for f in (np.sin, relu, lambda v: v * x[0])]
    total = sum(np.sum(f(x) * g(x)) for f in (np.cos, square) for g in (np.sin, cube))
    return np.sum(terms[0] * terms[1] + terms[2]) + total


# example: normal(3)
def two_closures_of_one_maker(x):
    def power(n):
        return lambda v: v**n

    f, g = power(2), power(3)
    return np.sum(f(x) * g(x))


# example: normal(4), normal()
def a_lambda_mapped_over_known_items(x, c):
    items = [x, x * c, c * x[::-1]]
    scaled = list(map(lambda z: np.sin(z) * c, items))
    called = [(lambda z: z * c)(item) for item in items]
    return np.sum(scaled[0] * scaled[1] * called[2]) + np.sum(called[0])
