"""Helpers and procedures -> the text that they have in an emitted file.

Helpers have rules: a file that is read again is not looked into. Procedures have not.
"""

from __future__ import annotations

import functools
import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from srcgrad.primitives.table import TABLE

HELPERS: Mapping[str, Callable[..., Any]] = {
    entry.spelling: entry.function
    for entry in TABLE.values()
    if entry.key.startswith(("helper.", "procedure.")) and entry.function is not None
}
RULED = frozenset(
    entry.spelling for entry in TABLE.values() if entry.key.startswith("helper.")
)


@functools.cache
def helper_source(name: str, numpy: str = "np") -> str:
    """Source of a helper without annotations; `numpy` is the module's name for it."""
    source = textwrap.dedent(inspect.getsource(HELPERS[name])).rstrip("\n")
    head, _, rest = source.partition(":\n    ")
    head = re.sub(r":\s*Any", "", re.sub(r"\s*->\s*Any$", "", head))
    head = re.sub(r"\s*=\s*", "=", head)
    text = f"{head}:\n    {rest}"
    return text if numpy == "np" else re.sub(r"\bnp\.", f"{numpy}.", text)
