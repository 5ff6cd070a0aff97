"""The table as people read it: one row for each function, and the nearest names."""

from __future__ import annotations

import difflib
import inspect
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from srcgrad.primitives.entry import Bilinear, Elementwise, Linear, Primitive, Zero
from srcgrad.primitives.table import BY_NAME, FAMILIES


@dataclass(frozen=True)
class Row:
    """What `srcgrad rules` says of one function.

    kind : `elementwise`, `linear`, `bilinear`, `tangent`, `zero` or `held` (no
        derivative: an active argument is refused).
    rule : the rule's source text; empty where there is none.
    """

    key: str
    names: tuple[str, ...]
    spelling: str
    family: str
    kind: str
    rule: str
    choice: str


def rows() -> tuple[Row, ...]:
    """Return the rows of all functions that a source can use, in the table's order."""
    return tuple(
        Row(
            key=entry.key,
            names=entry.names,
            spelling=entry.spelling,
            family=family,
            kind=kind_of(entry),
            rule=rule_text(entry),
            choice=entry.choice,
        )
        for family, entries in FAMILIES.items()
        if family != "helpers"
        for entry in entries
        if entry.names
    )


def kind_of(entry: Primitive) -> str:
    """Name the form of an entry's rule."""
    match entry.derivative:
        case Linear(positions=()):
            return "held"
        case rule:
            return type(rule).__name__.lower()


def rule_text(entry: Primitive) -> str:
    """Source of an entry's rule: the body of a lambda, or a whole function."""
    match entry.derivative:
        case Zero() | Linear(positions=()):
            return ""
        case Elementwise(partials):
            return source_of(partials)
        case Linear(transpose=transpose):
            return source_of(transpose)
        case Bilinear(left=left, right=right):
            return f"{source_of(left)}\n{source_of(right)}"
        case rule:
            return source_of(rule.formula)


def source_of(rule: Callable[..., Any]) -> str:
    """Return `x, out: out` of a lambda; of a function, its body without the docstring."""
    try:
        text = textwrap.dedent(inspect.getsource(inspect.unwrap(rule)))
    except OSError:  # the sources are not installed
        return ""
    if rule.__name__ == "<lambda>":
        return lambda_text(text, rule)
    body = re.sub(r'""".*?"""\n', "", text, count=1, flags=re.DOTALL)
    return body.strip()


def lambda_text(text: str, rule: Callable[..., Any]) -> str:
    """Cut the lambda out of the lines that it stands in."""
    parameters = ", ".join(inspect.signature(rule).parameters)
    for start in (match.start() for match in re.finditer(r"\blambda\b", text)):
        depth = 0
        for end in range(start, len(text)):
            letter = text[end]
            depth += (letter in "([{") - (letter in ")]}")
            ends = depth < 0 or (depth == 0 and letter == "," and ":" in text[start:end])
            if ends:
                break
        else:
            end = len(text)
        found = " ".join(text[start:end].split())
        head = found.partition(":")[0].removeprefix("lambda").strip()
        if re.sub(r"=[^,]*", "", head) == parameters:
            return found
    return ""


def nearest(name: str) -> tuple[str, ...]:
    """Names that have a rule and are like an unknown one, the best first."""
    parent, _, last = name.rpartition(".")
    known = {}
    for full in BY_NAME:
        if full.startswith("helper."):
            continue
        before, _, word = full.rpartition(".")
        # of the same module first, then whatever is called alike
        known.setdefault(word, []).append((before != parent, full))
    words = difflib.get_close_matches(last.lower(), list(known), n=3, cutoff=0.72)
    return tuple(shown(min(known[word])[1]) for word in words)


def shown(name: str) -> str:
    """Name as a source writes it."""
    module, _, rest = name.partition(".")
    return {
        "numpy": f"np.{rest}",
        "builtins": rest,
        "ndarray": f".{rest}",
    }.get(module, name)
