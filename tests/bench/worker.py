"""One program and one peer -> what was measured, as a line of JSON, in a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import warnings
from typing import Any

from tests.bench.program import Program


def measure(
    program: Program, peer: str, size: str, seconds: float, memory: bool
) -> dict[str, Any]:
    """Check a gradient, then time it in turn with the program itself."""
    from tests.bench.agreement import agree, measured_slopes, slopes
    from tests.bench.contenders import Missing, numba_primal, prepared
    from tests.bench.timing import in_turn, peak_memory

    arguments = program.arguments(size)
    try:
        contender = prepared(peer, program, arguments)
    except Missing as reason:
        return {"status": "missing", "reason": str(reason)}
    except Exception as error:
        words = " ".join(str(error).split())[:200]
        return {"status": "failed", "reason": f"{type(error).__name__}: {words}"}
    value, gradients = contender.numbers(contender.call())
    found = slopes(program, arguments, gradients)
    expected = measured_slopes(program, arguments)
    result = {"value": value, "slopes": found, "build": contender.build}
    if not agree(found, expected, 1e-5):
        return {"status": "wrong", "reason": f"{found} is not {expected}", **result}
    try:
        reference, kind = numba_primal(program, arguments), "numba"
    except Missing:
        reference, kind = (lambda: program.module.loss(*arguments)), "numpy"
    timing = in_turn(contender.call, reference, seconds)
    if memory:
        result["memory"] = peak_memory(contender.call)
    return {"status": "ok", "against": kind, **timing.plain(), **result}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("peer")
    parser.add_argument("--size", default="full")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--cpu", type=int)
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    if options.cpu is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {options.cpu})
    warnings.simplefilter("ignore")
    measured = measure(
        Program(options.program),
        options.peer,
        options.size,
        options.seconds,
        options.memory,
    )
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
