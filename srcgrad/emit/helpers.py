"""Text of a module -> the helpers that it calls, to be copied into it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from srcgrad.primitives.helper_text import HELPERS, spelled_source

__all__ = ["HELPERS", "helpers_used"]


def helpers_used(text: str, modules: Mapping[str, str]) -> list[str]:
    """Texts of the helpers that a text calls, and of those that these call.

    modules : the names by which the text calls NumPy, and helpers that have another.
    """
    found: dict[str, str] = {}
    waiting = [text]
    while waiting:
        current = waiting.pop()
        for name in HELPERS:
            spelled = modules.get(name, name)
            if name in found or f"\ndef {spelled}(" in f"\n{text}":
                continue
            if re.search(rf"(?<![\w.]){spelled}\(", current):
                found[name] = spelled_source(name, modules)
                waiting.append(found[name])
    return [found[name] for name in HELPERS if name in found]
