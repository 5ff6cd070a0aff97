"""Types that emitted code is for -> the test at its entry that refuses others."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import replace

from srcgrad.emit.lines import Lines
from srcgrad.frontend.type_text import format_type
from srcgrad.ir.types import Numeric, Type, is_discrete

# What is known of a parameter is only that it is of floating point.
FLOATING = "floating"


def floating(known: Type | None) -> Numeric:
    """Type of a parameter that has to be of floating point, of whatever precision."""
    if isinstance(known, Numeric):
        return replace(known, dtype=FLOATING)
    return Numeric(FLOATING)


def guard(lines: Lines, function: str, types: Mapping[str, Type], numpy: str) -> None:
    """Add the test, where there is anything to test."""
    tests = _tests(types, numpy)
    if not tests:
        return
    lines.open(f"if {' or '.join(tests)}:")
    shown = ", ".join(f"{name}: {_shown(kind)}" for name, kind in types.items())
    message = f"`{function}` was differentiated for {shown}"
    parts = textwrap.wrap(message, 60, drop_whitespace=False, break_long_words=False)
    lines.add(f"raise TypeError({' '.join(json.dumps(part) for part in parts)})")
    lines.close()


def _shown(kind: Type) -> str:
    if isinstance(kind, Numeric) and kind.dtype == FLOATING:
        extents = format_type(replace(kind, dtype=None)).removeprefix("?")
        return f"floating point{extents if kind.shape is not None else ''}"
    return format_type(kind)


def _tests(types: Mapping[str, Type], numpy: str) -> list[str]:
    first: dict[str, str] = {}
    tests: list[str] = []
    numbers = [
        name
        for name, kind in types.items()
        if isinstance(kind, Numeric)
        and not kind.mutable
        and kind.dtype != FLOATING
        and not is_discrete(kind)
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
    tests.extend(
        f"{numpy}.result_type({name}) != {numpy}.result_type({name}, 1.0)"
        for name, kind in types.items()
        if isinstance(kind, Numeric) and kind.dtype == FLOATING
    )
    return tests
