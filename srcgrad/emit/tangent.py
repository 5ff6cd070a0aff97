"""Woven functions -> the text of a module in forward mode."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from srcgrad.emit.backward import Backward
from srcgrad.emit.docstrings import docstring, named
from srcgrad.emit.expressions import Printer
from srcgrad.emit.forward import Forward, Hoist, stands_alone, value_text
from srcgrad.emit.guard import guard
from srcgrad.emit.layout import layout_header
from srcgrad.emit.lines import Lines
from srcgrad.emit.module import Module, Texts
from srcgrad.emit.signature import parameters
from srcgrad.ir.program import Block, For, If, Node, Step, While
from srcgrad.ir.surface import Origin
from srcgrad.transform.pairs import invokes
from srcgrad.transform.storage.plan import Plan
from srcgrad.transform.weaving.woven import Grow, Line, Places, Woven


@dataclass(frozen=True)
class PushedHoist(Hoist):
    """A call in forward mode: `y, y_dot = g_jvp(x, x_dot=x_dot)`."""

    keywords: tuple[str, ...] = ()

    def line(self, targets: str, arguments: str) -> str:
        """Text of the call; `arguments` ends with its closing bracket."""
        return super().line(targets, with_keywords(arguments, self.keywords))


def with_keywords(arguments: str, keywords: tuple[str, ...]) -> str:
    """Add keyword arguments behind the last one of `x, y)`; comments stay in place."""
    if not keywords:
        return arguments
    last, end = "(", 0
    starts = [0]
    text = f"({arguments}"
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    skipped = (tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.ENDMARKER)
    tokens = [
        t
        for t in tokenize.generate_tokens(io.StringIO(text).readline)
        if t.type not in skipped
    ]
    before_bracket = tokens[-2] if len(tokens) > 1 else tokens[0]
    last = before_bracket.string
    end = starts[before_bracket.end[0] - 1] + before_bracket.end[1]
    comma = "" if last == "(" else " " if last == "," else ", "
    return f"{text[:end]}{comma}{', '.join(keywords)}{text[end:]}"[1:]


class Interleaved(Forward):
    """Prints a function's statements, each with its tangent beside it."""

    def __init__(
        self,
        woven: Woven,
        hoists: Mapping[int, Hoist],
        lines: Lines,
        printer: Printer,
        of: str | None,
        plain: Mapping[str, str],
    ) -> None:
        super().__init__(woven.function, Plan(), hoists, lines, plain)
        self.places: Places = woven.places
        self.of = of
        self.writer = Backward(self.plan, printer, lines)

    def body(self) -> None:
        """Print everything between the docstring and the return."""
        self._write(self.places.entry)
        super().body()

    def _write(self, code: Iterable[Line]) -> None:
        for line in code:
            if isinstance(line, Grow):
                base, value = (self.writer.text(e) for e in (line.base, line.value))
                self.lines.add(f"{base}.append({value})")
            else:
                self.writer.statement(line)

    def before(self, node: Node) -> None:
        """Print what goes before a statement."""
        self._write(self.places.before.get(id(node), ()))

    def ahead(self, step: Step) -> None:
        """Print what goes between the comments of a statement and its text."""
        self._write(self.places.ahead.get(id(step), ()))

    def after(self, node: Node) -> None:
        """Print what goes behind a statement."""
        self._write(self.places.after.get(id(node), ()))

    def start(self, loop: For | While) -> None:
        """Print what goes to the start of a loop's body."""
        self._write(self.places.start.get(id(loop), ()))

    def end(self, loop: For | While) -> None:
        """Print what goes to the end of a loop's body."""
        self._write(self.places.end.get(id(loop), ()))

    def arm(self, node: If, side: int) -> None:
        """Print what goes to the end of a branch of an if."""
        self._write(self.places.arms.get((id(node), side), ()))

    def _return(self, text: str, origin: Origin) -> None:
        if self.of is None:
            super()._return(text, origin)

    def _prints(self, node: If) -> bool:
        return bool(self.places.arms.get((id(node), 1))) or _has_text(
            node.otherwise, self.places
        )

    def _chains(self, node: If, first: If) -> bool:
        """Whether a branch is an `elif` and nothing else."""
        around = (self.places.before, self.places.after)
        return (
            not _has_text(node.otherwise[1:], self.places)
            and not self.places.arms.get((id(node), 1))
            and not any(place.get(id(first)) for place in around)
        )

    def _header(self, loop: For | While) -> str:
        counter = self.places.counters.get(id(loop))
        text = super()._header(loop)
        return text if counter is None else counted(text, counter)


def _has_text(block: Block, places: Places) -> bool:
    return any(
        not isinstance(node, Step)
        or node.origin is not None
        or bool(places.after.get(id(node)))
        for node in block
    )


def counted(header: str, counter: str) -> str:
    """`for row in rows:` -> `for row_index, row in enumerate(rows):`."""
    loop = ast.parse(f"{header}\n    pass").body[0]
    assert isinstance(loop, ast.For)
    target = ast.get_source_segment(header, loop.target)
    iterable = ast.get_source_segment(header, loop.iter)
    if (
        isinstance(loop.target, ast.Tuple)
        and target is not None
        and not target.startswith("(")
    ):
        target = f"({target})"
    return f"for {counter}, {target} in enumerate({iterable}):"


class TangentModule(Module):
    """Writes the module of one request in forward mode."""

    found: Mapping[str, Woven]  # type: ignore[assignment]

    def _pair_names(self) -> tuple[dict[str, str], dict[str, str]]:
        """Name each function; patterns of one are told apart by their inputs."""
        by_function: dict[str, list[Woven]] = {}
        for woven in self.found.values():
            by_function.setdefault(woven.function.key, []).append(woven)
        given: dict[str, str] = {}
        taken = set(self.program.names)
        for name, several in by_function.items():
            for woven in several:
                stem = name
                if len(several) > 1 and not self._is_entry(woven):
                    stem = "_".join((name, *(v.name for v in woven.inputs)))
                full = f"{stem}_jvp"
                while full in taken and not self._is_entry(woven):
                    full += "_"
                taken.add(full)
                given[woven.request.key] = full
        return given, {}

    def _is_entry(self, woven: Woven) -> bool:
        return woven.request.key == next(iter(self.found))

    def functions(self) -> Texts:
        """Texts of all functions in forward mode, the entry first."""
        return [self._jvp(woven) for woven in self.found.values()]

    def _jvp(self, woven: Woven) -> str:
        function = woven.function
        name = self.forward_names[woven.request.key]
        hoists = {k: self._hoist(woven, k) for k in woven.calls}
        lines = Lines()
        is_entry = self._is_entry(woven)
        if is_entry:
            guard(lines, function.name, self.guards, self.program.numpy)
        of = self.of if is_entry else None
        for step, invoke in invokes(function.body):
            if id(invoke) not in hoists and stands_alone(step, invoke):
                hoists[id(invoke)] = Hoist(self.plain_names[invoke.function], None)
        printer = Interleaved(woven, hoists, lines, self.printer, of, self.plain_names)
        results = [self.printer.text(e) for e in woven.results]
        closing = ", ".join([woven.value or value_text(function), *results])
        printer.whole(closing)
        lines.add(f"return {closing}")
        shown = parameters(function)
        apart = any(p.keyword_only or p.star == "*" for p in function.parameters)
        seeds = ", ".join(("", *woven.seeds) if apart else ("", "*", *woven.seeds))
        if not woven.seeds:
            seeds = ""
        before, options = shown, ""
        if "**" in shown:
            before, _, last = shown.rpartition("**")
            before, options = before.removesuffix(", "), f", **{last}"
        inside = f"{before}{seeds}{options}".removeprefix(", ")
        head = layout_header(f"def {name}({inside}):", 0)
        doc = docstring(self._summary(woven, is_entry), function.docstring)
        return "\n".join([head, *doc, *lines.lines])

    def _hoist(self, woven: Woven, key: int) -> Hoist:
        call = woven.calls[key]
        if call.request is None:
            invoke = next(i for _, i in invokes(woven.function.body) if id(i) == key)
            return Hoist(self.plain_names[invoke.function], None)
        keywords = tuple(
            f"{name}={self.printer.text(value)}" for name, value in call.keywords
        )
        return PushedHoist(self.forward_names[call.request.key], call.results, keywords)

    def _summary(self, woven: Woven, is_entry: bool) -> str:
        function = woven.function
        what = f"Value of `{function.name}`"
        if self.of is not None and is_entry:
            what = f"`{self.of}` as `{function.name}` leaves it"
        if value_text(function) == "None":
            what = f"Do what `{function.name}` does"
        along = ", ".join(woven.seeds)
        text = f"{what}, and its tangent along ({along})."
        mutated = [leaf.name for leaf in function.outputs]
        return (
            f"{text} Writes to {named(mutated)}, as the source does."
            if mutated
            else text
        )
