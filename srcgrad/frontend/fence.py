"""A LibCST class that is not lowered -> the diagnostic that refuses it.

Every class of statement and expression is either lowered (`expressions.LOWERED`,
`statements.LOWERED`) or named here; a test enumerates them. Classes are named by text,
since some exist in newer versions of LibCST only.
"""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from srcgrad.diagnostics import Diagnostic, Span


@dataclass(frozen=True)
class Refusal:
    """What is said of a construct: code, sentence, and the rewrite that works."""

    code: str
    message: str
    hint: str


_CALLER = "the caller of this function"

ASYNC = Refusal(
    "SG130",
    "`async` and `await` are not supported",
    f"make this a plain function of numbers and arrays, and wait in {_CALLER}",
)
YIELD = Refusal(
    "SG131",
    "`yield` is not supported: a generator has no single value to differentiate",
    "store each value into an array made beforehand, and `return` the array",
)
CLASS = Refusal(
    "SG134",
    "a class inside a function is not supported",
    "move it to the top level of the file, and pass its values as arguments",
)
COMPREHENSION = Refusal(
    "SG135",
    "comprehensions of sets are not supported",
    "write a list, or a loop that stores into an array",
)
SET = Refusal(
    "SG136",
    "sets are supported in tests alone: `kind in {...}`",
    "use a tuple, or a dictionary with a key for each entry",
)
STAR = Refusal(
    "SG137",
    "unpacking with `*` in a subscript is not supported",
    "write out each item: `x[i, j]`",
)
WALRUS = Refusal(
    "SG138",
    "an assignment inside an expression (`:=`) is not supported where it is not always "
    "evaluated",
    "assign in a statement of its own, before this one",
)
TRY = Refusal(
    "SG139",
    "`try` is supported around what is passive, or with handlers that raise; not with "
    "`except*`, nor around a function or an import",
    f"test for the bad case with `if`, or handle the exception in {_CALLER}",
)
WITH = Refusal(
    "SG140",
    "`with` is not supported where what is entered has a name",
    f"put the `with` around the call, in {_CALLER}",
)
MATCH = Refusal(
    "SG141",
    "`match` is supported on values alone: literals, names of constants, and `_`",
    "write it with `if`, `elif` and `else`",
)
GLOBAL = Refusal(
    "SG142",
    "`global` and `nonlocal` of what is assigned to are not supported",
    "take the value as an argument, and return the new one",
)
IMPORT = Refusal(
    "SG143",
    "an import inside a function of a name that means something else elsewhere, or of "
    "all names (`*`), is not supported",
    "move it to the top of the file",
)
TYPE_ALIAS = Refusal(
    "SG145",
    "type aliases and type parameters are not supported in a function",
    "move the alias to the top level of the file; annotate without type parameters",
)
DELETE = Refusal(
    "SG148",
    "`del` of anything but names, items and attributes is not supported",
    "leave it in place, or copy what is needed into a new array",
)
TEMPLATE = Refusal(
    "SG149",
    "template strings are not supported",
    "use an f-string",
)
STAR_IMPORT = Refusal(
    "SG150",
    "`from ... import *` hides what the names of this file mean",
    "import the module (`import numpy as np`), or the names that are used",
)
EXEC = Refusal(
    "SG153",
    "`exec` may give the names of this file another meaning",
    "write out what it runs",
)
LONE_COMMA = Refusal(
    "SG151",
    "an index of one item with a comma behind it is not supported",
    "write `x[i]` without the comma",
)
UNFOLLOWED_TARGET = Refusal(
    "SG152",
    "this cannot be assigned to",
    "assign to a name, an item (`x[i]`), or a tuple of them",
)
UNKNOWN = Refusal(
    "SG159",
    "this construct is not supported",
    "write it with assignments, `if`, `for` and `while`",
)

REFUSED: dict[str, Refusal] = {
    "Await": ASYNC,
    "Yield": YIELD,
    "ClassDef": CLASS,
    "SetComp": COMPREHENSION,
    "StarredDictComp": COMPREHENSION,
    "Set": SET,
    "TryStar": TRY,
    "Match": MATCH,
    "Nonlocal": GLOBAL,
    "LazyImport": IMPORT,
    "LazyImportFrom": IMPORT,
    "TypeAlias": TYPE_ALIAS,
    "TemplatedString": TEMPLATE,
}

FAMILIES: tuple[Refusal, ...] = tuple(
    sorted(
        {value for value in globals().values() if isinstance(value, Refusal)},
        key=lambda refusal: refusal.code,
    )
)


def refusal_of(node: cst.CSTNode) -> Refusal:
    """Return why a node is refused; a class that nobody has heard of is, too."""
    return REFUSED.get(type(node).__name__, UNKNOWN)


def diagnostic(refusal: Refusal, span: Span) -> Diagnostic:
    """Return the refusal at its place."""
    return Diagnostic(refusal.code, refusal.message, span, (), refusal.hint)
