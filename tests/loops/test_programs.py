"""Every one-feature program as loops: the numbers of its NumPy output, or a warning."""

from __future__ import annotations

import copy
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from closeness import assert_same, types_of
from interpreted import interpreted
from programs import Probe, probes
from reference import quietly, subject

import srcgrad

FOLDER = Path(__file__).parents[1] / "probes"
PROBES = [p for path in sorted(FOLDER.glob("*.py")) for p in probes(path)]
# All of them take minutes: one in ten is run by default.
SAMPLED = [
    pytest.param(probe, id=str(probe), marks=() if k % 10 == 0 else pytest.mark.slow)
    for k, probe in enumerate(PROBES)
]


def texts(probe: Probe) -> tuple[str, str, str]:
    """NumPy text, compiled text, and the warning that there is none."""
    target = subject(
        probe.path, probe.function, probe.wrt, probe.arguments(), probe.of, probe.kink
    )
    types = types_of(target)
    if probe.untyped is not None or types is None:
        pytest.skip("no types")
    try:
        plain = srcgrad.generate(
            probe.path, probe.function, wrt=probe.wrt, of=probe.of, types=types
        ).text
    except srcgrad.CompileError:
        pytest.skip("refused")
    try:
        loops, said = compiled_text(probe, types)
    except srcgrad.CompileError as error:
        assert "SG040" in str(error)
        pytest.skip("a type is not known")
    return plain, loops, said


def compiled_text(probe: Probe, types: str) -> tuple[str, str]:
    """Compiled text, and the warning that there is none."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loops = srcgrad.generate(
            probe.path,
            probe.function,
            wrt=probe.wrt,
            of=probe.of,
            types=types,
            numba=True,
        ).text
    said = [str(w.message) for w in caught if "not compiled" in str(w.message)]
    return loops, said[0] if said else ""


def run(module: Any, probe: Probe, seed: Any) -> tuple[Any, ...]:
    """Value, gradients twice from one forward pass, and the arguments afterwards."""
    forward = getattr(module, f"{probe.function}_forward")
    backward = getattr(module, f"{probe.function}_backward")
    arguments = probe.arguments()
    with quietly():
        value, saved = forward(*arguments)
        held = copy.deepcopy(value)
        if seed is None:
            seed = np.ones_like(value) * 0.7 if np.ndim(value) else 0.7
        first = copy.deepcopy(backward(saved, copy.deepcopy(seed)))
        second = backward(saved, copy.deepcopy(seed))
    assert_same(second, first, "a second backward pass", 0.0)
    return held, first, arguments


@pytest.mark.parametrize("probe", SAMPLED)
def test_loops(probe: Probe) -> None:
    plain, loops, warning = texts(probe)
    if warning:
        pytest.skip(warning)
    expected = run(srcgrad.derivative.load(plain, "plain"), probe, None)
    module = interpreted(loops)
    try:
        found = run(module, probe, None)
    except ValueError as error:
        if "slice reaches beyond" in str(error):
            pytest.skip("a slice that is cut off is refused when it is met")
        raise
    single = any("float32" in str(getattr(a, "dtype", "")) for a in probe.arguments())
    relative = 1e-4 if single or "float32" in loops else 1e-10
    for what, a, b in zip(
        ("value", "gradient", "arguments"), found, expected, strict=True
    ):
        close(a, b, what, relative)
    joint = getattr(module, f"{probe.function}_value_and_grad", None)
    if joint is not None:
        arguments = probe.arguments()
        with quietly():
            value, gradient = joint(*arguments)
            scaled = getattr(module, f"{probe.function}_backward")(
                getattr(module, f"{probe.function}_forward")(*probe.arguments())[1]
            )
        close(value, expected[0], "value of the joint function", relative)
        close(gradient, scaled, "gradient of the joint function", relative)
        close(arguments, expected[2], "arguments after the joint function", relative)


def close(found: Any, expected: Any, what: str, relative: float) -> None:
    """Assert the same structure, shapes and numbers."""
    if isinstance(expected, tuple | list):
        assert len(found) == len(expected), what
        for a, b in zip(found, expected, strict=True):
            close(a, b, what, relative)
        return
    a, b = np.asarray(found), np.asarray(expected)
    assert a.shape == b.shape, f"{what}: {a.shape} {b.shape}"
    if b.dtype.kind not in "fc":
        assert np.array_equal(a, b), what
        return
    scale = float(np.max(np.abs(b), initial=1e-300))
    assert np.allclose(a, b, rtol=relative, atol=relative * scale), (
        f"{what} is {found!r}, not {expected!r}"
    )
