"""Function in normal form -> the function itself, as text, for the arguments it is made for."""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.emit.docstrings import docstring
from srcgrad.emit.forward import Forward, Hoist, stands_alone, value_text
from srcgrad.emit.layout import layout_header
from srcgrad.emit.lines import Lines
from srcgrad.emit.signature import parameters
from srcgrad.ir.program import Function, leaves
from srcgrad.transform.pairs import invokes
from srcgrad.transform.storage.plan import Plan


def primal(function: Function, plain: Mapping[str, str]) -> str:
    """Return the text of a function that is called, but not differentiated there."""
    hoists = {
        id(invoke): Hoist(plain[invoke.function], None)
        for step, invoke in invokes(function.body)
        if stands_alone(step, invoke)
    }
    lines = Lines()
    Forward(function, Plan(), hoists, lines, plain).whole(value_text(function))
    if leaves(function.result):
        lines.add(f"return {value_text(function)}")
    elif not lines.lines:
        lines.add("pass")
    head = layout_header(f"def {plain[function.key]}({parameters(function, True)}):", 0)
    doc = docstring(f"`{function.name}` as it is called here.", function.docstring)
    return "\n".join([head, *doc, *lines.lines])
