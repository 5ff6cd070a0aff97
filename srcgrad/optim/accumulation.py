"""Gradients of several batches -> their mean."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from srcgrad.optim.nests import Array, Path, updated


class Accumulator:
    """Adds gradients of one structure up; `mean` is what one step is made with."""

    def __init__(self) -> None:
        self.total: Any = None
        self.count = 0

    def add(self, gradient: Any) -> None:
        """Add the gradient of one more batch. The gradient itself is not kept."""
        self.count += 1
        if self.total is None:
            self.total = deepcopy(gradient)
            return

        def add(path: Path, leaf: Array, slope: Array) -> None:
            leaf += slope

        self.total = updated(self.total, gradient, add)

    def mean(self) -> Any:
        """Return the mean of what was added, and begin anew.

        Raises
        ------
        ValueError
            Nothing was added.
        """
        if not self.count:
            raise ValueError("no gradient was added")
        count, total = self.count, self.total

        def divide(path: Path, leaf: Array, slope: Array) -> None:
            leaf /= count

        self.total, self.count = None, 0
        return updated(total, total, divide)
