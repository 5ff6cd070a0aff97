"""Objects held by a list that an object holds: each keeps what is its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import srcgrad


class Body:
    def __init__(self, p: Any, v: Any) -> None:
        self.p = p
        self.v = v


class System:
    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = bodies

    def step(self, dt: Any) -> None:
        for b in self.bodies:
            b.p = b.p + dt * b.v

    def energy(self) -> Any:
        total = 0.0
        for b in self.bodies:
            total = total + np.sum(b.p**2)
        return total


def within_a_loop(system: Any, dt: Any) -> Any:
    for b in system.bodies:
        b.p = b.p + dt * b.v
    return np.sum(system.bodies[0].p ** 2) + np.sum(system.bodies[1].p ** 3)


def one_name_for_both(system: Any, dt: Any) -> Any:
    b = system.bodies[0]
    b.p = b.p + dt * b.v
    b = system.bodies[1]
    b.p = b.p * dt
    return np.sum(system.bodies[0].p ** 2) + np.sum(system.bodies[1].p ** 3)


def moved(system: Any, dt: Any) -> None:
    for b in system.bodies:
        b.p = b.p + dt * b.v


def in_a_function(system: Any, dt: Any) -> Any:
    moved(system, dt)
    moved(system, dt * 2.0)
    return np.sum(system.bodies[0].p ** 2) + np.sum(system.bodies[1].p ** 3)


def by_methods(system: Any, dt: Any) -> Any:
    for _ in range(3):
        system.step(dt)
    return system.energy()


@pytest.mark.parametrize(
    "f", [within_a_loop, one_name_for_both, in_a_function, by_methods]
)
def test_each_moves_on_its_own(f: Callable[..., Any]) -> None:
    random = np.random.default_rng(0)
    at, towards = random.normal(size=(2, 2, 2, 2))

    def system(step: float) -> System:
        return System([Body(p, v) for p, v in at + step * towards])

    value, (gradient, dt_bar) = srcgrad.value_and_grad(f, wrt=("system", "dt"))(
        system(0.0), 0.3
    )
    assert np.isclose(value, f(system(0.0), 0.3))
    got = 0.7 * dt_bar + sum(
        np.sum(body.p * p) + np.sum(body.v * v)
        for body, (p, v) in zip(gradient.bodies, towards, strict=True)
    )
    e = 1e-6
    above, below = f(system(e), 0.3 + 0.7 * e), f(system(-e), 0.3 - 0.7 * e)
    assert np.isclose(got, (above - below) / (2.0 * e), rtol=1e-6)
