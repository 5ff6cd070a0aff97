"""Every one-feature program: its derivative is right, or refused where it may be."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from closeness import assert_slopes, types_of
from numeric import check
from programs import Probe, probes
from reference import check_point, subject

FOLDER = Path(__file__).parent / "probes"
PROBES = [probe for path in sorted(FOLDER.glob("*.py")) for probe in probes(path)]
EACH = pytest.mark.parametrize("probe", PROBES, ids=str)


def target_of(probe: Probe) -> Any:
    return subject(
        probe.path, probe.function, probe.wrt, probe.arguments(), probe.of, probe.kink
    )


def test_there_are_many() -> None:
    assert len(PROBES) >= 250
    names = [str(probe) for probe in PROBES]
    assert len(set(names)) == len(names)


@EACH
def test_point(probe: Probe) -> None:
    """The program runs, and differences see a smooth function there."""
    target = target_of(probe)
    if probe.expected is None:
        check_point(target)
    else:
        assert np.all(np.isfinite(np.asarray(target.output()[0])))


@functools.cache
def refusal() -> type[Exception]:
    import srcgrad

    return srcgrad.CompileError


def run(probe: Probe, types: str | None) -> None:
    try:
        if probe.expected is not None:
            check_expected(probe, types)
            return
        check(
            probe.path,
            probe.function,
            probe.wrt,
            probe.arguments(),
            of=probe.of,
            types=types,
            third=probe.third and types is not None,
            modes=("reverse", "forward") if types is None else ("reverse",),
            kink=probe.kink,
        )
    except refusal() as error:
        reason = probe.may_refuse
        if types is None:
            reason = reason or probe.may_refuse_untyped
        if reason is None:
            raise
        pytest.skip(f"refused, as it may be ({reason}): {error}")


def check_expected(probe: Probe, types: str | None) -> None:
    """Hold a gradient against one that is written down: differences see none."""
    import srcgrad

    derivative = srcgrad.generate(
        probe.path, probe.function, wrt=probe.wrt, of=probe.of, types=types
    )
    module = derivative.load()
    with np.errstate(all="ignore"):
        _, saved = getattr(module, f"{probe.function}_forward")(*probe.arguments())
        found = getattr(module, f"{probe.function}_backward")(saved, 1.0)
    expected = probe.expected_gradient()
    assert np.shape(found) == np.shape(expected)
    assert np.allclose(found, expected, rtol=1e-9, atol=1e-12), (found, expected)


@EACH
def test_untyped(probe: Probe) -> None:
    """Reverse and forward, each against differences and against the other."""
    run(probe, None)


@EACH
def test_typed(probe: Probe) -> None:
    """Reverse with the types of the live arguments told; up to the third derivative."""
    if probe.untyped is not None:
        pytest.skip(probe.untyped)
    types = types_of(target_of(probe))
    if types is None:
        pytest.skip("an argument has no spelling in types")
    run(probe, types)


def test_a_wrong_gradient_is_seen() -> None:
    """The checks can fail: a gradient off by a thousandth, or NaN, does not pass."""
    probe = next(p for p in PROBES if p.expected is None and len(p.wrt) == 1)
    target = target_of(probe)
    _, slopes = check_point(target)
    model = np.asarray(target.arguments[target.places[0]], float)
    right = np.zeros(model.size)
    for place, slope in enumerate(slopes):
        right[place] = slope.low
    right = right.reshape(model.shape)
    assert_slopes(target, (right,), slopes)
    for wrong in (right * 1.001 + 1e-3, right + np.nan):
        with pytest.raises(AssertionError):
            assert_slopes(target, (wrong,), slopes)
