"""What was found and what was expected -> an assertion that they agree."""

from __future__ import annotations

from typing import Any

import numpy as np
from differences import floats_of, inner, is_floating, map_floats
from reference import Slope, Subject, tolerance


def assert_same(found: Any, expected: Any, what: str, relative: float = 1e-12) -> None:
    """Assert equal structure, shape, dtype and numbers. NaN equals nothing."""
    if isinstance(expected, (tuple, list)):
        assert isinstance(found, type(expected)), f"{what}: {type(found)}"
        assert len(found) == len(expected), f"{what}: {len(found)} parts"
        for place, (a, b) in enumerate(zip(found, expected, strict=True)):
            assert_same(a, b, f"{what}[{place}]", relative)
        return
    if isinstance(expected, dict):
        assert list(found) == list(expected), f"{what}: {list(found)}"
        for key in expected:
            assert_same(found[key], expected[key], f"{what}[{key!r}]", relative)
        return
    if isinstance(expected, (np.ndarray, np.generic, float, int)):
        assert_like(found, expected, what)
        a, b = np.asarray(found), np.asarray(expected)
        scale = np.max(np.abs(b), initial=0.0, where=np.isfinite(b))
        assert np.allclose(a, b, rtol=relative, atol=relative * scale), (
            f"{what} is {found!r}, not {expected!r}"
        )
        return
    assert found == expected, f"{what} is {found!r}, not {expected!r}"


def assert_like(found: Any, model: Any, what: str, tangent: bool = False) -> None:
    """Assert the shape and dtype of `model`; a Python float is like a NumPy one.

    The tangent of an integer is zero, of any dtype.
    """
    if isinstance(model, (tuple, list)):
        assert len(found) == len(model), f"{what}: {len(found)} parts"
        for place, (a, b) in enumerate(zip(found, model, strict=True)):
            assert_like(a, b, f"{what}[{place}]", tangent)
        return
    a, b = np.asarray(found), np.asarray(model)
    assert a.shape == b.shape, f"{what} has shape {a.shape}, not {b.shape}"
    if tangent and not is_floating(model):
        return
    assert a.dtype == b.dtype, f"{what} has dtype {a.dtype}, not {b.dtype}"
    if isinstance(model, np.ndarray) and model.ndim:
        assert isinstance(found, np.ndarray), f"{what} is a {type(found).__name__}"


def assert_slopes(
    target: Subject, gradient: tuple[Any, ...], slopes: list[Slope]
) -> None:
    """Assert that the gradient has the slopes that differences see."""
    leaves = floats_of(gradient)
    for leaf in leaves:
        assert np.all(np.isfinite(leaf)), f"gradient is not finite: {gradient!r}"
    relative = tolerance(target.arguments, target.output()[0])
    size = max(float(np.max(np.abs(part), initial=0.0)) for part in leaves)
    for slope in slopes:
        found = inner(leaves, floats_of(slope.direction))
        room = relative * max(abs(slope.low), 0.02 * size, 1e-3) + 10 * slope.error
        assert slope.low - room <= found <= slope.high + room, (
            f"gradient {gradient!r}\n  along {slope.direction!r} is {found!r}, "
            f"differences give {slope.low!r} (within {slope.error:.1e})"
        )


def retyped(part: Any, model: Any) -> Any:
    """Return the numbers of `part` in the dtypes of `model`."""
    found: list[Any] = []  # None for a Python float
    map_floats(lambda leaf: found.append(getattr(leaf, "dtype", None)), model)
    kinds = iter(found)

    def cast(leaf: Any) -> Any:
        kind = next(kinds)
        if kind is None:
            return float(leaf)
        return (
            np.asarray(leaf, dtype=kind)[()]
            if np.ndim(leaf) == 0
            else np.array(leaf, dtype=kind)
        )

    return map_floats(cast, part)


def types_of(target: Subject) -> str | None:
    """Return the types of the live arguments as `--types` has them, where it can."""
    dimensions: dict[int, str] = {}
    parts = []
    for name, argument in zip(target.names, target.arguments, strict=False):
        kind = type_of(argument, dimensions)
        if kind is None:
            return None
        parts.append(f"{name}: {kind}")
    return ", ".join(parts)


def type_of(argument: Any, dimensions: dict[int, str]) -> str | None:
    if isinstance(argument, (bool, np.bool_)):
        return "bool"
    if isinstance(argument, int):
        return "int"
    if isinstance(argument, float):
        return "float"
    if not isinstance(argument, (np.ndarray, np.generic)):
        return None
    letters = {"f": "f", "i": "i", "b": "bool"}
    if argument.dtype.kind not in letters:
        return None
    kind = letters[argument.dtype.kind]
    if kind != "bool":
        kind += str(8 * argument.dtype.itemsize)
    if not argument.ndim:
        return kind
    axes = [
        str(size)
        if size <= 1
        else dimensions.setdefault(size, "nmdkpqrst"[len(dimensions)])
        for size in argument.shape
    ]
    return f"{kind}[{', '.join(axes)}]"
