"""Methods and objects: gradients in the structure of the object, against differences."""

from __future__ import annotations

import copy
import importlib.util
import inspect
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


def test_layers_of_several_classes(models: ModuleType) -> None:
    made = models.Stack()
    module = srcgrad.generate(SOURCE, "Stack.loss", wrt="self").load()
    gradient = module.stack_loss_grad(copy.deepcopy(made), X, Y)
    for place_, name in ((0, "w"), (0, "b"), (1, "s"), (2, "w")):
        start = getattr(made.layers[place_], name)
        along = np.random.default_rng(2).normal(size=start.shape)
        steps = []
        for h in (1e-6, -1e-6):
            moved = copy.deepcopy(made)
            setattr(moved.layers[place_], name, start + h * along)
            steps.append(moved.loss(X, Y))
        found = np.sum(getattr(gradient.layers[place_], name) * along)
        assert found == pytest.approx((steps[0] - steps[1]) / 2e-6, rel=1e-6)


def test_the_object_is_left_as_the_source_leaves_it(models: ModuleType) -> None:
    one, two = models.Oscillator(), models.Oscillator()
    module = srcgrad.generate(SOURCE, "Oscillator.energy", wrt="self").load()
    module.oscillator_energy_grad(one, 0.1)
    two.energy(0.1)
    assert one.seen == two.seen == 4
    np.testing.assert_allclose(one.x, two.x)
    np.testing.assert_allclose(one.v, two.v)


def loaded(name: str) -> ModuleType:
    path = SOURCE.with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"objects_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"objects_{name}"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made() -> ModuleType:
    return loaded("made")


A, B = np.array([0.3, -0.7, 1.1]), np.array([0.9, 0.2, -0.4])
NUMBERS = (0.3, 0.7)
MADE = [
    ("made", "states", (A, B)),
    ("made", "made", (A, B, A * B)),
    ("made", "vectors", NUMBERS),
    ("classes", "shapes", NUMBERS),
    ("classes", "growing", NUMBERS),
    ("classes", "engine", NUMBERS),
    ("classes", "turned", NUMBERS),
    ("classes", "filtered", NUMBERS),
    ("classes", "attracted", NUMBERS),
    ("classes", "cast", NUMBERS),
]


@pytest.mark.parametrize(
    "file, name, arguments", MADE, ids=[name for _, name, _ in MADE]
)
def test_objects_made_inside(file: str, name: str, arguments: Any) -> None:
    function = getattr(loaded(file), name)
    names = list(inspect.signature(function).parameters)
    wrt = ",".join(names)
    source = SOURCE.with_name(f"{file}.py")
    reverse = srcgrad.generate(source, name, wrt=wrt).load()
    forward = srcgrad.generate(source, name, wrt=wrt, mode="forward").load()
    gradient = getattr(reverse, f"{name}_grad")(*arguments)
    for k, part in enumerate(gradient):
        along = [np.zeros(np.shape(a))[()] for a in arguments]
        along[k] = np.random.default_rng(k).normal(size=np.shape(arguments[k]))
        steps = [
            function(*(a + h * d for a, d in zip(arguments, along, strict=True)))
            for h in (1e-6, -1e-6)
        ]
        expected = (steps[0] - steps[1]) / 2e-6
        assert float(np.sum(part * along[k])) == pytest.approx(expected, rel=1e-6)
        dots = {f"{n}_dot": d for n, d in zip(names, along, strict=True)}
        _, dot = getattr(forward, f"{name}_jvp")(*arguments, **dots)
        assert float(dot) == pytest.approx(expected, rel=1e-6)


def test_a_named_tuple_has_a_named_tuple_for_gradient(made: ModuleType) -> None:
    module = srcgrad.generate(SOURCE.with_name("made.py"), "energy", wrt="state").load()
    gradient = module.energy_grad(made.State(A, B, 1.2), 2.0)
    assert type(gradient) is made.State
    np.testing.assert_allclose(gradient.x, 2 * 1.2 * A)
    np.testing.assert_allclose(gradient.v, 4.0 * B)


def test_live_arguments_give_the_whole_structure(made: ModuleType) -> None:
    settings = {"mode": "square", "scale": 2.0, "n": 3, "unused": np.ones(2)}
    gradient = srcgrad.grad(made.configured, wrt="cfg")(settings, A)
    assert gradient["mode"] is None and gradient["n"] is None
    assert gradient["scale"] == pytest.approx(3 * 4.0 * np.sum(A * A))
    np.testing.assert_array_equal(gradient["unused"], np.zeros(2))
    parameters = made.Params(A, 0.7)
    found = srcgrad.grad(made.penalised, wrt="p")(parameters, B)
    np.testing.assert_allclose(found.w, 0.7 * B)
    assert found.b == pytest.approx(np.sum(A * B))
