"""Pairs -> the text of an emitted module."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from srcgrad.emit.backward import Backward
from srcgrad.emit.clashes import check_clashes
from srcgrad.emit.constants import needed
from srcgrad.emit.docstrings import docstring, named
from srcgrad.emit.expressions import Printer
from srcgrad.emit.forward import Forward, Hoist, stands_alone, value_text
from srcgrad.emit.globals import global_names
from srcgrad.emit.guard import guard
from srcgrad.emit.header import Command, header
from srcgrad.emit.helpers import helpers_used
from srcgrad.emit.layout import layout_header
from srcgrad.emit.lines import Lines
from srcgrad.emit.nests import IMPORT, NAMESPACE, needs_base, nest_text
from srcgrad.emit.primal import primal
from srcgrad.emit.signature import arguments, parameters
from srcgrad.ir.program import Program, Result
from srcgrad.ir.types import Type, is_scalar
from srcgrad.primitives.foreign import Foreign
from srcgrad.primitives.table import BY_NAME
from srcgrad.transform.pairs import Pair, invokes

Texts = list[str]


@dataclass
class Module:
    """Writes the module of one request."""

    program: Program
    found: Mapping[str, Pair]
    wrt: tuple[str, ...]
    of: str | None
    guards: Mapping[str, Type]
    nests: tuple[Result, ...]

    def __post_init__(self) -> None:
        self.entry = next(iter(self.found.values()))
        self.forward_names, self.backward_names = self._pair_names()
        self.plain_names = {
            key: function.plain_name for key, function in self.program.functions.items()
        }
        self.specialized = {
            function.plain_name: function
            for function in self.program.functions.values()
            if not function.stands
        }
        self.printer = Printer(self.program.modules, self._resolve)

    def _pair_names(self) -> tuple[dict[str, str], dict[str, str]]:
        """Name the functions of each pair; several patterns of one function are told apart."""
        by_function: dict[str, list[Pair]] = {}
        for pair in self.found.values():
            by_function.setdefault(pair.function.key, []).append(pair)
        forward: dict[str, str] = {}
        backward: dict[str, str] = {}
        taken = set(self.program.names)
        for name, several in by_function.items():
            for pair in several:
                stem = name
                if len(several) > 1:
                    stem = "_".join((name, *(v.name for v in pair.inputs)))
                if pair is self.entry:
                    stem = name
                for table, suffix in ((forward, "forward"), (backward, "backward")):
                    given = f"{stem}_{suffix}"
                    while given in taken and pair is not self.entry:
                        given += "_"
                    taken.add(given)
                    table[pair.request.key] = given
        return forward, backward

    def _resolve(self, text: str) -> str:
        if text.startswith("@backward:"):
            return self.backward_names[text.removeprefix("@backward:")]
        return text

    # ---- the whole

    def functions(self) -> Texts:
        """Texts of all pairs, the entry's first."""
        functions: Texts = []
        for nest, wrt in zip(self.nests, self.wrt, strict=True):
            if needs_base(nest, self.entry.function.types):
                # the cotangent of a named tuple is made from the tuple itself
                name = re.split(r"[.\[]", wrt)[0]
                self.entry.plan.saved.setdefault(name, name)
        for pair in self.found.values():
            functions.append(self.forward(pair))
            functions.append(self.backward(pair))
            if pair is self.entry:
                functions.extend(self.joint(pair))
        return functions

    def text(self, command: Command, source_name: str) -> str:
        """Return the module's text."""
        generated = self.functions()
        functions = [*generated, *self.program.classes]
        functions.extend(self._plain([*functions, *self.program.constants]))
        read = {name for text in functions for name in global_names(text)}
        first, last = needed(self.program.constants, read, self.program.sources)
        helpers = helpers_used("\n".join(functions), self.program.modules)
        self._check_clashes(generated, helpers)
        functions.extend(helpers)
        body = "\n\n\n".join(functions) + "\n"
        if last:
            body += "\n\n" + "\n".join(last) + "\n"
        ordered = [self.program.functions[key] for key in self._order()]
        sources = {f.name: f.source for f in ordered if f.name in self.program.sources}
        constants = "\n".join(first)
        head = header(command, sources)
        doc = f'"""Derivatives of `{source_name}.{self.program.entry}` with respect to {named(self.wrt)}."""\n'
        imports = self._imports(f"{body}\n{constants}")
        parts = [head + doc]
        if imports:
            parts.append("\n" + imports)
        if constants:
            parts.append("\n" + constants + "\n")
        parts.append("\n\n" + body)
        return "".join(parts)

    def _check_clashes(self, generated: Texts, helpers: Texts) -> None:
        called = {name for text in helpers for name in global_names(text)}
        names = [m[1] for text in generated if (m := re.match(r"def (\w+)", text))]
        own = [text for text in generated if not self._is_joint(text)]
        bodies = [re.sub(r"^def \w+", "def _", text) for text in own]
        read = {name for text in bodies for name in global_names(text)}
        lines = [line for line in self.program.imports if is_used(line, "\n".join(own))]
        check_clashes(
            own,
            names,
            (name for name in read if self._plain_text(name) is not None),
            self.program.constants,
            lines,
            called | self.printer.called,
            self.entry.function.span,
        )

    def _is_joint(self, text: str) -> bool:
        """Whether a function does nothing but call the pair."""
        name = self.entry.function.name
        return text.startswith((f"def {name}_value_and_grad(", f"def {name}_grad("))

    def _order(self) -> list[str]:
        names = list(dict.fromkeys(p.function.key for p in self.found.values()))
        return names + sorted(n for n in self.program.functions if n not in names)

    def _imports(self, text: str) -> str:
        """Import lines of what the text uses: the standard library first."""
        lines = list(self.program.imports)
        numpy = self.program.numpy
        plain = f"import numpy as {numpy}" if numpy != "numpy" else "import numpy"
        if re.search(rf"\b{numpy}\.", text) and not any(
            re.fullmatch(rf"import numpy( as {numpy})?", line.strip()) for line in lines
        ):
            lines.append(plain)
        for module in ("math", "builtins"):
            if re.search(rf"\b{module}\.", text) and f"import {module}" not in lines:
                lines.append(f"import {module}")
        lines.extend(_scipy_imports(lines, text))
        if NAMESPACE in text:
            lines.append(IMPORT)
        used = [line for line in dict.fromkeys(lines) if is_used(line, text)]
        own: Texts = []
        others: Texts = []
        for line in used:
            module = line.split()[1].partition(".")[0]
            (own if module in sys.stdlib_module_names else others).append(line)
        blocks = [
            "\n".join(sorted(block, key=import_key)) for block in (own, others) if block
        ]
        return "\n\n".join(blocks) + ("\n" if blocks else "")

    def _plain(self, texts: Texts) -> Texts:
        """Functions that the texts call and that are not differentiated."""
        found: dict[str, str] = {}
        waiting = list(texts)
        made = {m[1] for text in texts if (m := re.match(r"def (\w+)", text))}
        while waiting:
            for name in sorted(global_names(waiting.pop(0))):
                text = self._plain_text(name)
                if name not in found and name not in made and text is not None:
                    found[name] = text
                    waiting.append(text)
        return [found[name] for name in sorted(found)]

    def _plain_text(self, name: str) -> str | None:
        """Text of a function that is called as it stands, or as its arguments ask for."""
        function = self.specialized.get(name)
        if function is not None:
            return primal(function, self.plain_names)
        source = self.program.sources.get(name)
        return None if source is None else source.rstrip("\n")

    # ---- one pair

    def forward(self, pair: Pair) -> str:
        """Text of a forward function."""
        function, plan = pair.function, pair.plan
        name = self.forward_names[pair.request.key]
        hoists = {
            k: Hoist(self.forward_names[request.key], saved)
            for k, (request, saved) in pair.calls.items()
        }
        for step, invoke in invokes(function.body):
            if id(invoke) not in hoists and (
                any(
                    t in plan.needed and function.access.get(t) == ""
                    for t in invoke.targets
                )
                or stands_alone(step, invoke)
            ):
                hoists[id(invoke)] = Hoist(self.plain_names[invoke.function], None)
        lines = Lines()
        if pair is self.entry and not self._is_scalar(pair):
            guard(lines, function.name, self.guards, self.program.numpy)
        value = value_text(function)
        closing = f"{value}, {self._tuple(list(plan.saved.values()))}"
        Forward(function, plan, hoists, lines, self.plain_names).whole(closing)
        lines.add(f"return {closing}")
        what = (
            f"Value of `{function.name}`"
            if self.of is None or pair is not self.entry
            else f"`{self.of}` as `{function.name}` leaves it"
        )
        if value == "None":
            what = f"Do what `{function.name}` does"
        backward = self.backward_names[pair.request.key]
        summary = f"{what}, and what `{backward}` needs."
        mutated = [leaf.name for leaf in function.outputs]
        if mutated:
            summary += f" Writes to {named(mutated)}, as the source does."
        doc = docstring(summary, function.docstring)
        head = layout_header(f"def {name}({parameters(function, True)}):", 0)
        return "\n".join([head, *doc, *lines.lines])

    def _tuple(self, items: list[str]) -> str:
        inside = ", ".join(items)
        return f"({inside},)" if len(items) == 1 else f"({inside})"

    def backward(self, pair: Pair) -> str:
        """Text of a backward function."""
        function, written = pair.function, pair.adjoint
        name = self.backward_names[pair.request.key]
        saved = pair.names.unused("saved")
        lines = Lines()
        unpacked = list(pair.plan.saved)
        if unpacked:
            left = f"({unpacked[0]},)" if len(unpacked) == 1 else ", ".join(unpacked)
            lines.add(f"{left} = {saved}")
        for item in pair.plan.copied:
            lines.add(f"{item} = {item}.copy()")
        printer = Backward(pair.plan, self.printer, lines)
        printer.code(written.code)
        results = [printer.text(e) for e in written.results]
        lines.add(f"return {self._returned(pair, results)}")
        seeds = [
            f"{seed}=1.0"
            if pair is self.entry and self._is_scalar(pair) and k == 0
            else seed
            for k, seed in enumerate(written.seeds)
        ]
        head = layout_header(f"def {name}({', '.join([saved, *seeds])}):", 0)
        asked = [v.name for v in pair.inputs]
        if pair is self.entry:
            asked = list(self.wrt)
        shown = ", ".join(asked)
        what = f"`({shown})`" if len(asked) > 1 else f"`{shown}`"
        times = f", times `{written.seeds[0]}`" if written.seeds else ""
        doc = docstring(f"Gradient of `{function.name}` with respect to {what}{times}.")
        return "\n".join([head, *doc, *lines.lines])

    def _returned(self, pair: Pair, results: list[str]) -> str:
        """Text of the cotangents: the entry's have the structure of what was asked."""
        if pair is not self.entry:
            return ", ".join(results)
        texts = iter(results)
        found = [
            nest_text(nest, texts, wrt, pair.function.types)
            for nest, wrt in zip(self.nests, self.wrt, strict=True)
        ]
        only = self.nests[0]
        if len(found) == 1 and only.kind == "tuple" and not only.keys and results[1:]:
            return found[0].removeprefix("(").removesuffix(")")
        return ", ".join(found)

    def _value_type(self, pair: Pair) -> Type | None:
        leaf = pair.function.result.leaf
        return None if leaf is None else pair.function.types[leaf]

    def _is_scalar(self, pair: Pair) -> bool:
        """Whether the value is a number, or may be one."""
        kind = self._value_type(pair)
        return kind is not None and (
            is_scalar(kind) or getattr(kind, "mutable", None) is None
        )

    def joint(self, pair: Pair) -> Texts:
        """Texts of `f_value_and_grad` and `f_grad`, where the value is a scalar."""
        if not self._is_scalar(pair):
            return []
        function = pair.function
        name = function.name
        forward = self.forward_names[pair.request.key]
        backward = self.backward_names[pair.request.key]
        taken = {p.name for p in function.parameters}
        value, saved = _unused("value", taken), _unused("saved", taken)
        head = layout_header(f"def {name}_value_and_grad({parameters(function)}):", 0)
        shown = (
            f"`({', '.join(self.wrt)})`" if len(self.wrt) > 1 else f"`{self.wrt[0]}`"
        )
        doc = docstring(f"Value of `{name}`, and its gradient with respect to {shown}.")
        lines = Lines()
        guard(lines, name, self.guards, self.program.numpy)
        lines.add(f"{value}, {saved} = {forward}({arguments(function)})")
        kind = self._value_type(pair)
        if kind is not None and not is_scalar(kind):
            numpy = self.program.numpy
            lines.open(f"if {numpy}.ndim({value}) != 0:")
            lines.add(f'raise TypeError("the value of `{name}` is not a scalar")')
            lines.close()
        lines.add(f"return {value}, {backward}({saved})")
        first = "\n".join([head, *doc, *lines.lines])
        head = layout_header(f"def {name}_grad({parameters(function)}):", 0)
        doc = docstring(f"Gradient of `{name}` with respect to {shown}.")
        lines = Lines()
        lines.add(f"return {name}_value_and_grad({arguments(function)})[1]")
        return [first, "\n".join([head, *doc, *lines.lines])]


def _unused(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def is_used(line: str, text: str) -> bool:
    """Whether a text uses a name that an import line binds."""
    names = re.split(r"\bimport\b", line, maxsplit=1)[1].strip().strip("()")
    for item in names.split(","):
        words = item.split()
        bound = words[-1].partition(".")[0]
        if re.search(rf"\b{re.escape(bound)}\b", text):
            return True
    return False


def import_key(line: str) -> tuple[bool, str]:
    """Order of import lines in a block."""
    return line.startswith("from"), line


def _scipy_imports(lines: list[str], text: str) -> list[str]:
    """Import lines of SciPy's modules that the text names in full."""
    called = re.findall(r"(?<![\w.])(scipy(?:\.\w+)*)\(", text)
    named = {module_of(name) for name in called}
    return [f"import {one}" for one in sorted(named) if f"import {one}" not in lines]


def module_of(name: str) -> str:
    """Module of a function of SciPy: of `scipy.stats.norm.pdf`, `scipy.stats`."""
    entry = BY_NAME.get(name)
    if entry is not None and isinstance(entry.function, Foreign):
        return entry.function.module
    return name.rpartition(".")[0]
