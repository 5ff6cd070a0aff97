"""Parameters of one precision -> weights of another for the loss, and safe steps.

A loss in float32 or float16 is faster or smaller than one in float64, but small steps
are lost in weights of so few digits. So the parameters themselves, the master weights,
keep their precision; the loss is given copies. In float16 most gradients are too small
to be numbers at all: the loss is multiplied by a scale, and the gradient divided by it
again. Micikevicius et al., Mixed Precision Training (2018).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from srcgrad.optim.nests import Array, leaves, mapped
from srcgrad.optim.optimisers import Optimiser


class LossScale:
    """A factor for the loss: it grows while gradients are finite, and halves if not.

    value : the factor at first. A power of two rounds nothing.
    growth : what it is multiplied by after `interval` finite gradients in a row.
    shrinkage : what it is multiplied by after a gradient that overflowed.
    """

    def __init__(
        self,
        value: float = 2.0**15,
        growth: float = 2.0,
        shrinkage: float = 0.5,
        interval: int = 2000,
    ) -> None:
        if not (value > 0.0 and growth > 1.0 > shrinkage > 0.0 and interval > 0):
            raise ValueError(
                "a scale is positive, grows by more than 1, shrinks by less"
            )
        self.value = value
        self.growth, self.shrinkage, self.interval = growth, shrinkage, interval
        self.finite = 0

    def adjust(self, finite: bool) -> None:
        """Take note of one more gradient: whether all its elements were finite."""
        if not finite:
            self.value *= self.shrinkage
            self.finite = 0
            return
        self.finite += 1
        if self.finite == self.interval:
            self.value *= self.growth
            self.finite = 0


class MixedPrecision:
    """An optimiser of master weights, for a loss of fewer digits.

        mixed = MixedPrecision(Adam(1e-3), np.float16, LossScale())
        for batch in batches:
            value, saved = loss_forward(mixed.weights(params), *batch)
            gradient = loss_backward(saved, mixed.scale)
            params = mixed.step(params, gradient)

    optimiser : makes the steps, in the precision of the parameters.
    dtype : of the weights that the loss is given.
    loss_scale : what the loss is multiplied by. Without one it is 1, and no step is
        left out: a gradient that is not finite reaches the parameters.
    change : what is done to the gradient before a step, clipping for example.
    """

    def __init__(
        self,
        optimiser: Optimiser,
        dtype: DTypeLike = np.float32,
        loss_scale: LossScale | None = None,
        change: Callable[[Any], Any] | None = None,
    ) -> None:
        self.optimiser = optimiser
        self.dtype = np.dtype(dtype)
        if self.dtype.kind != "f":
            raise ValueError(f"weights are of a floating dtype, not {self.dtype}")
        self.loss_scale = loss_scale
        self.change = change
        self.left_out = 0

    @property
    def scale(self) -> float:
        """What the loss is multiplied by now: the cotangent of its value."""
        return 1.0 if self.loss_scale is None else self.loss_scale.value

    def weights(self, params: Any) -> Any:
        """Return a copy of a nest of parameters whose leaves are of `dtype`."""
        return mapped(params, lambda leaf: np.asarray(leaf).astype(self.dtype)[()])

    def step(self, params: Any, gradient: Any) -> Any:
        """Move `params` one step by the gradient of the scaled loss; return them.

        Where the gradient overflowed, nothing moves and the scale halves.

        Raises
        ------
        ValueError
            The gradient is nested in another way, or an array has another shape.
        """
        scale = self.scale
        if self.loss_scale is not None:
            finite = all(np.all(np.isfinite(leaf)) for _, leaf in leaves(gradient))
            self.loss_scale.adjust(finite)
            if not finite:
                self.left_out += 1
                return params
        wide = np.result_type(np.float32, *(leaf for _, leaf in leaves(params)))

        def unscaled(leaf: Array) -> Any:
            return np.asarray(leaf).astype(wide)[()] / scale

        true = mapped(gradient, unscaled)
        if self.change is not None:
            true = self.change(true)
        return self.optimiser.step(params, true)

    def state(self) -> dict[str, Any]:
        """Return what a later run needs to go on: plain dicts, arrays and numbers."""
        found = {"optimiser": self.optimiser.state(), "left_out": self.left_out}
        if self.loss_scale is not None:
            found["scale"] = self.loss_scale.value
            found["finite"] = self.loss_scale.finite
        return found

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what `state` returned."""
        self.optimiser.restore(state["optimiser"])
        self.left_out = state["left_out"]
        if self.loss_scale is not None:
            self.loss_scale.value = state["scale"]
            self.loss_scale.finite = state["finite"]
