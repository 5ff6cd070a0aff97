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


CALLED = re.compile(rf"(?<![\w.])({'|'.join(HELPERS)})(?=\()")


def spelled_source(name: str, modules: Mapping[str, str]) -> str:
    """Source of a helper in a file that has names of its own for NumPy and for helpers."""
    source = helper_source(name, modules.get("np", "np"))
    return CALLED.sub(lambda called: modules.get(called[1], called[1]), source)


def helper_of(text: str, name: str, numpy: str) -> str | None:
    """Return the helper that `name` is in a file that srcgrad has written, if it is one.

    Where the source has the name itself, the helper has underscores behind its own.
    """
    helper = name.rstrip("_")
    if helper not in HELPERS:
        return None
    return helper if _definition(helper, name, numpy).search(text) else None


@functools.cache
def _definition(helper: str, name: str, numpy: str) -> re.Pattern[str]:
    head, _, rest = helper_source(helper, numpy).partition("(")
    assert head == f"def {helper}"
    called = CALLED.sub(lambda found: f"{found[1]}@", rest)
    pattern = re.escape(called).replace("@\\(", "_*\\(")
    return re.compile(rf"^def {name}\({pattern}$", re.MULTILINE)


@functools.cache
def helper_source(name: str, numpy: str = "np") -> str:
    """Source of a helper without annotations; `numpy` is the module's name for it."""
    source = textwrap.dedent(inspect.getsource(HELPERS[name])).rstrip("\n")
    head, _, rest = source.partition(":\n    ")
    head = re.sub(r":\s*Any", "", re.sub(r"\s*->\s*Any$", "", head))
    head = re.sub(r"\s*=\s*", "=", head)
    text = f"{head}:\n    {rest}"
    return text if numpy == "np" else re.sub(r"\bnp\.", f"{numpy}.", text)
