"""A number of 32 bits -> what the kernels give for it, rounded to 32 bits.

The work is done in 64 bits, where nothing under- or overflows and one number is enough
for `log 2` and for a remainder: shorter polynomials do, and the error stays within 1 ulp.
"""

import numpy as np

from srcgrad.loops.kernels.errors import erf
from srcgrad.loops.kernels.exponentials import cosh, expm1, sinh
from srcgrad.loops.kernels.logarithms import (
    log1p,
    log2,
    log10,
    log_ends,
    logaddexp,
    parts,
)
from srcgrad.loops.kernels.trigonometry import arctan


def power_of_two(y: float) -> float:
    """`2**y` to 2**-29, for `y` within +-1000."""
    k = np.rint(y)
    r = (y - k) * 0.6931471805599453
    bits = np.float64(k + 6755399441055744.0).view(np.int64)
    scale: float = np.int64((bits + 1023) << 52).view(np.float64)
    p = 0.0013956187187599467
    p = p * r + 0.008375212513534345
    p = p * r + 0.041666081330971744
    p = p * r + 0.16666414473411237
    p = p * r + 0.5000000169388696
    p = p * r + 1.0000000379526959
    p = p * r + 0.9999999999183842
    value: float = p * scale
    return value


def exp_single(x: np.float32) -> np.float32:
    """`e**x`."""
    y: float = np.float64(x)
    y = 90.0 if y > 90.0 else y
    y = -110.0 if y < -110.0 else y
    return np.float32(power_of_two(y * 1.4426950408889634))


def exp2_single(x: np.float32) -> np.float32:
    """`2**x`."""
    y: float = np.float64(x)
    y = 130.0 if y > 130.0 else y
    y = -155.0 if y < -155.0 else y
    return np.float32(power_of_two(y))


def expm1_single(x: np.float32) -> np.float32:
    """`e**x - 1`."""
    return np.float32(expm1(np.float64(x)))


def expit_single(x: np.float32) -> np.float32:
    """`1 / (1 + e**-x)`, the logistic function."""
    y: float = np.float64(x)
    y = 110.0 if y > 110.0 else y
    y = -110.0 if y < -110.0 else y
    return np.float32(1.0 / (1.0 + power_of_two(y * -1.4426950408889634)))


def tanh_single(x: np.float32) -> np.float32:
    """Hyperbolic tangent."""
    y: float = np.float64(x)
    t = expm1(2.0 * (20.0 if y > 20.0 else y))
    return np.float32(y if y == 0.0 else t / (2.0 + t))


def sinh_single(x: np.float32) -> np.float32:
    """Hyperbolic sine."""
    return np.float32(sinh(np.float64(x)))


def cosh_single(x: np.float32) -> np.float32:
    """Hyperbolic cosine."""
    return np.float32(cosh(np.float64(x)))


def log_single(x: np.float32) -> np.float32:
    """Natural logarithm."""
    y: float = np.float64(x)
    m, k = parts(y)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = 0.23582294905306145
    p = p * z + 0.28537301405958554
    p = p * z + 0.40000335295988826
    p = p * z + 0.6666666564502636
    return np.float32(log_ends(y, k * 0.6931471805599453 + s * (2.0 + z * p)))


def log1p_single(x: np.float32) -> np.float32:
    """`log(1 + x)`."""
    return np.float32(log1p(np.float64(x)))


def log2_single(x: np.float32) -> np.float32:
    """Logarithm to the base 2."""
    return np.float32(log2(np.float64(x)))


def log10_single(x: np.float32) -> np.float32:
    """Logarithm to the base 10."""
    return np.float32(log10(np.float64(x)))


def logaddexp_single(x: np.float32, y: np.float32) -> np.float32:
    """`log(e**x + e**y)`."""
    return np.float32(logaddexp(np.float64(x), np.float64(y)))


def remainder_single(x: np.float32) -> tuple[float, np.int64]:
    """`r` and the lowest two bits of `k`, for `x = k pi/2 + r`."""
    y: float = np.float64(x)
    y = y if abs(y) <= 1048576.0 else np.nan
    k = np.rint(y * 0.6366197723675814)
    r = (y - k * 1.5707963267341256) - k * 6.077100506506192e-11
    return r, np.float64(k + 6755399441055744.0).view(np.int64) & 3


def sine_single(r: float) -> float:
    """Sine for `|r| <= pi / 4`, to 2**-37."""
    z = r * r
    p = 2.718304265778214e-06
    p = p * z - 0.0001983933408839125
    p = p * z + 0.008333329383604676
    p = p * z - 0.16666666641607233
    return r + r * (z * p)


def cosine_single(r: float) -> float:
    """Cosine for `|r| <= pi / 4`, to 2**-33."""
    z = r * r
    p = 2.443838022032663e-05
    p = p * z - 0.0013887366917199274
    p = p * z + 0.041666646854759695
    return 1.0 - z * (0.5 - z * p)


def sin_near_single(x: np.float32) -> np.float32:
    """Sine for `|x| <= 2**20`; NaN beyond."""
    r, turns = remainder_single(x)
    value = cosine_single(r) if turns & 1 else sine_single(r)
    value = -value if turns & 2 else value
    return x if x == 0.0 else np.float32(value)


def cos_near_single(x: np.float32) -> np.float32:
    """Cosine for `|x| <= 2**20`; NaN beyond."""
    r, turns = remainder_single(x)
    value = sine_single(r) if turns & 1 else cosine_single(r)
    return np.float32(-value if (turns + 1) & 2 else value)


def sin_single(x: np.float32) -> np.float32:
    """Sine; the library's where `|x| > 2**20`."""
    near = abs(x) <= 1048576.0
    return sin_near_single(x) if near else np.float32(np.sin(np.float64(x)))


def cos_single(x: np.float32) -> np.float32:
    """Cosine; the library's where `|x| > 2**20`."""
    near = abs(x) <= 1048576.0
    return cos_near_single(x) if near else np.float32(np.cos(np.float64(x)))


def arctan_single(x: np.float32) -> np.float32:
    """Arctangent."""
    return np.float32(arctan(np.float64(x)))


def erf_single(x: np.float32) -> np.float32:
    """Error function."""
    return np.float32(erf(np.float64(x)))


def power_single(x: np.float32, y: np.float32) -> np.float32:
    """`x**y`; NaN where `x < 0` and `y` is not whole."""
    base = np.float64(x)
    exponent = np.float64(y)
    size = abs(base)
    m, k = parts(size)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = 0.23582294905306145
    p = p * z + 0.28537301405958554
    p = p * z + 0.40000335295988826
    p = p * z + 0.6666666564502636
    log = log_ends(size, k * 0.6931471805599453 + s * (2.0 + z * p))
    turns: float = exponent * log * 1.4426950408889634
    turns = 130.0 if turns > 130.0 else turns
    turns = -155.0 if turns < -155.0 else turns
    value = power_of_two(turns)
    value = 1.0 if size == 1.0 else value
    whole = np.rint(exponent) == exponent
    odd = whole and np.rint(0.5 * exponent) * 2.0 != exponent
    value = -value if odd and base.view(np.int64) < 0 else value
    value = value if whole or not base < 0.0 or base == -np.inf else np.nan
    return np.float32(1.0 if exponent == 0.0 or base == 1.0 else value)
