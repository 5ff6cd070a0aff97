"""Methods and objects: gradients in the structure of the object, against differences."""

from __future__ import annotations

import copy
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

import srcgrad

SOURCE = Path(__file__).parent / "models.py"
DRAW = np.random.default_rng(7)
X, Y, XS = DRAW.normal(size=(5, 3)), DRAW.normal(size=(5, 2)), DRAW.normal(size=(3, 3))


@pytest.fixture(scope="module")
def models() -> ModuleType:
    spec = importlib.util.spec_from_file_location("objects_models", SOURCE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["objects_models"] = module
    spec.loader.exec_module(module)
    return module


def place(target: Any, path: str) -> Any:
    for name in path.split("."):
        target = getattr(target, name)
    return target


def changed(target: Any, path: str, value: Any) -> Any:
    result = copy.deepcopy(target)
    *outer, last = path.split(".")
    setattr(place(result, ".".join(outer)) if outer else result, last, value)
    return result


def slope(run: Callable[[Any], float], made: Any, path: str, along: Any) -> float:
    """Central difference of `run` along a direction of one attribute."""
    start, step = place(made, path), 1e-6
    ahead = run(changed(made, path, start + step * along))
    behind = run(changed(made, path, start - step * along))
    return (ahead - behind) / (2 * step)


def zeroed(part: Any) -> Any:
    if isinstance(part, SimpleNamespace):
        return SimpleNamespace(**{k: zeroed(v) for k, v in vars(part).items()})
    return None if part is None else np.zeros(np.shape(part))[()]


CASES = [
    ("Net", "Net.loss", "self", (X, Y), ["first.w", "first.b", "second.w", "decay"]),
    ("Net", "trained", "net", (X, Y), ["first.w", "second.b", "decay"]),
    ("Cell", "Cell.loss", "self", (XS,), ["w", "u"]),
    ("Cell", "separate", "cell", (XS, 1), ["w", "u"]),
    ("Cell", "separate", "cell", (XS, -1), ["w", "u"]),
    ("Oscillator", "Oscillator.energy", "self", (0.1,), ["x", "v", "k"]),
]


def function_of(models: ModuleType, name: str) -> Callable[..., Any]:
    return place(models, name)  # type: ignore[no-any-return]


def emitted(name: str) -> str:
    owner, _, method = name.rpartition(".")
    return f"{owner.lower()}_{method}" if owner else name


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}")
def test_the_gradient_of_an_object(models: ModuleType, case: Any) -> None:
    kind, name, wrt, rest, paths = case
    made, function = getattr(models, kind)(), function_of(models, name)
    module = srcgrad.generate(SOURCE, name, wrt=wrt).load()
    gradient = getattr(module, f"{emitted(name)}_grad")(copy.deepcopy(made), *rest)
    pushed = srcgrad.generate(SOURCE, name, wrt=wrt, mode="forward").load()
    jvp = getattr(pushed, f"{emitted(name)}_jvp")

    def run(target: Any) -> float:
        return float(function(copy.deepcopy(target), *copy.deepcopy(rest)))

    for path in paths:
        along = np.random.default_rng(1).normal(size=np.shape(place(made, path)))
        expected = slope(run, made, path, along)
        found = float(np.sum(place(gradient, path) * along))
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-8)
        zero = zeroed(gradient)
        _, dot = jvp(
            copy.deepcopy(made), *rest, **{f"{wrt}_dot": changed(zero, path, along)}
        )
        assert float(dot) == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_parts_of_an_object(models: ModuleType) -> None:
    whole = srcgrad.generate(SOURCE, "Net.loss", wrt="self").load()
    parts = srcgrad.generate(SOURCE, "Net.loss", wrt="self.first.w,self.decay").load()
    made = models.Net()
    expected = whole.net_loss_grad(copy.deepcopy(made), X, Y)
    weight, decay = parts.net_loss_grad(copy.deepcopy(made), X, Y)
    np.testing.assert_allclose(weight, expected.first.w)
    np.testing.assert_allclose(decay, expected.decay)


def test_the_object_is_left_as_the_source_leaves_it(models: ModuleType) -> None:
    one, two = models.Oscillator(), models.Oscillator()
    module = srcgrad.generate(SOURCE, "Oscillator.energy", wrt="self").load()
    module.oscillator_energy_grad(one, 0.1)
    two.energy(0.1)
    assert one.seen == two.seen == 4
    np.testing.assert_allclose(one.x, two.x)
    np.testing.assert_allclose(one.v, two.v)
