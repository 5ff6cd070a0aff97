"""Parameters and a gradient -> the parameters one step further down."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, TypeAlias

import numpy as np

from srcgrad.optim.nests import Array, Path, updated

Rate: TypeAlias = float | Callable[[int], float]


class Optimiser(ABC):
    """What all optimisers have: a rate, a count of steps, and arrays for each leaf.

    rate : the learning rate, or a schedule: step number (from 0) -> learning rate.
    weight_decay : share of the parameter itself that is added to its gradient.
    """

    def __init__(self, rate: Rate, weight_decay: float = 0.0) -> None:
        self.rate = rate
        self.weight_decay = weight_decay
        self.count = 0
        self.memory: dict[Path, dict[str, Array]] = {}

    def step(self, params: Any, gradient: Any) -> Any:
        """Move `params` one step, in place, and return them.

        A leaf of `gradient` that is None leaves its parameter alone.

        Raises
        ------
        ValueError
            The gradient is nested in another way, or an array has another shape.
        """
        now = self.rate(self.count) if callable(self.rate) else self.rate
        self.count += 1

        def update(path: Path, leaf: Array, slope: Array) -> None:
            if self.weight_decay and not self._decays_apart():
                slope = slope + self.weight_decay * leaf
            elif self.weight_decay:
                leaf *= 1.0 - now * self.weight_decay
            leaf -= now * self._direction(slope, self.memory.setdefault(path, {}))

        return updated(params, gradient, update)

    def state(self) -> dict[str, Any]:
        """Return what a later run needs to go on: plain dicts, arrays and numbers."""
        return deepcopy({"count": self.count, "memory": self.memory})

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what `state` returned."""
        self.count = state["count"]
        self.memory = deepcopy(state["memory"])

    def _decays_apart(self) -> bool:
        """Whether the decay is of the parameter, not a part of the gradient."""
        return False

    @abstractmethod
    def _direction(self, slope: Array, memory: dict[str, Array]) -> Array:
        """Return what a rate of 1 would take off the parameter."""


def _mean(memory: dict[str, Array], name: str, value: Array, keep: float) -> Array:
    """Move a running mean, 0 at first, towards `value`; return it."""
    if name not in memory:
        memory[name] = np.zeros_like(value)
    mean = memory[name]
    mean *= keep
    mean += (1.0 - keep) * value
    return mean


class SGD(Optimiser):
    """Gradient descent, with momentum and Nesterov's look ahead if asked for.

    Sutskever, Martens, Dahl and Hinton (2013), with the velocity in units of the
    gradient.
    """

    def __init__(
        self,
        rate: Rate,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(rate, weight_decay)
        if nesterov and not momentum:
            raise ValueError("Nesterov's method needs a momentum")
        self.momentum, self.nesterov = momentum, nesterov

    def _direction(self, slope: Array, memory: dict[str, Array]) -> Array:
        if not self.momentum:
            return slope
        if "velocity" not in memory:
            memory["velocity"] = np.array(slope)
        else:
            memory["velocity"] *= self.momentum
            memory["velocity"] += slope
        velocity = memory["velocity"]
        return slope + self.momentum * velocity if self.nesterov else velocity


class RMSprop(Optimiser):
    """Steps scaled by a running root mean square of the gradient. Hinton (2012)."""

    def __init__(
        self,
        rate: Rate = 0.01,
        decay: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(rate, weight_decay)
        self.decay, self.eps = decay, eps

    def _direction(self, slope: Array, memory: dict[str, Array]) -> Array:
        square = _mean(memory, "square", slope * slope, self.decay)
        return slope / (np.sqrt(square) + self.eps)


class Adagrad(Optimiser):
    """Steps scaled by the root of all squared gradients. Duchi et al. (2011)."""

    def __init__(
        self, rate: Rate = 0.01, eps: float = 1e-10, weight_decay: float = 0.0
    ) -> None:
        super().__init__(rate, weight_decay)
        self.eps = eps

    def _direction(self, slope: Array, memory: dict[str, Array]) -> Array:
        if "square" not in memory:
            memory["square"] = np.zeros_like(slope)
        memory["square"] += slope * slope
        return slope / (np.sqrt(memory["square"]) + self.eps)


class Adam(Optimiser):
    """Running means of gradient and square, freed of their bias towards 0.

    Kingma and Ba (2015), algorithm 1.
    """

    def __init__(
        self,
        rate: Rate = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(rate, weight_decay)
        self.betas, self.eps = betas, eps

    def _direction(self, slope: Array, memory: dict[str, Array]) -> Array:
        first, second = self.betas
        mean = _mean(memory, "mean", slope, first)
        square = _mean(memory, "square", slope * slope, second)
        root = np.sqrt(square / (1.0 - second**self.count)) + self.eps
        return mean / (1.0 - first**self.count) / root


class AdamW(Adam):
    """Adam with the decay apart from the gradient. Loshchilov and Hutter (2019)."""

    def __init__(
        self,
        rate: Rate = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(rate, betas, eps, weight_decay)

    def _decays_apart(self) -> bool:
        return True
