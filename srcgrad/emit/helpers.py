"""Text of a module -> the helpers that it calls, to be copied into it."""

from __future__ import annotations

import re

from srcgrad.primitives.helper_text import HELPERS, helper_source

__all__ = ["HELPERS", "helper_source", "helpers_used"]


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
