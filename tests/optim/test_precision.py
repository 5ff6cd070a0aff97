"""Master weights keep their digits; a scaled loss keeps small gradients, and recovers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from test_nests import nest

from srcgrad.optim import SGD, Adam, LossScale, MixedPrecision, clip_by_norm
from srcgrad.optim.nests import leaves

HALF = np.float16


def test_weights_are_copies_of_the_other_precision() -> None:
    params = nest()
    before = {path: np.array(leaf) for path, leaf in leaves(params)}
    weights = MixedPrecision(SGD(1.0), HALF).weights(params)
    found = dict(leaves(weights))
    assert found.keys() == before.keys()
    assert all(leaf.dtype == HALF for leaf in found.values())
    for leaf in found.values():
        if isinstance(leaf, np.ndarray):
            leaf[...] = 77.0
    assert weights["net"] is not params["net"] and weights["net"].steps == 3
    assert type(weights["pair"]) is type(params["pair"])
    for path, leaf in leaves(params):
        np.testing.assert_array_equal(leaf, before[path])


def test_steps_too_small_for_the_weights_add_up_in_the_master_weights() -> None:
    mixed = MixedPrecision(SGD(1e-4), HALF)
    params = {"w": np.ones(2)}
    alone = np.ones(2, HALF)
    for _ in range(1000):
        assert mixed.weights(params)["w"].dtype == HALF
        params = mixed.step(params, {"w": np.ones(2, HALF)})
        alone = SGD(1e-4).step(alone, np.ones(2, HALF))
    np.testing.assert_allclose(params["w"], 0.9, rtol=1e-12)
    assert params["w"].dtype == np.float64
    assert alone.tolist() == [1.0, 1.0]


def gradient(scale: float, slope: float) -> Any:
    """Gradient of `slope * w` as a loss in float16 has it: factor by factor."""
    with np.errstate(over="ignore", under="ignore"):
        return HALF(scale) * HALF(1e-4) * HALF(slope / 1e-4)


def test_a_small_gradient_survives_with_a_scale_alone() -> None:
    slope = 1e-8  # below the least float16, which is 6e-8
    for scale, moved in ((None, False), (LossScale(2.0**15), True)):
        mixed = MixedPrecision(SGD(1e6), HALF, scale)
        params = mixed.step({"w": np.zeros(1)}, {"w": [gradient(mixed.scale, slope)]})
        assert (params["w"][0] != 0.0) == moved
    np.testing.assert_allclose(params["w"], -1e-2, rtol=2e-3)


def test_an_overflow_moves_nothing_and_halves_the_scale() -> None:
    mixed = MixedPrecision(Adam(0.1), HALF, LossScale(2.0**20, interval=3))
    params = {"w": np.ones(2), "b": 0.5}
    seen = []
    for _ in range(9):
        with np.errstate(over="ignore"):
            slope = np.array([1.0, 2.0], HALF) * HALF(mixed.scale)
        seen.append(mixed.scale)
        params = mixed.step(params, {"w": slope, "b": HALF(0.0)})
        if len(seen) == 5:
            assert params["w"].tolist() == [1.0, 1.0] and mixed.optimiser.count == 0
    # 2 * 2**14 is the largest that is a number; three in a row try the double again
    assert seen == [2.0**k for k in (20, 19, 18, 17, 16, 15, 14, 14, 14)]
    assert mixed.scale == 2.0**15 and mixed.left_out == 6
    assert mixed.optimiser.count == 3
    # every step of Adam was made with the gradient of the loss itself
    plain = {"w": np.ones(2), "b": 0.5}
    adam = Adam(0.1)
    for _ in range(3):
        plain = adam.step(plain, {"w": np.array([1.0, 2.0]), "b": 0.0})
    assert params["w"].tolist() == plain["w"].tolist() and params["b"] == plain["b"]


def test_without_a_scale_nothing_is_hidden() -> None:
    mixed = MixedPrecision(SGD(1.0), np.float32)
    assert mixed.scale == 1.0
    params = mixed.step([np.ones(2)], [np.array([np.nan, 1.0], np.float32)])
    assert np.isnan(params[0][0]) and params[0][1] == 0.0


def test_clipping_sees_the_gradient_of_the_loss_itself() -> None:
    mixed = MixedPrecision(
        SGD(1.0), HALF, LossScale(1024.0), change=lambda g: clip_by_norm(g, 1.0)
    )
    params = mixed.step([np.zeros(2)], [np.array([3.0, 4.0], HALF) * HALF(1024.0)])
    np.testing.assert_allclose(params[0], [-0.6, -0.8], rtol=1e-12)


def test_a_run_goes_on_where_it_was_saved() -> None:
    def make() -> MixedPrecision:
        return MixedPrecision(Adam(0.1), HALF, LossScale(2.0**17, interval=4))

    def run(mixed: MixedPrecision, params: Any, steps: int) -> Any:
        for _ in range(steps):
            with np.errstate(over="ignore"):
                slope = mixed.weights(params) * HALF(mixed.scale)
            params = mixed.step(params, slope)
        return params

    through, first = make(), make()
    whole = run(through, np.array([1.0, 2.0]), 12)
    half = run(first, np.array([1.0, 2.0]), 6)
    second = make()
    second.restore(first.state())
    assert run(second, half, 6).tolist() == whole.tolist()
    assert second.left_out == through.left_out > 0
    assert second.scale == through.scale


@pytest.mark.parametrize(
    "arguments", [{"value": 0.0}, {"growth": 1.0}, {"shrinkage": 1.5}, {"interval": 0}]
)
def test_a_scale_that_cannot_work_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a scale is positive"):
        LossScale(**arguments)


def test_weights_are_floats() -> None:
    with pytest.raises(ValueError, match="floating dtype, not int32"):
        MixedPrecision(SGD(1.0), np.int32)
