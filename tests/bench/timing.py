"""Two calls -> how long the first takes as a multiple of the second, timed in turn."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

Call = Callable[[], Any]


@dataclass(frozen=True)
class Timing:
    """Seconds of one call, and its multiple of a reference: median and quartiles."""

    seconds: float
    reference: float
    ratio: float
    low: float
    high: float
    count: int

    def plain(self) -> dict[str, float]:
        return asdict(self)


def in_turn(call: Call, reference: Call, seconds: float) -> Timing:
    """Time both in turn until `seconds` are over, and at least five times."""
    ours, theirs = _repeats(call), _repeats(reference)
    pairs: list[tuple[float, float]] = []
    end = time.perf_counter() + seconds
    while len(pairs) < 5 or (time.perf_counter() < end and len(pairs) < 2000):
        pairs.append((_once(call, ours), _once(reference, theirs)))
        if len(pairs) >= 2 and time.perf_counter() > end + 4 * seconds:
            break
    ratios = sorted(one / other for one, other in pairs)
    first, _, third = statistics.quantiles(ratios, n=4, method="inclusive")
    return Timing(
        statistics.median(one for one, _ in pairs),
        statistics.median(other for _, other in pairs),
        statistics.median(ratios),
        first,
        third,
        len(pairs),
    )


def _once(call: Call, count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def _repeats(call: Call) -> int:
    """How often to call between two looks at the clock: for 200 microseconds."""
    call()
    first, count = _once(call, 1), 1
    while first * count < 2e-4 and count < 1024:
        count *= 2
    return count


def peak_memory(call: Call) -> int:
    """Bytes that one call takes at most beyond what was there, as the system sees it."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
        before = _status("VmRSS")
        call()
        return max(0, _status("VmHWM") - before)
    except OSError:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        call()
        return 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)


def _status(key: str) -> int:
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith(f"{key}:"):
                return 1024 * int(line.split()[1])
    raise OSError(key)
