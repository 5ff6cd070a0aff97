"""Constants of a source + the names that emitted functions read -> those to print, and where.

A constant that is made of functions of the file stands below them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from srcgrad.emit.globals import global_names
from srcgrad.emit.layout import layout_statement


def needed(
    constants: Iterable[str], read: Iterable[str], functions: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the constants that are read, above the functions and below them."""
    used, below = set(read), set(functions)
    kept: list[str] = []
    for text in reversed(list(constants)):
        if bound_names(text) & used:
            kept.insert(0, text)
            used |= global_names(text)
    first: list[str] = []
    last: list[str] = []
    for text in kept:
        if global_names(text) & below:
            below |= bound_names(text)
            last.append(laid_out(text))
        else:
            first.append(laid_out(text))
    return first, last


def bound_names(text: str) -> frozenset[str]:
    """Return the names that an assignment binds."""
    return frozenset(
        node.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def laid_out(text: str) -> str:
    """Text of a constant, its comments kept."""
    lines = text.split("\n")
    code = [line for line in lines if not line.startswith("#")]
    comments = [line for line in lines if line.startswith("#")]
    shown, _, trailing = "\n".join(code).partition("  #")
    laid = layout_statement(shown, 0, comment=f"#{trailing}" if trailing else "")
    return "\n".join([*comments, laid])
