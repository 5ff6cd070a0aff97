"""Print how long emitted gradients take, over those that were written by hand.

    python tests/by_hand/measure.py

Both in turn in one process, and the least of many: a shared machine disturbs both alike.
Not a test: it would fail for reasons that are not srcgrad's.
"""

from __future__ import annotations

import time
from types import ModuleType
from typing import Any

import numpy as np
from test_by_hand import WORKS, Work, gradient

ROUNDS = 60


def seconds(module: ModuleType, work: Work, arguments: tuple[Any, ...]) -> float:
    copied = tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)
    begun = time.perf_counter()
    gradient(module, work, copied)
    return time.perf_counter() - begun


if __name__ == "__main__":
    for work in WORKS:
        ours, theirs = work.derivative().load(), work.by_hand()
        arguments = work.arguments(np.random.default_rng(0))
        times = [
            (seconds(ours, work, arguments), seconds(theirs, work, arguments))
            for _ in range(ROUNDS)
        ]
        one, two = (sorted(column) for column in zip(*times, strict=True))
        least, middle = one[0] / two[0], one[ROUNDS // 2] / two[ROUNDS // 2]
        print(f"{work.name:<12}{1e3 * one[0]:8.2f} ms  {least:5.2f}  {middle:5.2f}")
