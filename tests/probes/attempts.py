"""`try`: around what is passive, or with handlers that raise."""

import numpy as np

try:
    from numba import njit
except ImportError:

    def njit(function):
        return function


def count(cfg):
    try:
        return int(cfg["n"])
    except KeyError:
        return 3


# example: normal(), 3
# third
def number_or_three(x, cfg):
    # how often
    try:
        n = int(cfg)  # many
    except (TypeError, ValueError):
        # not a number
        n = 3
    return x**n


# example: normal(), {"m": 2}
def passive_call(x, cfg):
    n = count(cfg)
    return x**n


# example: normal(), {"m": 2}
def passive_dict(x, cfg):
    try:
        n = int(cfg["n"])
    except KeyError as error:
        print("no key", error)
        n = 3
    else:
        n = n + 1
    finally:
        print("n")
    return x**n


# example: normal(3), 4
def in_a_loop(x, m):
    s = 0.0
    for i in range(m):
        try:
            k = [1, 2][i]
        except IndexError:
            k = 0
        s = s * x[k] + x[0] * k + x[2]
    return s


# example: positive(3)
# third
def reraise(x):
    # solves it
    try:
        y = np.sin(x) * x
        y = y * x[0]  # again
    except ValueError as e:
        # bad luck
        msg = f"no {e}"
        raise RuntimeError(msg) from e
    return np.sum(y * y)


# example: positive(3)
def returns_inside(x):
    try:
        y = np.log(x)
        return np.sum(y * y)
    except FloatingPointError:
        raise ValueError("no")


# example: positive(3)
def raises_in_a_loop(x):
    s = 0.5
    for i in range(3):
        try:
            s = s * x[i] * s + x[i]
        except OverflowError as e:
            raise ValueError("no") from e
    return s


# example: normal()
def active_len(x):
    try:
        n = len(x)
    except TypeError:
        n = 1
    return x * n


# example: normal(3)
def passes(x):
    try:
        scale = 2.0
    except ValueError:
        pass
    else:
        scale = 3.0
    return np.sum(x) * scale


@njit
def fast(x):
    return x * x


# example: normal(3)
def optional_numba(x):
    s = 0.0
    for i in range(3):
        s += fast(x[i])
    return s


# example: normal(3)
def nested(x):
    try:
        try:
            y = x * 2.0
        except ValueError as e:
            raise TypeError("a") from e
    except TypeError:
        raise
    return np.sum(y * x)

# example: normal(3), 3
def one_line(x, n):
    try: m = int(n)
    except ValueError: m = 2
    return np.sum(x**m)


# example: normal(3), ["1", "2", "x"]
def try_loop(x, texts):
    total = 0.0
    n = 0
    for i, t in enumerate(texts):
        try:
            n = int(t)
            k = n + 1
        except ValueError:
            k = n
        total = total * x[i] + x[i] ** 2 * k + n * x[0]
    return total * n


# example: normal(3), {"a": 2}
def try_nested(x, cfg):
    try:
        n = cfg["b"]
    except KeyError:
        try:
            n = cfg["a"]
        except KeyError:
            n = 1
        if n > 1:
            n = n + 1
    y = x * n
    for _ in range(n):
        y = y * x
    return np.sum(y)


# example: normal(3), 3
def try_guard_store(x, n):
    out = np.zeros(3)
    u = x.copy()
    try:
        for i in range(n):
            out[i] = u[i] * u[i - 1]
            u[i] = out[i] * x[0]
            if out[i] > 100:
                raise ValueError("too large")
        u *= 2.0
    except (ValueError, IndexError) as e:
        raise RuntimeError("bad") from e
    finally:
        print("done")
    return np.sum(u * out)


def lookup(x, cfg):
    try:
        return x * cfg["k"]
    except KeyError:
        raise ValueError("no k")


# example: normal(3), {"k": 2.0}
def try_callee(x, cfg):
    y = lookup(x, cfg)
    return np.sum(y * lookup(y, cfg))
