"""A number -> its error function, without a branch.

Up to 1 a minimax polynomial for `erf(x) / x`; from there `1 - erfc(x)`, with one in
`(x - 3) / (x + 3)` for `(1 + 2 x) exp(x**2) erfc(x)` (Shepherd & Laframboise, *Mathematics
of Computation* 36, 1981). The error of `erfc` counts little there: it is at most 0.16.
"""

from srcgrad.loops.kernels.exponentials import exp


def erf(x: float) -> float:
    """Error function, within 1.5 ulp."""
    size = abs(x)
    z = x * x
    p = -7.779465693597442e-10
    p = p * z + 1.3710978883798258e-08
    p = p * z - 1.6206313402828732e-07
    p = p * z + 1.6447131523753342e-06
    p = p * z - 1.4924712298026478e-05
    p = p * z + 0.00012055293576682939
    p = p * z - 0.0008548325929306675
    p = p * z + 0.005223977606118291
    p = p * z - 0.02686617064311144
    p = p * z + 0.11283791670944185
    p = p * z - 0.3761263890318352
    near = size + size * (0.1283791670955126 + z * p)
    y = 6.0 if size > 6.0 else size
    t = (y - 3.0) / (y + 3.0)
    q = 4.5407242477650745e-05
    q = q * t + 0.0001676277094440323
    q = q * t - 7.692358378770529e-05
    q = q * t - 0.0007672281027477153
    q = q * t + 0.0018925323587578823
    q = q * t + 0.002530175170682999
    q = q * t - 0.023770416482484166
    q = q * t + 0.06830803279608244
    q = q * t - 0.119273663723562
    q = q * t + 0.12964515863317774
    q = q * t - 0.04756229435731967
    q = q * t - 0.13562110612462994
    q = q * t + 1.2530080582697307
    far = 1.0 - exp(-y * y) * q / (1.0 + 2.0 * y)
    value = near if size < 1.0 else far
    value = -value if x < 0.0 else value
    return x * 1.1283791670955126 if size < 7.450580596923828e-09 else value
