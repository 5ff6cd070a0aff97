"""Programs that go wrong in silence where memory, order or ties are taken lightly."""

import numpy as np

TABLE = np.array([1.0, 2.0, 3.0])


# example: normal(5)
def index_carried(x):
    k = 0
    total = 0.0
    for _ in range(4):
        total = total * x[k] + x[k + 1]
        k = (2 * k + 1) % 4
    return total


# example: normal(5)
def store_at_a_carried_index(x):
    y = x * 1.0
    k = 1
    for _ in range(4):
        y[k] = y[k] * y[k - 1]
        k = (2 * k + 1) % 4
    return np.sum(y * y)


# example: normal(5), np.array([0, 1, 2])
def index_array_changed(x, idx):
    total = 0.0
    for _ in range(3):
        total = total + np.sum(x[idx] ** 2) * total + x[0]
        idx[1] += 1
    return total


# example: normal(5), np.array([0, 1, 2])
def index_array_changed_after_a_store(x, idx):
    y = x * 1.0
    y[idx] = x[idx] * x[idx + 1]
    idx += 1
    y[idx] *= 2.0
    return np.sum(y * y)


# example: normal(5), np.array([True, False, True, True, False])
def mask_changed_after_use(x, keep):
    y = x * x
    y[keep] = 0.5
    keep[1] = True
    y[keep] *= x[keep]
    return np.sum(y)


# example: normal(4)
def array_read_by_the_loop_is_stored_to(x):
    y = x * 1.0
    total = 0.0
    for v in y:
        y[3] += v * 0.5
        total = total + v * v
    return total + np.sum(y)


# example: normal(4)
def enumerate_and_store(x):
    y = x * 1.0
    for i, v in enumerate(y):
        y[i] = v * v
        if i < 3:
            y[i + 1] += v
    return np.sum(y * y)


# example: normal(3, 2)
def array_of_the_loop_is_rebound(x):
    a = x * 1.0
    total = 0.0
    for row in a:
        a = a * 2.0
        total = total + np.sum(row * a[0])
    return total


# example: normal(3, 2)
def row_kept_across_a_store(x):
    a = x * 1.0
    b = np.zeros((3, 2))
    for i, row in enumerate(a):
        b[i] = row * 2.0
        a[i] = 0.5
    return np.sum(a * b * x)


# wrt: x, y
# example: normal(5), normal(3)
def zip_stops_at_the_shorter(x, y):
    total = 1.0
    for a, b in zip(x, y):
        total = total * a + b
    return total


# example: normal(4), 0
def zero_trips_downwards(x, n):
    total = x[0]
    for i in range(n, 0, -1):
        total = total * x[i]
    for i in range(3, 5, -1):
        total = total * x[0]
    for i in range(5, 2):
        total = total * x[1]
    return total * x[3]


# example: normal(4)
def counter_bound_before_an_empty_loop(x):
    i = 2
    for i in range(0):
        x = x * 2.0
    return x[i] * x[0]


# example: normal(4), normal(4)
def both_slices_at_once(x, w):
    a = x * 1.0
    b = w * 1.0
    a[:], b[:] = b * 2.0, a * b
    return np.sum(a * b * x)


# may refuse: each side reads what the other writes
# example: normal(4), normal(4)
def exchange_of_contents(x, w):
    a = x * 1.0
    b = w * 1.0
    a[:], b[:] = b, a
    return np.sum(a * a * b)


# example: normal(4)
def full_slice_is_a_view(x):
    a = x * x
    b = a[:]
    b[0] = x[1]
    return np.sum(a * a)


# may refuse untyped: the plus of an array copies
# example: normal(4)
def plus_copies(x):
    a = x * x
    b = +a
    b[0] = x[1]
    return np.sum(a * b)


# may refuse: views by functions
# example: normal(4)
def views_by_functions(x):
    a = x * x
    b = np.ravel(a)
    c = np.transpose(a)
    b[0] = x[1]
    c[1] = x[2] * b[0]
    return np.sum(a * a)


# may refuse untyped: astype
# example: normal(4)
def astype_copies(x):
    a = x * x
    b = a.astype(float)
    b[0] = x[1]
    return np.sum(a * b)


# may refuse: astype without a copy
# example: normal(4)
def astype_without_a_copy(x):
    a = x * x
    b = a.astype(float, copy=False)
    b[0] = x[1]
    return np.sum(a * b)


# example: normal(4, 4)
def chained_subscripts(x):
    a = x * x
    a[1][2] = x[0, 0]
    a[1:3][0] = x[0]
    a[2:][:, 1] *= x[2:, 0]
    a[0][1:][0] += x[3, 3]
    return np.sum(a * a)


# may refuse: a store through an expression
# example: normal(3, 4)
def store_through_expressions(x):
    a = x * x
    a.T[0] = x[:, 1]
    a.T[1:][0, 2] = x[0, 0]
    return np.sum(a * a)


# may refuse: a store through a reshaped array
# example: normal(2, 3)
def store_through_a_reshape_at_once(x):
    a = x * x
    a.reshape(-1)[2] = x[0, 0]
    a.ravel()[3] *= 2.0
    return np.sum(a * a)


# example: normal(4)
def elements_depend_on_each_other(x):
    x[0] += x[1]
    x[1] += x[0]
    x[0] *= x[1]
    x[1] = x[0] * x[0]
    return np.sum(x * x)


# may refuse untyped: an item of a matrix is a view
# example: normal(4)
def element_read_before_it_is_stored(x):
    s = x[0]
    x[0] = 2.0 * s * x[1]
    return s * x[0]


# example: normal(4)
def store_of_an_element_of_itself(x):
    y = x * 1.0
    y[:] = y[2]
    y[1:] *= y[0]
    return np.sum(y * x)


# example: normal(4)
def in_place_by_an_element_of_itself(x):
    y = x * 1.0
    y /= y[3] + 3.0
    y -= y[1:2]
    return np.sum(y * y)


# example: normal(3, 3)
def in_place_by_its_transpose(x):
    y = x * 1.0
    y += y.T
    y *= y.T
    return np.sum(y * y * x)


# example: normal(3, 3)
def stored_from_its_transpose(x):
    y = x * 1.0
    y[:] = y.T
    y[0] = y[:, 0]
    return np.sum(y * y * x)


# example: normal(3, 3)
def elimination_by_rows(x):
    a = x + 4.0 * np.eye(3)
    for k in range(3):
        a[k] /= a[k, k]
        for i in range(3):
            if i != k:
                a[i] -= a[i, k] * a[k]
    return np.sum(a * x) + np.sum(a[0])


# example: normal(3, 3)
def elimination_with_a_factor(x):
    a = x + 4.0 * np.eye(3)
    for k in range(2):
        for i in range(k + 1, 3):
            factor = a[i, k] / a[k, k]
            a[i, k:] -= factor * a[k, k:]
    return a[0, 0] * a[1, 1] * a[2, 2]


# example: normal(4)
def saved_before_it_is_overwritten(x):
    y = x * 1.0
    z = np.sin(y)
    y[:] = z * z
    w = y * z
    z[:] = 0.0
    return np.sum(w) + np.sum(y)


# example: normal(4), 3
def saved_in_a_loop_and_overwritten(x, n):
    y = x * 1.0
    z = np.zeros(4)
    for _ in range(n):
        z[:] = np.sin(y) * x
        y *= z
        z += y * y
        y[1:] -= z[:-1]
    return np.sum(y) + np.sum(z)


# example: normal(4), 2
def nested_loops_overwrite(x, n):
    y = x * 1.0
    s = 0.0
    for _ in range(n):
        for i in range(1, 4):
            s = np.sin(s + y[i])
            y[i] = s * y[i - 1]
        y *= 1.0 + s
    return np.sum(y) * s


# example: normal(4), 3
def temporary_reused(x, n):
    work = np.empty(4)
    out = np.zeros(4)
    for i in range(n):
        work[:] = x * (i + 1)
        work[i] = work[i] ** 2
        np_sum = np.sum(work)
        out += work * np_sum
    return np.sum(out)


# wrt: x, s
# example: normal(4), normal()
def zero_dimensional_buffer(x, s):
    total = np.zeros(())
    total += s * x[0]
    total += np.sum(x * x)
    return total * s


# may refuse untyped: whether it is stored to or rebound
# example: np.array(0.7)
def zero_dimensional_argument(x):
    y = x * x
    y += x
    return y * y


# wrt: p
# example: np.array([0.0, 2.0]), 2.0
# expected: 4.0 * np.log(2.0)
def exponent_where_the_base_is_zero(x, p):
    return np.sum(x**p)


# example: np.array([1.0, -2.0, 3.0])
# expected: np.ones(3)
def maximum_of_the_same(x):
    return np.sum(np.maximum(x, x))


# may refuse: np.linalg.norm
# example: np.zeros(3)
# expected: np.zeros(3)
def norm_at_zero(x):
    return np.linalg.norm(x)


# example: np.array([[1.0, 1.0], [0.0, 2.0]])
# expected: np.array([[1.0, 0.0], [0.0, 1.0]])
def ties_along_an_axis(a):
    return np.sum(np.max(a, axis=1))


# example: np.array([[1.0, 2.0], [2.0, 0.0]])
# expected: np.array([[0.0, 1.0], [0.0, 0.0]])
def tie_in_a_matrix(a):
    return np.max(a)


# wrt: x, y
# example: 7.3, 2.1
def modulo_by_a_variable(x, y):
    return x % y * x


# wrt: x, y
# example: 7.3, 2.1
def floor_division(x, y):
    return x // y * x


# example: normal(4)
def float_of_an_element(x):
    s = float(x[1])
    t = float(np.sum(x))
    return s * t


# example: normal(3)
def table_of_the_module(x):
    y = TABLE * x
    y += TABLE
    for value in TABLE:
        y = y * value
    return np.sum(y * y)


# may refuse: a store into an array of the module
# example: normal(3)
def alias_of_the_module_s_array(x):
    y = TABLE
    z = y * x
    return np.sum(z * y)


def default_of_a_table(x, table=TABLE, power=2):
    return np.sum(table * x**power)


# example: normal(3)
def defaults_that_are_names(x):
    return default_of_a_table(x) * default_of_a_table(x, power=3)


# example: normal(3)
def keyword_only(x, *, power=2, scale=1.5):
    return np.sum(x**power) * scale


# example: normal(3), 2
def positional_only(x, n, /):
    return np.sum(x**n)


# may refuse: and, or as values
# example: 0.7
def or_as_a_value(x):
    y = x or 2.0
    z = x and x * x
    return y * z


def halve_until(x, limit):
    y = x
    while y > limit:
        y = y * 0.5
    return y


# example: 3.3, 3
def callee_with_a_while_in_a_loop(x, n):
    total = 0.0
    for i in range(n):
        if i != 1:
            total = total + halve_until(x * (i + 1), 1.0) * x
    return total


def sweep(u, c):
    for i in range(1, len(u)):
        u[i] += c * u[i - 1]


# wrt: x, c
# example: normal(4), normal(), 3
def callee_with_a_loop_in_a_loop(x, c, n):
    u = x * 1.0
    for _ in range(n):
        sweep(u, c)
        u *= 0.9
    return np.sum(u * u)


# wrt: x, c
# example: normal(4), normal(), 3
def callee_mutates_a_slice_in_a_loop(x, c, n):
    u = x * 1.0
    for i in range(n):
        sweep(u[i:], c)
    return np.sum(u * u)


# example: normal(4)
def unused_result_of_a_mutating_call(x):
    u = x * 1.0
    v = add_one(u)
    return np.sum(u * u)


def add_one(u):
    u += 1.0
    u[0] *= u[1]
    return np.sum(u)


# example: normal()
def rebound_under_the_same_name(x):
    y = np.sin(x)
    y = np.sin(y) * y
    y = np.sin(y) * y
    z = y
    y = 2.0
    return z * y * x


# example: normal(), 3
def bound_anew_in_each_trip(x, n):
    t = 0.0
    for i in range(n):
        t = x * i
        u = t * t
        t = u * x
    return t * x


# example: normal(2), 3
def condition_reads_what_the_branch_writes(x, n):
    s = x[0]
    for i in range(n):
        if s * s < 4.0:
            s = s * x[1] + 0.9
        if s > 0.0:
            s = s - 0.1 * x[0]
    return s


# example: normal(4)
def deleted_name(x):
    y = x * x
    z = y * x
    del y
    return np.sum(z)


# example: normal(4), 3
def last_element_grows(x, n):
    y = np.zeros(n + 1)
    y[0] = x[0]
    for i in range(n):
        y[i + 1] = y[i] * x[i] + y[i // 2] * x[3]
    return y[-1]


# example: normal(4)
def scalar_from_a_reduction_stored_back(x):
    y = x * 1.0
    for i in range(4):
        m = np.max(y)
        y[i] = y[i] * 0.5 + m * 0.1
        y -= np.mean(y)
    return np.sum(y * y)


# wrt: y, s
# example: normal(5), normal(), 2
def two_loops_keep_one_array(y, s, n):
    b = np.sin(y)
    for _ in range(n):
        b[2] = np.sin(s - b[1])
    for _ in range(3):
        b *= np.tanh(b[4])
    return np.sum(b)


# wrt: c, r
# example: normal(4), normal(4)
def two_sweeps(c, r):
    x = r * 1.0
    for i in range(1, 4):
        x[i] = x[i] * x[i - 1]
    for i in range(2, -1, -1):
        x[i] = x[i] - c[i] * x[i + 1] * x[i]
    return np.sum(x * x)


# wrt: x, y
# example: normal(4), normal(4), 2
def swap_then_a_branch(x, y, n):
    a = x * 1.0
    b = np.sin(y)
    b, a = a, b
    if n > 1:
        b = y + 0.5 * b
    return np.sum(a * -0.7) + np.sum(b * 1.1)


# wrt: x, y
# example: normal(4), normal(4), 2
def swap_in_a_branch(x, y, n):
    a = x * 1.0
    b = np.sin(y)
    if n > 1:
        b, a = a, b
    return np.sum(a * -0.7) + np.sum(b * 1.1)


# wrt: x, y
# example: normal(4), normal(4), 3
def swap_in_each_trip(x, y, n):
    a = x * 1.0
    b = np.sin(y)
    for _ in range(n):
        a, b = b, a
        b = np.where(a > 0.1, b, a * 0.5)
    return np.sum(a * -0.7) + np.sum(b * 1.1 * x)


# wrt: x, s
# example: normal(4), normal()
def passive_at_the_end_of_a_trip(x, s):
    t = s * 0.5
    for _ in range(3):
        s -= np.sin(t - x[1])
        t = np.sin(-1.25)
    return s * t


# wrt: s
# example: normal()
def overwritten_by_a_constant_in_a_loop(s):
    t = s * 0.5
    for _ in range(3):
        t = np.sin(0.5)
    return s * t


# wrt: s
# example: normal(), 0
def not_overwritten_in_an_empty_loop(s, n):
    t = s * 0.5
    for _ in range(n):
        t = 2.0
    return s * t


# wrt: x, y
# example: normal(5), normal(5)
def alias_made_in_each_trip(x, y):
    a = x * 1.0
    for i in range(2):
        b = a
        b[i] += 0.1 * a[i - 1]
    c = y - b[1]
    return np.sum(c * y)


# may refuse: whether the view shares memory with the name depends on the trip
# wrt: x, y
# example: normal(5), normal(5)
def view_stored_to_while_the_base_is_rebound(x, y):
    b = np.sin(y)
    a = b[1:4]
    for _ in range(3):
        a *= np.tanh(x[-1])
        b = b * 0.5 - x[0]
    return np.sum(b) + np.sum(a)


# wrt: x, y, s
# example: normal(5), normal(5), normal()
def stored_before_it_is_read_in_each_trip(x, y, s):
    for _ in range(3):
        x += 0.7 * y
        s -= np.sin(x[0])
    return s * np.sum(y)


# wrt: x, b
# example: normal(5), normal(5)
def slices_of_two_arrays_in_turn(x, b):
    a = x * 1.0
    for _ in range(3):
        x[2:3] = np.cos(a[1:2] + b[1:2])
        a[:4] -= np.cos(x[:4] + b[:4])
    return np.sum(a)


# wrt: x, y
# example: normal(5), normal(5)
def repeated_store_then_read(x, y):
    a = x[::-1] * 1.0
    a[np.array([3, 1, 3])] += np.sin(y[1:4]) * x[1]
    a[np.array([0, 0, 0])] = np.tanh(a[:3] * y[:3])
    return np.sum(a * y)


# may refuse untyped: reversed views
# wrt: x, y
# example: normal(5), normal(5)
def repeated_store_through_a_view(x, y):
    a = x[::-1]
    a[np.array([3, 1, 3])] += np.sin(y[1:4]) * (y[0] - x[1])
    return np.sum(a * y) + x[0] * x[3]


# wrt: y
# example: normal(5)
def repeated_store_in_loops(y):
    b = np.sin(y)
    for _ in range(2):
        b[np.array([1, 1, 1])] -= np.sin(b[2:5]) * y[0]
    for _ in range(2):
        b = np.cos(b[::-1] + y[::-1])
    return np.sum(b)


# wrt: y, s
# example: normal(5), normal(), 2
def rebound_to_another_in_a_loop(y, s, n):
    x = y * 1.0
    b = np.sin(y)
    c = x
    x[np.array([3, 3, 4])] += np.sin(b[1:4]) * s
    for _ in range(n):
        c = b
    return np.sum(x) + np.sum(c * y)


# wrt: x, y
# example: normal(5), normal(5)
def renamed_between_a_loop_and_a_store(x, y):
    a = x * 1.0
    b = np.sin(y)
    for i in range(2):
        b[i] += 0.1 * y[i - 1]
    a, b = b, a
    a[0] *= np.sin(a[1])
    return np.sum(a * -0.7) + np.sum(b * 1.1)


# example: normal(5), 3
# may refuse: the next iteration stores through the view
def view_kept_for_the_next_store(x, n):
    a = x * 1.0
    b = np.sin(x)
    for i in range(n):
        b[0] -= x[1] * b[1]
        b = a[::-1]
    return np.sum(a * a) + np.sum(b)


# example: normal(5), 2
# may refuse: the next iteration stores through the second name
def name_kept_for_the_next_store(x, n):
    a = x * 1.0
    b = np.sin(x)
    for i in range(n):
        for j in range(2):
            a[1:] *= b[:-1]
        a = b
    return np.sum(a * a * b)
