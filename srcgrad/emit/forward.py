"""Function + Plan -> the forward function: the user's statements as they stand, and what is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from srcgrad.emit.lines import Lines
from srcgrad.ir.program import Block, For, Function, If, Invoke, Result, Step, While
from srcgrad.ir.surface import Origin
from srcgrad.transform.storage.plan import Plan


@dataclass(frozen=True)
class Hoist:
    """A call that is made on a line of its own: `value, saved = f_forward(...)`.

    `saved` is None where the call is passive and only its value is needed.
    """

    forward: str
    saved: str | None

    def line(self, targets: str, arguments: str) -> str:
        """Text of the call."""
        left = targets if self.saved is None else f"{targets}, {self.saved}"
        return f"{left} = {self.forward}({arguments}"


@dataclass
class Forward:
    """Prints the body of a forward function."""

    function: Function
    plan: Plan
    hoists: Mapping[int, Hoist]
    lines: Lines

    def body(self) -> None:
        """Print everything between the docstring and the return."""
        for line in self.plan.entry:
            self.lines.add(line)
        self.block(self.function.body)
        for comment in self.function.footer:
            self.lines.comment(comment)

    def block(self, block: Block) -> None:
        """Print a block; an empty one needs a `pass`."""
        for node in block:
            for line in self.plan.before.get(id(node), ()):
                self.lines.add(line)
            match node:
                case Step():
                    self._step(node)
                case If():
                    self._if(node)
                case For() | While():
                    self._loop(node)
            for line in self.plan.after.get(id(node), ()):
                self.lines.add(line)

    def _step(self, step: Step) -> None:
        origin = step.origin
        if origin is None:
            return
        self.lines.comments(origin)
        text = origin.text
        invokes = [
            s for s in step.statements if isinstance(s, Invoke) and id(s) in self.hoists
        ]
        if invokes:
            text = self._hoisted(invokes, origin)
        if not text:
            return
        if re.match(r"return\b", text):
            self._return(text, origin)
        else:
            self.lines.add(text, origin.trailing)

    def _return(self, text: str, origin: Origin) -> None:
        """`return expression` becomes the value, unless it already has a name."""
        value = text.removeprefix("return").strip()
        leaf = self.function.result.leaf
        named = leaf is not None and value in (leaf.name, self.function.final.get(leaf))
        if not value or (named and self._is_last(origin)):
            if origin.trailing:
                self.lines.comment(origin.trailing)
            return
        if value == self.function.result_name:
            return
        self.lines.add(f"{self.function.result_name} = {value}", origin.trailing)

    def _is_last(self, origin: Origin) -> bool:
        last = self.function.body[-1] if self.function.body else None
        return isinstance(last, Step) and last.origin is origin

    def value_text(self) -> str:
        """Text of the value that forward returns."""
        return value_text(self.function)

    def _hoisted(self, invokes: list[Invoke], origin: Origin) -> str:
        """Print calls in forward form and return what is left of the statement."""
        text = origin.text
        spans = []
        for invoke in invokes:
            assert invoke.span is not None
            start = _offset(origin, invoke.span.line, invoke.span.column)
            end = _offset(origin, invoke.span.end_line, invoke.span.end_column)
            spans.append((start, end, invoke))
        while spans:
            # innermost first: its value stands in the arguments of the next
            spans.sort(key=lambda span: (span[1], -span[0]))
            start, end, invoke = spans.pop(0)
            hoist = self.hoists[id(invoke)]
            _, _, arguments = text[start:end].partition("(")
            before, after = text[:start], text[end:]
            left = self._left(invoke, before, after)
            if left is not None:
                self.lines.add(hoist.line(left, arguments), origin.trailing)
                return ""
            shown = self._shown(invoke)
            self.lines.add(hoist.line(shown, arguments))
            text = before + shown + after
            shift = len(shown) - (end - start)
            spans = [
                (s + shift if s >= end else s, e + shift if e >= end else e, other)
                for s, e, other in spans
            ]
        return text

    def _left(self, invoke: Invoke, before: str, after: str) -> str | None:
        """Targets of a statement that is nothing but this call, None where it is more."""
        if after.strip():
            return None
        if not before.strip():
            return None if invoke.targets else "_"
        named = all(self.function.access.get(t, t.name) for t in invoke.targets)
        if not named or not re.fullmatch(
            r"([^=(\[]+|\([^=\[]+\)\s*)=\s*", before, re.S
        ):
            return None
        left = before.rstrip().removesuffix("=").strip()
        bracketed = left.startswith("(") and left.endswith(")")
        return f"({left})" if "," in left and not bracketed else left

    def _shown(self, invoke: Invoke) -> str:
        return _structure(invoke.structure)

    # ---- compound statements

    def _if(self, node: If, word: str = "if") -> None:
        origin = node.origin
        self.lines.comments(origin)
        text = origin.text.strip()
        test = self.plan.tests.get(id(node))
        if test is None:
            test = (
                text.removeprefix("elif")
                .removeprefix("if")
                .strip()
                .removesuffix(":")
                .strip()
            )
        self.lines.open(f"{word} {test}:", origin.trailing)
        self._inside(node.then)
        self.lines.close()
        if not node.otherwise:
            return
        first = node.otherwise[0]
        if (
            isinstance(first, If)
            and first.is_elif
            and not self.plan.before.get(id(first))
            and len(node.otherwise) == 1
        ):
            self._if(first, "elif")
            for line in self.plan.after.get(id(first), ()):
                self.lines.add(line)
            return
        if not self._prints(node.otherwise):
            return
        other = node.otherwise_origin
        if other is not None:
            self.lines.comments(other)
        self.lines.open("else:", other.trailing if other is not None else "")
        self._inside(node.otherwise)
        self.lines.close()

    def _prints(self, block: Block) -> bool:
        """Whether a block has any text."""
        for node in block:
            if not isinstance(node, Step) or node.origin is not None:
                return True
            if self.plan.after.get(id(node)) or self.plan.before.get(id(node)):
                return True
        return False

    def _inside(self, block: Block) -> None:
        mark = len(self.lines.lines)
        self.block(block)
        if all(
            line.lstrip().startswith("#") or not line
            for line in self.lines.lines[mark:]
        ):
            self.lines.add("pass")

    def _loop(self, node: For | While) -> None:
        self.lines.comments(node.origin)
        self.lines.open(node.origin.text, node.origin.trailing)
        mark = len(self.lines.lines)
        for line in self.plan.start.get(id(node), ()):
            self.lines.add(line)
        self.block(node.body)
        for line in self.plan.end.get(id(node), ()):
            self.lines.add(line)
        if all(
            line.lstrip().startswith("#") or not line
            for line in self.lines.lines[mark:]
        ):
            self.lines.add("pass")
        self.lines.close()


def value_text(function: Function) -> str:
    """Text that stands for a function's value at its end."""
    result = function.result
    if result.leaf is not None:
        return function.final.get(result.leaf, function.result_name)
    if result.items is not None:
        return function.result_name
    return "None"


def _structure(result: Result) -> str:
    """Names of a call's value, nested as the value is."""
    if result.items is not None:
        inside = ", ".join(_structure(item) for item in result.items)
        return f"({inside},)" if len(result.items) == 1 else f"({inside})"
    return "_" if result.leaf is None else result.leaf.name


def _offset(origin: Origin, line: int, column: int) -> int:
    """Place in the origin's dedented text of a place in the file."""
    lines = origin.text.split("\n")
    row = line - origin.span.line
    if row == 0:
        return column - origin.span.column
    before = sum(len(text) + 1 for text in lines[:row])
    return before + max(column - origin.span.column, 0)
