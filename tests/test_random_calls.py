"""Random calls with random shapes and options, held against JAX and against differences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from reference import quietly

import srcgrad

Draw = np.random.Generator
EXTENTS = (1, 2, 3, 4)


def extents(draw: Draw, low: int, high: int) -> tuple[int, ...]:
    rank = int(draw.integers(low, high + 1))
    return tuple(int(draw.choice(EXTENTS)) for _ in range(rank))


def axes(draw: Draw, rank: int, several: bool = True) -> str:
    """Write an axis: one, a negative one, two, or none."""
    choices = ["None", *[str(k) for k in range(-rank, rank)]]
    if several and rank > 1:
        first, second = draw.choice(rank, 2, replace=False)
        choices += [str((int(first), int(second) - rank))] * 2
    return str(draw.choice(choices))


def reduction(draw: Draw) -> tuple[str, tuple[int, ...]]:
    names = "sum mean prod max min var std median ptp nansum nanmean nanmax nanvar"
    shape = extents(draw, 1, 4)
    keep = draw.choice(["", ", keepdims=True"])
    name = draw.choice(names.split())
    return f"np.{name}(x, axis={axes(draw, len(shape))}{keep})", shape


def scan(draw: Draw) -> tuple[str, tuple[int, ...]]:
    shape = tuple(int(n) + 1 for n in extents(draw, 1, 3))
    name = draw.choice(["cumsum", "cumprod", "diff", "sort", "gradient", "trapezoid"])
    axis = int(draw.integers(-len(shape), len(shape)))
    return f"np.{name}(x, axis={axis})", shape


def quantile(draw: Draw) -> tuple[str, tuple[int, ...]]:
    shape = tuple(int(n) + 2 for n in extents(draw, 1, 3))
    axis = axes(draw, len(shape), several=False)
    return f"np.quantile(x, {draw.uniform(0.05, 0.95):.3f}, axis={axis})", shape


def rearranged(draw: Draw) -> tuple[str, tuple[int, ...]]:
    shape = extents(draw, 2, 4)
    rank = len(shape)
    first, second = (int(k) for k in draw.choice(rank, 2, replace=False))
    back = first - rank if draw.random() < 0.5 else first
    widths = [tuple(int(n) for n in draw.integers(0, 3, 2)) for _ in shape]
    calls = (
        f"np.swapaxes(x, {back}, {second})",
        f"np.moveaxis(x, {back}, {second})",
        f"np.rot90(x, {int(draw.integers(-3, 4))}, axes=({back}, {second}))",
        f"np.roll(x, ({int(draw.integers(-3, 4))}, 1), axis=({back}, {second}))",
        f"np.repeat(x, {int(draw.integers(1, 4))}, axis={back})",
        f"np.tile(x, {tuple(int(n) for n in draw.integers(1, 3, 3))})",
        f"np.pad(x, {tuple(widths)})",
        f"np.pad(x, {tuple(widths)}, mode='edge')",
        f"np.reshape(x, (-1, {shape[second]}))",
        f"np.delete(x, {int(draw.integers(0, shape[second]))}, axis={second})",
        f"x.transpose({tuple(int(k) for k in draw.permutation(rank))})",
    )
    return str(draw.choice(calls)), shape


def indexed(draw: Draw) -> tuple[str, tuple[int, ...]]:
    shape = tuple(int(n) + 1 for n in extents(draw, 1, 4))
    parts = []
    for extent in shape[: int(draw.integers(1, len(shape) + 1))]:
        places = [int(n) for n in draw.integers(-extent, extent, 2)]
        parts.append(
            draw.choice([str(places[0]), f"{places[1]}:", "::-1", ":", str(places)])
        )
    return f"x[{', '.join(parts)}]", shape


def joined(draw: Draw) -> tuple[str, tuple[int, ...]]:
    shape = extents(draw, 1, 3)
    axis = int(draw.integers(-len(shape), len(shape)))
    names = ["vstack", "hstack", "dstack"]
    calls = [f"np.{name}((x, np.cos(x)))" for name in names]
    calls += [
        f"np.{name}([x, x * x], axis={axis})" for name in ("concatenate", "stack")
    ]
    return str(draw.choice(calls)), shape


def elementwise(draw: Draw) -> tuple[str, tuple[int, ...]]:
    shape = extents(draw, 1, 3)
    other = tuple(1 if draw.random() < 0.4 else n for n in shape)
    other = other[int(draw.integers(0, len(other))) :]
    second = f"np.array({draw.uniform(0.3, 2.0, other).round(3).tolist()})"
    calls = (
        f"np.hypot(x, {second})",
        f"np.arctan2(x, {second})",
        f"np.maximum(x, {second})",
        f"np.logaddexp(x, {second})",
        f"np.mod(x, {second})",
        f"np.power(np.abs(x) + 0.1, {second})",
        f"np.where(x > 0.0, x * {second}, {second})",
        f"np.select([x > 0.5, x < -0.5], [x * x, {second}], 0.0)",
        "np.sinc(x)",
        "np.clip(x, -0.5, 0.7)",
    )
    return str(draw.choice(calls)), shape


KINDS: tuple[Callable[[Draw], tuple[str, tuple[int, ...]]], ...] = (
    reduction,
    scan,
    quantile,
    rearranged,
    indexed,
    joined,
    elementwise,
)


def program(seed: int) -> tuple[str, Any] | None:
    """Write a program that calls a function at random, with a point for it."""
    draw = np.random.default_rng(seed)
    call, shape = KINDS[seed % len(KINDS)](draw)
    text = (
        "import numpy as np\n\n\ndef f(x):\n"
        f"    y = {call}\n    return np.sum(np.sin(y) * y)\n"
    )
    x = draw.normal(size=shape)
    scope: dict[str, Any] = {}
    exec(text, scope)
    try:
        with quietly():
            value = scope["f"](x)
    except ValueError:
        return None  # these shapes do not fit
    return (text, x) if np.isfinite(value) else None


def slopes(text: str, x: Any) -> Any:
    scope: dict[str, Any] = {}
    exec(text, scope)
    found = np.zeros_like(x)
    for place in np.ndindex(*x.shape):
        sides = []
        for step in (1e-6, -1e-6):
            there = x.copy()
            there[place] += step
            sides.append(scope["f"](there))
        found[place] = (sides[0] - sides[1]) / 2e-6
    return found


def opinion(text: str, x: Any) -> Any:
    """JAX's gradient, None where it does not run the program."""
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    scope: dict[str, Any] = {}
    exec(text.replace("import numpy as np", "import jax.numpy as np"), scope)
    try:
        return np.asarray(jax.grad(scope["f"])(x))
    except Exception:
        return None


def emitted(text: str, x: Any, folder: Path, typed: bool) -> tuple[Any, Any]:
    """Gradient, and the tangent along ones."""
    path = folder / "called.py"
    path.write_text(text)
    names = ", ".join("abcde"[: x.ndim])
    types = f"x: f64[{names}]" if typed else None
    reverse = srcgrad.generate(path, "f", wrt="x", types=types).load()
    forward = srcgrad.generate(path, "f", wrt="x", types=types, mode="forward").load()
    with quietly():
        gradient = reverse.f_grad(x)
        _, tangent = forward.f_jvp(x, x_dot=np.ones_like(x))
    return gradient, tangent


def agree(seed: int, folder: Path, reference: Callable[[str, Any], Any]) -> None:
    made = program(seed)
    if made is None:
        pytest.skip("not a smooth program")
    text, x = made
    expected = reference(text, x)
    if expected is None:
        pytest.skip("JAX does not run it")
    if seed % 3 == 0:  # not contiguous
        x = np.repeat(x, 2, axis=0)[::2]
    try:
        gradient, tangent = emitted(text, x, folder, typed=seed % 2 == 0)
    except srcgrad.CompileError as error:
        assert seed % 2, (text, error)  # with types, nothing is refused
        pytest.skip(f"refused: {error}")
    assert np.shape(gradient) == x.shape, text
    np.testing.assert_allclose(gradient, expected, rtol=2e-5, atol=1e-6, err_msg=text)
    np.testing.assert_allclose(tangent, np.sum(gradient), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("seed", range(42))
def test_differences_agree(seed: int, tmp_path: Path) -> None:
    agree(seed, tmp_path, slopes)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(42, 700))
def test_differences_agree_widely(seed: int, tmp_path: Path) -> None:
    agree(seed, tmp_path, slopes)


@pytest.mark.frameworks
@pytest.mark.parametrize("seed", range(70))
def test_jax_agrees(seed: int, tmp_path: Path) -> None:
    agree(seed, tmp_path, opinion)
