"""A rule of the table and the arguments of an operation -> what the rule gives for them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from srcgrad.primitives.entry import Primitive


def call_rule(
    rule: Callable[..., Any],
    entry: Primitive,
    values: list[Any],
    out: Callable[[], Any],
) -> Any:
    """Call a rule with the arguments given, defaults for the rest, and `out` if it asks for it."""
    keywords = {"out": out()} if "out" in inspect.signature(rule).parameters else {}
    keywords |= {
        p.name: p.default
        for p in entry.parameters[len(values) :]
        if p.name in inspect.signature(rule).parameters
    }
    return rule(*values, **keywords)
