"""Extents and counters -> what is certain of sums of them, without running anything.

`for i in range(n - k)` makes `n - i - k` positive within the loop.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from srcgrad.loops.nests.affine import Affine


@dataclass
class Facts:
    """`low`, `high` : bounds of symbols, both included. extents : symbols that are >= 0.

    strided : counters of loops that go on by more than one at a time.
    """

    low: dict[str, Affine] = field(default_factory=dict)
    high: dict[str, Affine] = field(default_factory=dict)
    extents: set[str] = field(default_factory=set)
    strided: set[str] = field(default_factory=set)

    def holds(self, value: Affine, depth: int = 4) -> bool:
        """Whether a sum is certainly not negative."""
        if value.constant >= 0 and all(
            factor > 0 and self._is_positive(symbol) for symbol, factor in value.terms
        ):
            return True
        if not depth:
            return False
        for symbol, factor in value.terms:
            bound = (self.low if factor > 0 else self.high).get(symbol)
            if bound is None or symbol in bound.symbols:
                continue
            other = value - Affine(0, ((symbol, factor),)) + bound.times(factor)
            if self.holds(other, depth - 1):
                return True
        return False

    def _is_positive(self, symbol: str) -> bool:
        if symbol in self.extents:
            return True
        low = self.low.get(symbol)
        return low is not None and low.number is not None and low.number >= 0

    def blocks(self, start: Affine, stop: Affine) -> bool:
        """Whether a slice is one of several blocks, of which the last may be shorter."""
        return bool(self.strided & (start.symbols | stop.symbols))
