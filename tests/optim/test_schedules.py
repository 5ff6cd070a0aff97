from __future__ import annotations

import pytest

from srcgrad.optim import constant, cosine, exponential, steps, warmup


def test_values_at_some_steps() -> None:
    assert constant(0.3)(99) == 0.3
    assert [steps(1.0, every=2, factor=0.5)(k) for k in range(5)] == [
        1,
        1,
        0.5,
        0.5,
        0.25,
    ]
    assert exponential(2.0, 0.5)(3) == 0.25
    rise = warmup(constant(1.0), total=4)
    assert [rise(k) for k in range(5)] == [0.25, 0.5, 0.75, 1.0, 1.0]


def test_a_cosine_falls_from_its_rate_to_its_least() -> None:
    schedule = cosine(1.0, total=10, least=0.2)
    assert schedule(0) == 1.0
    assert schedule(5) == pytest.approx(0.6)
    assert schedule(10) == pytest.approx(0.2) == schedule(50)
    assert all(schedule(k) > schedule(k + 1) for k in range(10))
