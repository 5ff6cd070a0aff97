"""A number -> its logarithm, or a function made of it, without a branch.

The method throughout: `x = 2**k m` with `m` between `sqrt(1/2)` and `sqrt(2)`, taken from the
bits of `x`; with `f = m - 1` and `s = f / (2 + f)`, `log(m) = 2 s + s R(s**2)` for a
minimax polynomial `R` (Muller, *Elementary Functions*, chapters 5 and 11).
"""

import numpy as np

from srcgrad.loops.kernels.exponentials import exp


def parts(x: float) -> tuple[float, float]:
    """`m` and `k` of a positive `x = 2**k m`, with `m` nearest to 1."""
    small = x < 2.2250738585072014e-308
    bits = np.float64(x * 18014398509481984.0 if small else x).view(np.int64)
    power = (bits - 4604544271217802189) >> 52
    m = np.int64(bits - (power << 52)).view(np.float64)
    k = np.int64(power + 4843621399236968448).view(np.float64) - 6755399441055744.0
    return m, (k - 54.0 if small else k)


def log_series(z: float) -> float:
    """`(log((1 + s) / (1 - s)) - 2 s) / s` at `z = s**2`, to 2**-58, for `m` as above."""
    p = 0.14796105289665665
    p = p * z + 0.15314035898316605
    p = p * z + 0.18183564861755344
    p = p * z + 0.22222198563644088
    p = p * z + 0.28571428742472466
    p = p * z + 0.3999999999941434
    p = p * z + 0.6666666666666734
    return z * p


def log_ends(x: float, value: float) -> float:
    """`value`, but for what the logarithm is at 0, below 0, at infinity and NaN."""
    value = value if x < np.inf else x
    value = np.nan if x < 0.0 else value
    return -np.inf if x == 0.0 else value


def log(x: float) -> float:
    """Natural logarithm, within 1 ulp."""
    m, k = parts(x)
    f = m - 1.0
    s = f / (2.0 + f)
    half = 0.5 * f * f
    rest = s * (half + log_series(s * s)) + k * 1.9082149292705877e-10
    return log_ends(x, k * 0.6931471803691238 - ((half - rest) - f))


def log1p(x: float) -> float:
    """`log(1 + x)`, within 1 ulp."""
    u = 1.0 + x
    error = x - (u - 1.0) if abs(x) < 1.0 else 1.0 - (u - x)
    m, k = parts(u)
    f = m - 1.0
    s = f / (2.0 + f)
    half = 0.5 * f * f
    rest = s * (half + log_series(s * s)) + (k * 1.9082149292705877e-10 + error / u)
    value = log_ends(u, k * 0.6931471803691238 - ((half - rest) - f))
    return x if abs(x) < 1.1102230246251565e-16 else value


def log_ratio(
    x: float, high: float, low: float, two_high: float, two_low: float
) -> float:
    """`log(x) / log(b)`: `high + low` is `1 / log(b)`, the others make `log(2) / log(b)`."""
    m, k = parts(x)
    f = m - 1.0
    s = f / (2.0 + f)
    half = 0.5 * f * f
    # The logarithm of `m` as a sum, of which the first part has 21 bits.
    first = np.int64(np.float64(f - half).view(np.int64) & -4294967296).view(np.float64)
    second = ((f - first) - half) + s * (half + log_series(s * s))
    whole = k * two_high
    large = first * high
    small = k * two_low + ((first + second) * low + second * high)
    total = whole + large
    return log_ends(x, total + (((whole - total) + large) + small))


def log2(x: float) -> float:
    """Logarithm to the base 2, within 1 ulp, exact at powers of 2."""
    return log_ratio(x, 1.4426950407214463, 1.6751713164886512e-10, 1.0, 0.0)


def log10(x: float) -> float:
    """Logarithm to the base 10, within 1 ulp."""
    return log_ratio(
        x,
        0.4342944818781689,
        2.5082946711645275e-11,
        0.30102999566361177,
        3.694239077158931e-13,
    )


def logaddexp(x: float, y: float) -> float:
    """`log(e**x + e**y)`, within 1 ulp of the larger of the two and the result."""
    larger = y if x < y else x
    value = larger + log1p(exp(-abs(x - y)))
    return x + 0.6931471805599453 if x == y else value
