"""Nests of parameters: what is a leaf, what is updated in place, what is made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest

from srcgrad.optim import SGD, Accumulator, clip_by_norm, clip_by_value, global_norm
from srcgrad.optim.nests import leaves


@dataclass
class Layer:
    w: Any
    b: Any
    kind: str = "tanh"


@dataclass(frozen=True)
class Frozen:
    scale: float


class Pair(NamedTuple):
    x: Any
    y: float


class Net:
    def __init__(self) -> None:
        self.layers = [Layer(np.ones((2, 2)), np.zeros(2)), Layer(np.ones(2), 1.5)]
        self.steps = 3
        self.mean = 0.5


def nest() -> dict[str, Any]:
    return {
        "net": Net(),
        "pair": Pair(np.ones(2), 2.0),
        "frozen": Frozen(4.0),
        3: (np.float32(1.0), [5.0, None, "text", 7]),
    }


def slope() -> dict[str, Any]:
    """Ones of the structure of `nest`: a dict stands for an object."""
    layers = [
        {"w": np.ones((2, 2)), "b": np.ones(2)},
        {"w": np.ones(2), "b": 1.0, "kind": None},
    ]
    return {
        "net": {"layers": layers, "steps": None, "mean": 1.0},
        "pair": (np.ones(2), 1.0),
        "frozen": Frozen(1.0),
        3: (1.0, [1.0, None, None, None]),
    }


def test_every_leaf_moves_by_its_slope() -> None:
    before = dict(leaves(nest()))
    params = nest()
    net, array = params["net"], params["net"].layers[0].w
    after = SGD(1.0).step(params, slope())
    found = dict(leaves(after))
    assert found.keys() == before.keys() and len(found) == 10
    for path, value in before.items():
        np.testing.assert_array_equal(found[path], value - 1.0)
    assert after is params and after["net"] is net and net.layers[0].w is array
    assert type(after["pair"]) is Pair and type(after["frozen"]) is Frozen
    assert after[3][0].dtype == np.float32 and after[3][1][2:] == ["text", 7]
    assert type(net.mean) is float and net.steps == 3


def test_none_leaves_a_parameter_alone() -> None:
    params = [np.ones(2), np.ones(2)]
    SGD(1.0).step(params, [None, np.ones(2)])
    assert params[0].tolist() == [1.0, 1.0] and params[1].tolist() == [0.0, 0.0]


def test_a_gradient_of_another_structure_is_refused() -> None:
    params = {"w": np.ones(2), "b": [np.ones(3)]}
    with pytest.raises(ValueError, match=r"nothing at \['b'\]"):
        SGD(1.0).step(params, {"w": np.ones(2)})
    with pytest.raises(ValueError, match=r"at \['b'\]\[0\] has shape \(2,\)"):
        SGD(1.0).step(params, {"w": np.ones(2), "b": [np.ones(2)]})


def test_the_norm_is_of_all_leaves() -> None:
    gradient = {"a": np.array([3.0, 0.0]), "b": (4.0, None)}
    assert global_norm(gradient) == 5.0
    clipped = clip_by_norm(gradient, 2.5)
    assert clipped["a"].tolist() == [1.5, 0.0] and clipped["b"] == (2.0, None)
    assert clip_by_norm(clipped, 9.0) is clipped
    assert global_norm(clipped) == 2.5


def test_values_are_clipped_one_by_one() -> None:
    gradient = [np.array([-3.0, 0.5]), 2.0]
    assert clip_by_value(gradient, 1.0)[0].tolist() == [-1.0, 0.5]
    assert gradient[1] == 1.0


def test_a_mean_of_gradients() -> None:
    batches = [
        {"w": np.array([1.0, 2.0]), "b": 1.0},
        {"w": np.array([3.0, 6.0]), "b": 2.0},
    ]
    total = Accumulator()
    for gradient in batches:
        total.add(gradient)
    mean = total.mean()
    assert mean["w"].tolist() == [2.0, 4.0] and mean["b"] == 1.5
    assert batches[0]["w"].tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="no gradient"):
        total.mean()
