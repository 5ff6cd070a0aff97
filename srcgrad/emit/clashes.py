"""Parts of an emitted module -> a refusal, where a name of the source hides one that they need."""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection, Iterable, Sequence

from srcgrad.diagnostics import Span, refuse
from srcgrad.emit.constants import bound_names
from srcgrad.emit.globals import global_names

# Builtins that are written into forward functions beside the user's own lines.
WRITTEN = frozenset(
    "TypeError ValueError enumerate float int isinstance len list range reversed tuple "
    "zip".split()
)

# What an emitted module may import beside NumPy and SciPy: the names, and how.
OWN_IMPORTS = {"math": "math", "SimpleNamespace": "from types import SimpleNamespace"}


def check_clashes(
    generated: Sequence[str],
    offered: Iterable[str],
    copied: Iterable[str],
    constants: Iterable[str],
    imports: Iterable[str],
    called: Collection[str],
    span: Span,
) -> None:
    """Refuse what would mean one thing to the source and another to the emitted code.

    generated : texts of the forward and backward functions. offered : names of all
    functions that the module offers. copied : names of functions of the source that a
    text of the module reads. called : names that the helpers read.
    """
    bound = {*copied, *(name for text in constants for name in bound_names(text))}
    modules: dict[str, str] = {}
    for line in imports:
        bound |= set(modules := {**modules, **_imported(line)})
    read = {name for text in generated for name in global_names(text)}
    for name in sorted(bound):
        if name in offered:
            why = "the emitted module has a function of that name"
        elif name in WRITTEN or (hasattr(builtins, name) and name in called):
            why = "the emitted code calls the builtin of that name"
        elif (
            name in OWN_IMPORTS
            and name in read
            and modules.get(name) != OWN_IMPORTS[name]
        ):
            why = "the emitted code imports that name itself"
        else:
            continue
        raise refuse(
            "SG107",
            f"`{name}` of this file is needed, and {why}",
            span,
            hint=f"give `{name}` another name in the source",
        )


def _imported(line: str) -> dict[str, str]:
    """Names that an import line binds, and the module or member that each is."""
    found: dict[str, str] = {}
    names = re.split(r"\bimport\b", line, maxsplit=1)[1].strip().strip("()")
    for item in names.split(","):
        words = item.split()
        if words:
            plain = words[0].partition(".")[0]
            found[words[-1].partition(".")[0]] = words[0] if words[2:] else plain
            if line.startswith("from"):
                found[words[-1]] = line
    return found
