"""A number -> its sine, cosine or arctangent, without a branch.

`x = k pi/2 + r` with `pi/2` as a sum of four numbers, of which three have 33 bits: their
products with `k` are exact up to `|x| = 2**20`, the bound of the functions that end in `_near`
(Cody & Waite, *Software Manual for the Elementary Functions*). Beyond, those give NaN, and
`sin` and `cos` the library's value: a branch that serves numbers by themselves. In a loop over many
LLVM takes both ways for each, so that such a loop is to look at their size first, and call
`_near` where none is beyond.
"""

import numpy as np

NEAR = 1048576.0


def remainder(x: float) -> tuple[float, float, np.int64]:
    """`r` and its rounding error, and the lowest two bits of `k`, for `x = k pi/2 + r`."""
    x = x if abs(x) <= 1048576.0 else np.nan
    k = np.rint(x * 0.6366197723675814)
    first = x - k * 1.5707963267341256
    b = k * 6.077100506303966e-11
    second = first - b
    low = (first - second) - b
    c = k * 2.0222662487111665e-21
    third = second - c
    low = low + ((second - third) - c) - k * 8.4784276603689e-32
    r = third + low
    turns = np.float64(k + 6755399441055744.0).view(np.int64) & 3
    return r, (third - r) + low, turns


def sine(r: float, low: float) -> float:
    """Sine of `r + low` for `|r| <= pi / 4`, to 2**-58."""
    z = r * r
    p = 1.589679555591196e-10
    p = p * z - 2.5050758113174543e-08
    p = p * z + 2.755731369190056e-06
    p = p * z - 0.0001984126982980774
    p = p * z + 0.008333333333322413
    cube = z * r
    return r - ((z * (0.5 * low - cube * p) - low) + cube * 0.16666666666666632)


def cosine(r: float, low: float) -> float:
    """Cosine of `r + low` for `|r| <= pi / 4`, to 2**-58."""
    z = r * r
    p = -1.1359647903764732e-11
    p = p * z + 2.0875723275336637e-09
    p = p * z - 2.7557314352349293e-07
    p = p * z + 2.4801587289482242e-05
    p = p * z - 0.0013888888888874125
    p = p * z + 0.0416666666666666
    half = 0.5 * z
    total = 1.0 - half
    return total + (((1.0 - total) - half) + (z * z * p - r * low))


def sin_near(x: float) -> float:
    """Sine for `|x| <= 2**20`, within 1 ulp; NaN beyond."""
    r, low, turns = remainder(x)
    value = cosine(r, low) if turns & 1 else sine(r, low)
    value = -value if turns & 2 else value
    return x if abs(x) < 7.450580596923828e-09 else value


def cos_near(x: float) -> float:
    """Cosine for `|x| <= 2**20`, within 1 ulp; NaN beyond."""
    r, low, turns = remainder(x)
    value = sine(r, low) if turns & 1 else cosine(r, low)
    return -value if (turns + 1) & 2 else value


def sin(x: float) -> float:
    """Sine, within 1 ulp; the library's where `|x| > 2**20`."""
    return sin_near(x) if abs(x) <= 1048576.0 else np.sin(x)


def cos(x: float) -> float:
    """Cosine, within 1 ulp; the library's where `|x| > 2**20`."""
    return cos_near(x) if abs(x) <= 1048576.0 else np.cos(x)


def arctan(x: float) -> float:
    """Arctangent, within 1 ulp."""
    size = abs(x)
    # Turned by an eighth of a circle, or a quarter, so that |t| <= tan(pi / 8).
    middle = size > 0.41421356237309503
    far = size > 2.414213562373095
    above = size - 1.0 if middle else size
    above = -1.0 if far else above
    below = size + 1.0 if middle else 1.0
    below = size if far else below
    angle = 0.7853981633974483 if middle else 0.0
    angle = 1.5707963267948966 if far else angle
    low = 3.061616997868383e-17 if middle else 0.0
    low = 6.123233995736766e-17 if far else low
    t = above / below
    z = t * t
    p = -0.01792081288807329
    p = p * z + 0.03807701108317094
    p = p * z - 0.0503979518174817
    p = p * z + 0.058479980390242416
    p = p * z - 0.06663118932653986
    p = p * z + 0.07692061513661971
    p = p * z - 0.09090897829772847
    p = p * z + 0.11111110785916103
    p = p * z - 0.1428571428024432
    p = p * z + 0.19999999999954043
    p = p * z - 0.333333333333332
    value = angle + (t + (t * z * p + low))
    value = -value if x < 0.0 else value
    return x if size < 7.450580596923828e-09 else value
