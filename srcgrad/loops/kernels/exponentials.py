"""A number -> its exponential, or a function made of it, without a branch.

The method throughout: `x = k log 2 + r` with `k` whole and `|r| <= log(2) / 2`, a minimax
polynomial for `(e^r - 1 - r) / r**2`, and `2**k` put together from the bits of its exponent
(Muller, *Elementary Functions*, chapters 5 and 11). `log 2` is a sum of two numbers of
which the first has 33 bits: its product with `k` is exact.
"""

import numpy as np


def scaled(value: float, power: float) -> float:
    """`value * 2**power` for a whole `power` within +-2000, rounded once."""
    # Adding 1.5 * 2**52 leaves the whole number in the lowest bits. It goes in two halves,
    # so that neither factor is out of range where the result is subnormal or infinite.
    bits = np.float64(power + 6755399441055744.0).view(np.int64)
    half = bits >> 1
    first = np.int64((half + 1023) << 52).view(np.float64)
    second = np.int64((bits - half + 1023) << 52).view(np.float64)
    return value * first * second


def exp_rest(r: float) -> float:
    """`e**r - 1 - r` for `|r| <= log(2) / 2`, to 2**-58 of `e**r`."""
    p = 2.5117856395826074e-08
    p = p * r + 2.7631280803116233e-07
    p = p * r + 2.755721631932406e-06
    p = p * r + 2.4801489940787947e-05
    p = p * r + 0.0001984126991735879
    p = p * r + 0.0013888888947017428
    p = p * r + 0.008333333333307217
    p = p * r + 0.04166666666651541
    p = p * r + 0.166666666666667
    p = p * r + 0.5000000000000012
    return r * r * p


def exp(x: float) -> float:
    """`e**x`, within 1 ulp."""
    x = 710.0 if x > 710.0 else x
    x = -746.0 if x < -746.0 else x
    k = np.rint(x * 1.4426950408889634)
    r = (x - k * 0.6931471803691238) - k * 1.9082149292705877e-10
    return scaled(1.0 + (r + exp_rest(r)), k)


def exp2(x: float) -> float:
    """`2**x`, within 1 ulp."""
    x = 1025.0 if x > 1025.0 else x
    x = -1076.0 if x < -1076.0 else x
    k = np.rint(x)
    r = (x - k) * 0.6931471805599453
    return scaled(1.0 + (r + exp_rest(r)), k)


def expm1_sum(x: float) -> tuple[float, float]:
    """`e**x - 1` as a sum of two numbers; infinite with a rest that is NaN or 0."""
    y = 710.0 if x > 710.0 else x
    y = -40.0 if y < -40.0 else y
    k = np.rint(y * 1.4426950408889634)
    high = y - k * 0.6931471803691238
    low = k * 1.9082149292705877e-10
    r = high - low
    # 2**k (1 - 2**-k + r + rest), in which the first sum is taken with its rounding error.
    unit = 1.0 - scaled(1.0, -k)
    total = unit + r
    rest = ((unit - total) + r) + (exp_rest(r) + ((high - r) - low))
    value = total + rest
    return scaled(value, k), scaled((total - value) + rest, k)


def expm1(x: float) -> float:
    """`e**x - 1`, within 1.5 ulp."""
    value, _ = expm1_sum(x)
    return x if abs(x) < 5.551115123125783e-17 else value


def quotient(x: float, x_low: float, y: float, y_low: float) -> float:
    """`(x + x_low) / (y + y_low)` for `y` between 1 and 2, without a second division."""
    value = x / y
    # The rest is so small that a straight line is near enough to 1 / y.
    return value + (x_low - value * y_low) * (1.457 - 0.5 * y)


def expit(x: float) -> float:
    """`1 / (1 + e**-x)`, the logistic function, within 2 ulp."""
    z = exp(-abs(x))
    y = 1.0 + z
    return quotient(1.0 if x >= 0.0 else z, 0.0, y, (1.0 - y) + z)


def tanh(x: float) -> float:
    """Hyperbolic tangent, within 1.5 ulp."""
    t, t_low = expm1_sum(-2.0 * abs(x))
    y = 2.0 + t
    value = quotient(t, t_low, y, ((2.0 - y) + t) + t_low)
    value = -value if x > 0.0 else value
    return x if abs(x) < 7.450580596923828e-09 else value


def half_exp(x: float) -> float:
    """`e**x / 2` for `x >= 0`, finite as long as that is."""
    x = 712.0 if x > 712.0 else x
    k = np.rint(x * 1.4426950408889634)
    r = (x - k * 0.6931471803691238) - k * 1.9082149292705877e-10
    return scaled(1.0 + (r + exp_rest(r)), k - 1.0)


def cosh(x: float) -> float:
    """Hyperbolic cosine, within 1.5 ulp."""
    half = half_exp(abs(x))
    return half + 0.25 / half


def sinh(x: float) -> float:
    """Hyperbolic sine, within 1.5 ulp."""
    size = abs(x)
    half = half_exp(size)
    z = x * x
    p = 7.758760409033562e-13
    p = p * z + 1.6057259397583118e-10
    p = p * z + 2.5052123143131015e-08
    p = p * z + 2.755731915704397e-06
    p = p * z + 0.00019841269841431957
    p = p * z + 0.008333333333333148
    p = p * z + 0.16666666666666669
    value = half - 0.25 / half if size > 1.0 else size + size * (z * p)
    value = -value if x < 0.0 else value
    return x if size < 7.450580596923828e-09 else value
