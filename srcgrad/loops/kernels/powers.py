"""A base and an exponent -> the power, without a branch.

`x**y = exp(y log|x|)` with the logarithm and the product as sums of two numbers, as the
exponential multiplies their error by up to 745 (Muller, *Elementary Functions*, section
"Computing x**y"; Dekker's exact product, from halves of the factors).
"""

import numpy as np

from srcgrad.loops.kernels.exponentials import exp_rest, scaled
from srcgrad.loops.kernels.logarithms import parts


def product(x: float, y: float) -> tuple[float, float]:
    """`x * y` and its rounding error."""
    a = np.int64(np.float64(x).view(np.int64) & -134217728).view(np.float64)
    c = np.int64(np.float64(y).view(np.int64) & -134217728).view(np.float64)
    b = x - a
    d = y - c
    total = x * y
    return total, (((a * c - total) + a * d) + b * c) + b * d


def log_sum(x: float) -> tuple[float, float]:
    """`log(x)` of a positive number as a sum of two, to 2**-65."""
    m, k = parts(x)
    f = m - 1.0
    d = m + 1.0
    s = f / d
    total, error = product(s, d)
    s_low = (((f - total) - error) - s * (f - (d - 2.0))) / d
    z, z_low = product(s, s)
    z_low = z_low + 2.0 * s * s_low
    p = 0.1319636745179924
    p = p * z + 0.13256813464086317
    p = p * z + 0.15386757521034322
    p = p * z + 0.1818178436283851
    p = p * z + 0.22222222519974283
    p = p * z + 0.28571428570099267
    p = p * z + 0.40000000000002256
    p = p * z
    # log(m) = s (2 + z (2/3 + p))
    q = 0.6666666666666666 + p
    q_low = ((0.6666666666666666 - q) + p) + 3.700743415417188e-17
    t, t_low = product(z, q)
    t_low = t_low + (z * q_low + z_low * q)
    u = 2.0 + t
    u_low = ((2.0 - u) + t) + t_low
    value, low = product(s, u)
    low = low + (s * u_low + s_low * u)
    whole = k * 0.6931471803691238
    total = whole + value
    return total, ((whole - total) + value) + (low + k * 1.9082149292705877e-10)


def power(x: float, y: float) -> float:
    """`x**y`, within 1 ulp; NaN where `x < 0` and `y` is not whole."""
    size = abs(x)
    log, log_low = log_sum(size)
    log = log if size < np.inf else size
    log = -np.inf if size == 0.0 else log
    high, low = product(y, log)
    low = low + y * log_low
    # Out of range the rest is of no account, and may be infinite or NaN by itself.
    low = low if abs(y * log) < 800.0 else 0.0
    high = y * log
    high = 800.0 if high > 800.0 else high
    high = -800.0 if high < -800.0 else high
    k = np.rint(high * 1.4426950408889634)
    r = ((high - k * 0.6931471803691238) - k * 1.9082149292705877e-10) + low
    value = scaled(1.0 + (r + exp_rest(r)), k)
    value = 1.0 if size == 1.0 else value
    whole = np.rint(y) == y
    odd = whole and np.rint(0.5 * y) * 2.0 != y
    negative = np.float64(x).view(np.int64) < 0
    value = -value if odd and negative else value
    value = value if whole or not x < 0.0 or x == -np.inf else np.nan
    return 1.0 if y == 0.0 or x == 1.0 else value
