"""Compiled code -> the text of an emitted module, for Numba."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from srcgrad.emit.docstrings import docstring, named
from srcgrad.emit.expressions import Printer
from srcgrad.emit.header import Command, header
from srcgrad.emit.layout import layout_header, layout_statement
from srcgrad.emit.lines import Lines
from srcgrad.emit.loops import LoopPrinter
from srcgrad.emit.module import import_key, is_used
from srcgrad.ir.expressions import Expression
from srcgrad.ir.program import Program
from srcgrad.loops.kernels.text import kernels_text
from srcgrad.loops.nests.nest import Block
from srcgrad.loops.routines import Routine

FAST = '@numba.njit(cache=True, error_model="numpy", fastmath={"contract", "reassoc"})'
STRICT = '@numba.njit(cache=True, error_model="numpy")'
GROWN = '''@numba.njit(cache=True)
def grown(stack):
    """Return the stack with room for twice as much."""
    larger = np.empty(2 * stack.size, stack.dtype)
    larger[: stack.size] = stack
    return larger'''


def joint_text(routine: Routine) -> str:
    """Text of the joint function's body, for people who watch it being made."""
    made = routine.joint or routine.pair
    lines = Lines()
    LoopPrinter(Printer({}), lines, routine.fast).block((*made.forward, *made.backward))
    return "\n".join([f"function {routine.function.name}", *lines.lines])


@dataclass
class CompiledModule:
    """Writes the module of one routine."""

    program: Program
    routine: Routine
    wrt: tuple[str, ...]
    of: str | None

    def __post_init__(self) -> None:
        self.printer = Printer({})
        self.kernels: set[str] = set()
        self.name = self.routine.function.name
        self.decorator = FAST if self.routine.fast else STRICT
        asked = ", ".join(self.wrt)
        self.asked = f"`({asked})`" if len(self.wrt) > 1 else f"`{asked}`"

    def text(self, command: Command, source_name: str) -> str:
        """Return the module's text."""
        functions = [*self.joint(), self.forward(), self.backward()]
        if any("grown(" in function for function in functions):
            functions.append(GROWN)
        if self.kernels:
            functions.append(kernels_text(sorted(self.kernels)))
        body = "\n\n\n".join(functions) + "\n"
        sources = {n: f.source for n, f in self.program.functions.items()}
        ordered = {self.name: sources.pop(self.name)}
        ordered.update(sorted(sources.items()))
        constants = "\n".join(layout_statement(c, 0) for c in self.program.constants)
        title = f"Derivatives of `{source_name}.{self.program.entry}` with respect to"
        doc = f'"""{title} {named(self.wrt)}, compiled by Numba."""\n'
        parts = [header(command, ordered) + doc]
        parts.append("\n" + self._imports(f"{body}\n{constants}"))
        if constants:
            parts.append("\n" + constants + "\n")
        parts.append("\n\n" + body)
        return "".join(parts)

    def _imports(self, text: str) -> str:
        lines = [*self.program.imports, "import numba"]
        lines.append("import numpy as np")
        if re.search(r"\bmath\.", text):
            lines.append("import math")
        used = [line for line in dict.fromkeys(lines) if is_used(line, text)]
        own = [u for u in used if u.split()[1].split(".")[0] in sys.stdlib_module_names]
        others = [line for line in used if line not in own]
        blocks = ["\n".join(sorted(b, key=import_key)) for b in (own, others) if b]
        return "\n\n".join(blocks) + "\n"

    def _body(self, block: Block) -> tuple[Lines, LoopPrinter]:
        lines = Lines()
        printer = LoopPrinter(self.printer, lines, self.routine.fast)
        printer.block(block)
        self.kernels |= printer.kernels
        return lines, printer

    def _returned(self, printer: LoopPrinter, gradients: tuple[Expression, ...]) -> str:
        shown = [printer.text(g) for g in gradients]
        return shown[0] if len(shown) == 1 else f"({', '.join(shown)})"

    def _parameters(self) -> str:
        parts = []
        for parameter in self.routine.function.parameters:
            default = f"={parameter.default_text}" if parameter.default_text else ""
            parts.append(parameter.name + default)
        return ", ".join(parts)

    def _written(self) -> str:
        mutated = [leaf.name for leaf in self.routine.function.outputs]
        return f" Writes to {named(mutated)}, as the source does." if mutated else ""

    def joint(self) -> list[str]:
        """Texts of `f_value_and_grad` and `f_grad`, where the value is a number."""
        made = self.routine.joint
        if made is None:
            return []
        name, own = self.name, self.routine.function.docstring
        lines, printer = self._body((*made.forward, *made.backward))
        gradients = self._returned(printer, made.gradients)
        lines.add(f"return {printer.text(made.value)}, {gradients}")
        summary = f"Value of `{name}`, and its gradient with respect to {self.asked}."
        doc = docstring(summary + self._written(), own)
        head = layout_header(f"def {name}_value_and_grad({self._parameters()}):", 0)
        first = "\n".join([self.decorator, head, *doc, *lines.lines])
        head = layout_header(f"def {name}_grad({self._parameters()}):", 0)
        doc = docstring(f"Gradient of `{name}` with respect to {self.asked}.")
        given = ", ".join(p.name for p in self.routine.function.parameters)
        lines = Lines()
        lines.add(f"return {name}_value_and_grad({given})[1]")
        return [first, "\n".join([head, *doc, *lines.lines])]

    def forward(self) -> str:
        """Text of the forward function."""
        made, name = self.routine.pair, self.name
        lines, printer = self._body(made.forward)
        saved = ", ".join(self.routine.saved)
        kept = f"({saved},)" if len(self.routine.saved) == 1 else f"({saved})"
        lines.add(f"return {printer.text(made.value)}, {kept}")
        what = f"Value of `{name}`"
        if self.of is not None:
            what = f"`{self.of}` as `{name}` leaves it"
        summary = f"{what}, and what `{name}_backward` needs.{self._written()}"
        doc = docstring(summary, self.routine.function.docstring)
        head = layout_header(f"def {name}_forward({self._parameters()}):", 0)
        return "\n".join([self.decorator, head, *doc, *lines.lines])

    def backward(self) -> str:
        """Text of the backward function."""
        made, name = self.routine.pair, self.name
        lines, printer = self._body(made.backward)
        lines.add(f"return {self._returned(printer, made.gradients)}")
        first = Lines()
        saved = self.routine.saved
        if saved:
            left = f"({saved[0]},)" if len(saved) == 1 else ", ".join(saved)
            first.add(f"{left} = saved")
        for item in sorted(printer.written & set(saved)):
            first.add(f"{item} = {item}.copy()")
        scalar = self.routine.joint is not None
        seeds = [f"{seed}=1.0" if scalar else seed for seed in made.seeds]
        head = layout_header(f"def {name}_backward({', '.join(['saved', *seeds])}):", 0)
        times = f", times `{made.seeds[0]}`" if made.seeds else ""
        doc = docstring(f"Gradient of `{name}` with respect to {self.asked}{times}.")
        return "\n".join([self.decorator, head, *doc, *first.lines, *lines.lines])
