"""Points without a derivative, and where the textbook formula fails: both modes.

Each program stands with the point and with the gradient that is right there; the
tangent along ones has to be the sum of it.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

PI = math.pi
LOG2 = math.log(2.0)
ROOT = 2.0 / math.sqrt(PI)

IMPORTS = """import numpy as np
from scipy import special
from scipy.special import logsumexp
"""

# body of `f(x)`, the point, the gradient
TABLE: dict[str, tuple[str, Any, Any]] = {
    "softplus": ("np.sum(np.logaddexp(0.0, x))", [800.0, -800.0], [1.0, 0.0]),
    "softplus as it is often written": (
        "np.sum(np.log(1.0 + np.exp(x)))",
        [800.0, 0.0, -50.0],
        [1.0, 0.5, 1.0 / (1.0 + math.exp(50.0))],
    ),
    "softplus with log1p": (
        "np.sum(np.log1p(np.exp(2 * x)))",
        [800.0, 0.0],
        [2.0, 1.0],
    ),
    "norm": ("np.linalg.norm(x)", [0.0, 0.0], [0.0, 0.0]),
    "norm of a row": (
        "np.sum(np.linalg.norm(x, axis=1))",
        [[0.0, 0.0], [3.0, 4.0]],
        [[0.0, 0.0], [0.6, 0.8]],
    ),
    "std": ("np.std(x)", [2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
    "nanstd": ("np.nanstd(x)", [2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
    "prod with a zero": ("np.prod(x)", [2.0, 0.0, 3.0], [0.0, 6.0, 0.0]),
    "prod with two zeros": ("np.prod(x)", [2.0, 0.0, 0.0], [0.0, 0.0, 0.0]),
    "cumprod with a zero": (
        "np.sum(np.cumprod(x))",
        [2.0, 0.0, 3.0],
        [1.0, 2.0 + 6.0, 0.0],
    ),
    "sinc": ("np.sum(np.sinc(x))", [0.0, 1e-9], [0.0, -PI * PI * 1e-9 / 3.0]),
    "hypot": ("np.sum(np.hypot(x, 0.0))", [0.0, 2.0], [0.0, 1.0]),
    "hypot of both": ("np.sum(np.hypot(x, x))", [0.0], [0.0]),
    "arctan2": ("np.sum(np.arctan2(x, x * 0.0))", [0.0], [0.0]),
    "power to 0": ("np.sum(x**0.0)", [0.0, 2.0], [0.0, 0.0]),
    "power to 1": ("np.sum(x**1.0)", [0.0, 2.0], [1.0, 1.0]),
    "power of 0": ("np.sum(0.0**x)", [2.0, 1.0], [0.0, 0.0]),
    "power of arrays": ("np.sum(x ** np.array([0.0, 2.0]))", [0.0, 0.0], [0.0, 0.0]),
    "abs": ("np.sum(np.abs(x))", [0.0, -2.0], [0.0, -1.0]),
    "maximum": ("np.sum(np.maximum(x, 0.0))", [0.0, 1.0], [1.0, 1.0]),
    "clip": ("np.sum(np.clip(x, 0.0, 1.0))", [0.0, 1.0, 2.0], [1.0, 1.0, 0.0]),
    "max of equals": ("np.max(x)", [1.0, 1.0], [1.0, 0.0]),
    "running maximum": (
        "np.sum(np.maximum.accumulate(x))",
        [1.0, 1.0, 0.0],
        [3.0, 0.0, 0.0],
    ),
    "sign": ("np.sum(np.sign(x) * x)", [0.0, -2.0], [0.0, -1.0]),
    "heaviside": ("np.sum(np.heaviside(x, 0.5) * x)", [0.0, 2.0], [0.5, 1.0]),
    "median of equals": ("np.median(x)", [1.0, 1.0, 1.0], [0.0, 1.0, 0.0]),
    "interp at a sample": (
        "np.sum(np.interp(x, np.array([0.0, 1.0, 3.0]), np.array([0.0, 1.0, 7.0])))",
        [1.0, -1.0],
        [3.0, 0.0],
    ),
    "where sqrt": (
        "np.sum(np.where(x > 0.0, np.sqrt(x), 0.0))",
        [0.0, 4.0],
        [0.0, 0.25],
    ),
    "where log": (
        "np.sum(np.where(x > 0.0, x * np.log(x), 0.0))",
        [0.0, 1.0, -1.0],
        [0.0, 1.0, 0.0],
    ),
    "where division": (
        "np.sum(np.where(x == 0.0, 1.0, np.sin(x) / x))",
        [0.0, PI],
        [0.0, -1.0 / PI],
    ),
    "select": (
        "np.sum(np.select([x > 0.0, x < 0.0], [np.sqrt(x), -x], 0.0))",
        [0.0, 4.0, -1.0],
        [0.0, 0.25, -1.0],
    ),
    "nanmean": (
        "np.nanmean(np.where(x > 0.0, np.sqrt(x), np.nan))",
        [-1.0, 4.0],
        [0.0, 0.25],
    ),
    "logsumexp far out": (
        "logsumexp(x) + logsumexp(-x)",
        [800.0, -800.0],
        [1.0, -1.0],
    ),
    "logsumexp of nothing": ("logsumexp(np.where(x > 0, x, -np.inf))", [-1.0], [0.0]),
    "log_ndtr far out": (
        "np.sum(special.log_ndtr(x))",
        [-1e8, 20.0],
        [1e8, math.exp(-200.0) / math.sqrt(2.0 * PI)],
    ),
    "erfcx far out": (
        "np.sum(special.erfcx(x))",
        [1e8, 100.0],
        [-0.5 * ROOT * 1e-16, -0.5 * ROOT * 1e-4 * (1 - 1.5e-4 + 3.75e-8)],
    ),
    "xlogy at 0": ("np.sum(special.xlogy(np.zeros(2), x))", [0.0, 2.0], [0.0, 0.0]),
    "i1 at 0": ("np.sum(special.i1(x) + special.j1(x))", [0.0], [1.0]),
    "exprel": ("np.sum(special.exprel(x))", [0.0, 1e-9], [0.5, 0.5 + 1e-9 / 3.0]),
    "ellipk at 0": ("np.sum(special.ellipk(x))", [0.0], [PI / 8.0]),
    "boxcox of the power 0": ("np.sum(special.boxcox(2.0, x))", [0.0], [LOG2**2 / 2]),
    "huber": ("np.sum(special.huber(1.0, x))", [1.0, 3.0, 0.0], [1.0, 1.0, 0.0]),
    "sum of some": ("np.sum(np.sqrt(x), where=x > 0.0)", [0.0, 4.0], [0.0, 0.25]),
}

# whole programs: masked stores
PROGRAMS: dict[str, tuple[str, Any, Any]] = {
    "stored over where it is infinite": (
        "    y = np.sqrt(x)\n    y[x <= 0.0] = 0.0\n    return np.sum(y)",
        [0.0, 4.0],
        [0.0, 0.25],
    ),
    "stored where it is finite": (
        "    y = np.zeros(2)\n    inside = x > 0.0\n"
        "    y[inside] = np.sqrt(x[inside])\n    return np.sum(y)",
        [0.0, 4.0],
        [0.0, 0.25],
    ),
    "written where it is finite": (
        "    y = np.zeros(2)\n    np.sqrt(x, out=y, where=x > 0.0)\n    return np.sum(y)",
        [0.0, 4.0],
        [0.0, 0.25],
    ),
    "divided where it may be": (
        "    y = np.zeros(2)\n    np.divide(1.0, x, out=y, where=x != 0.0)\n"
        "    return np.sum(y)",
        [0.0, 2.0],
        [0.0, -0.25],
    ),
    "copied where it is finite": (
        "    y = np.zeros(2)\n    np.copyto(y, np.sqrt(x), where=x > 0.0)\n"
        "    return np.sum(y)",
        [0.0, 4.0],
        [0.0, 0.25],
    ),
}
CASES = {
    name: (f"    return {body}", point, expected)
    for name, (body, point, expected) in TABLE.items()
} | PROGRAMS


def emitted(name: str, folder: Path, mode: str, types: str | None) -> Any:
    import srcgrad

    body = CASES[name][0]
    path = folder / "kink.py"
    path.write_text(f"{IMPORTS}\n\n\ndef f(x):\n{body}\n")
    return srcgrad.generate(path, "f", wrt="x", mode=mode, types=types).load()


def types_of(point: Any) -> str:
    return f"x: f64[{', '.join('nm'[: np.ndim(point)])}]"


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "untyped"])
@pytest.mark.parametrize("name", CASES)
def test_reverse(name: str, typed: bool, tmp_path: Path) -> None:
    _, point, expected = CASES[name]
    x = np.array(point)
    module = emitted(name, tmp_path, "reverse", types_of(point) if typed else None)
    with np.errstate(all="ignore"):
        _, saved = module.f_forward(x)
        found = module.f_backward(saved, 1.0)
    np.testing.assert_allclose(found, np.array(expected), rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "untyped"])
@pytest.mark.parametrize("name", CASES)
def test_forward(name: str, typed: bool, tmp_path: Path) -> None:
    _, point, expected = CASES[name]
    x = np.array(point)
    module = emitted(name, tmp_path, "forward", types_of(point) if typed else None)
    draw = np.random.default_rng(3).normal(size=x.shape)
    with np.errstate(all="ignore"):
        _, found = module.f_jvp(x, x_dot=draw)
    slope = np.sum(draw * np.array(expected))
    np.testing.assert_allclose(found, slope, rtol=1e-9, atol=1e-300)
