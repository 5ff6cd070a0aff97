"""Types that emitted code is for -> the test at its entry that refuses others."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping

from srcgrad.emit.lines import Lines
from srcgrad.frontend.type_text import format_type
from srcgrad.ir.types import Numeric, Type, is_discrete


def guard(lines: Lines, function: str, types: Mapping[str, Type], numpy: str) -> None:
    """Add the test, where there is anything to test."""
    tests = _tests(types, numpy)
    if not tests:
        return
    lines.open(f"if {' or '.join(tests)}:")
    shown = ", ".join(f"{name}: {format_type(kind)}" for name, kind in types.items())
    message = f"`{function}` was differentiated for {shown}"
    parts = textwrap.wrap(message, 60, drop_whitespace=False, break_long_words=False)
    lines.add(f"raise TypeError({' '.join(json.dumps(part) for part in parts)})")
    lines.close()


def _tests(types: Mapping[str, Type], numpy: str) -> list[str]:
    first: dict[str, str] = {}
    tests: list[str] = []
    numbers = [
        name
        for name, kind in types.items()
        if isinstance(kind, Numeric) and not kind.mutable and not is_discrete(kind)
    ]
    tests.extend(f"{numpy}.ndim({name}) != 0" for name in numbers)
    for name, kind in types.items():
        if (
            not isinstance(kind, Numeric)
            or not isinstance(kind.shape, tuple)
            or not kind.mutable
        ):
            continue
        tests.append(f"{numpy}.ndim({name}) != {len(kind.shape)}")
        for axis, extent in enumerate(kind.shape):
            here = f"{name}.shape[{axis}]"
            if isinstance(extent, int):
                tests.append(f"{here} != {extent}")
            elif extent is not None and extent in first:
                tests.append(f"{here} != {first[extent]}")
            elif extent is not None:
                first[extent] = here
    return tests
