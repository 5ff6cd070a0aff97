"""Text of a module -> the helpers that it calls, to be copied into it."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from srcgrad.primitives.table import TABLE

HELPERS: Mapping[str, Callable[..., Any]] = {
    entry.spelling: entry.function
    for entry in TABLE.values()
    if entry.key.startswith("helper.") and entry.function is not None
}


def helpers_used(text: str, numpy: str = "np") -> list[str]:
    """Texts of the helpers that a text calls, and of those that these call."""
    found: dict[str, str] = {}
    waiting = [text]
    while waiting:
        current = waiting.pop()
        for name in HELPERS:
            if name not in found and re.search(rf"(?<![\w.]){name}\(", current):
                found[name] = helper_source(name, numpy)
                waiting.append(found[name])
    return [found[name] for name in HELPERS if name in found]


def helper_source(name: str, numpy: str = "np") -> str:
    """Source of a helper without annotations; `numpy` is the module's name for it."""
    source = textwrap.dedent(inspect.getsource(HELPERS[name])).rstrip("\n")
    head, _, rest = source.partition(":\n    ")
    head = re.sub(r":\s*Any", "", re.sub(r"\s*->\s*Any$", "", head))
    head = re.sub(r"\s*=\s*", "=", head)
    text = f"{head}:\n    {rest}"
    return text if numpy == "np" else re.sub(r"\bnp\.", f"{numpy}.", text)
