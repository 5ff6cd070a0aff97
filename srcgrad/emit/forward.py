"""Function + Plan -> the forward function: the user's statements as they stand, and what is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from srcgrad.diagnostics import Span, refuse
from srcgrad.emit.lines import Lines
from srcgrad.emit.nodes import ends, expanded, has_calls, is_jump
from srcgrad.ir.cut import Cut, edited, innermost_first
from srcgrad.ir.program import (
    Block,
    Edit,
    For,
    Function,
    If,
    Invoke,
    Named,
    Node,
    Restated,
    Step,
    While,
    hands_out_functions,
    leaves,
    spelled,
)
from srcgrad.ir.steps import steps
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


@dataclass(frozen=True)
class Place:
    """A statement being printed, what follows it in its block, and the branch taken."""

    node: Node
    rest: Block
    side: int = 0


@dataclass
class Forward:
    """Prints the body of a forward function.

    plain : key of a function -> what it is called where it is not differentiated.
    shown : names of functions within the function whose definitions are needed.
    folded : names of what comprehensions make, that are not in the text; named : those
        that are, since something else reads them.
    """

    function: Function
    plan: Plan
    hoists: Mapping[int, Hoist]
    lines: Lines
    plain: Mapping[str, str]
    shown: frozenset[str] = frozenset()
    around: list[Place] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    folded: set[str] = field(default_factory=set)

    def is_hidden(self, step: Step) -> bool:
        """Whether a statement only names functions, and their names are not needed."""
        return bool(step.functions) and not self.shown & set(step.functions)

    def whole(self, closing: str = "") -> None:
        """Print the body, with the definitions of functions that the rest still names.

        closing : what the lines behind the body read.
        """
        inner = {n for step in steps(self.function.body) for n in step.functions}
        while True:
            mark = len(self.lines.lines)
            self.folded = set()
            self.body()
            body = "\n".join([*self.lines.lines[mark:], closing])
            words = frozenset(re.findall(r"[^\W\d]\w*", _code(body)))
            read = words & inner
            missing = words & self.folded
            if read <= self.shown and not missing:
                return
            self.shown |= read
            self.named |= missing
            del self.lines.lines[mark:]

    def body(self) -> None:
        """Print everything between the docstring and the return."""
        for line in self.plan.entry:
            self.lines.add(line)
        self.block(self.function.body)
        for comment in self.function.footer:
            self.lines.comment(comment)

    def block(self, block: Block) -> None:
        """Print the statements of a block."""
        position = 0
        while position < len(block):
            run = expanded(block, position)
            if len(run) > 1:
                self._comprehension(run)
                position += len(run)
                continue
            node = block[position]
            position += 1
            self.before(node)
            self._node(node, block[position:])
            if ends((node,)):
                return
            self.after(node)

    def _node(self, node: Node, rest: Block) -> None:
        self.around.append(Place(node, rest))
        match node:
            case Step():
                if is_jump(node):
                    self._settle()
                self._step(node)
            case If():
                self._if(node)
            case For() | While():
                self._loop(node)
        self.around.pop()

    # ---- comprehensions

    def _comprehension(self, run: Block) -> None:
        """Print a comprehension that was made a loop: as written, if nothing was added."""
        at = next(k for k, node in enumerate(run) if isinstance(node, For | While)) + 1
        loop, rest = run[:at], run[at:]
        text = self.lines.lines
        self.before(run[0])
        start = len(text)
        self._several(loop)
        end = len(text)
        is_made = not has_calls(loop) and text[start:] == self._bare(loop)
        self.after(loop[-1])
        self._several(rest, True)
        if is_made:
            is_whole = bool(rest) and not has_calls(rest)
            is_whole = is_whole and text[end:] == self._bare(rest)
            self._fold(run, start, end, is_whole)
        if rest:
            self.after(rest[-1])

    def _several(self, run: Block, first: bool = False) -> None:
        """Print statements, without what goes before the first and behind the last."""
        for position, node in enumerate(run):
            if position or first:
                self.before(node)
            self._node(node, run[position + 1 :])
            if position < len(run) - 1:
                self.after(node)

    def _bare(self, run: Block) -> list[str]:
        """Return the lines of statements of the source alone."""
        lines = Lines(depth=self.lines.depth)
        Forward(self.function, Plan(), {}, lines, self.plain)._several(run)
        return lines.lines

    def _fold(self, run: Block, start: int, end: int, is_whole: bool) -> None:
        """Put a comprehension, or its statement, to the place of the lines of its loop."""
        origin = run[0].origin
        assert origin is not None and origin.expansion is not None
        expansion = origin.expansion
        printer = Forward(
            self.function, Plan(), {}, Lines(depth=self.lines.depth), self.plain
        )
        statement = expansion.statement
        printer.lines.comments(statement)
        if is_whole and expansion.name not in self.named:
            self.folded.add(expansion.name)
            if re.match(r"return\b", statement.text):
                printer._return(statement.text, statement)
            else:
                printer.lines.add(statement.text, statement.trailing)
            end = len(self.lines.lines)
        else:
            printer.lines.add(expansion.made, origin.trailing)
        self.lines.lines[start:end] = printer.lines.lines

    # ---- lines around the source's

    def write(self, lines: Iterable[str]) -> None:
        """Add lines."""
        for line in lines:
            self.lines.add(line)

    def before(self, node: Node) -> None:
        """Print what goes before a statement."""
        self.write(self.plan.before.get(id(node), ()))

    def ahead(self, step: Step) -> None:
        """Print what goes between the comments of a statement and its text."""

    def after(self, node: Node) -> None:
        """Print what goes behind a statement."""
        self.write(self.plan.after.get(id(node), ()))

    def start(self, loop: For | While) -> None:
        """Print what goes to the start of a loop's body."""
        self.write(self.plan.start.get(id(loop), ()))

    def end(self, loop: For | While) -> None:
        """Print what goes to the end of a loop's body."""
        self.write(self.plan.end.get(id(loop), ()))

    def arm(self, node: If, side: int) -> None:
        """Print what goes to the end of a branch of an if."""

    def _settle(self) -> None:
        """Print, before a jump, all that stands between it and the end of the loop's body."""
        around = self.around
        for depth, place in enumerate(reversed(around)):
            if isinstance(place.node, For | While):
                self.end(place.node)
                return
            if isinstance(place.node, If):
                self.arm(place.node, place.side)
            if depth:
                self.after(place.node)
            self._pass_over(place.rest)

    def _pass_over(self, rest: Block) -> None:
        """Print what stands around statements without text, or that a jump skips."""
        for node in rest:
            self.before(node)
            if isinstance(node, If):
                assert node.flat and not node.origin.text, "a jump skips what has text"
                self._pass_over(node.then)
                self.arm(node, 0)
            self.after(node)

    def _step(self, step: Step) -> None:
        origin = step.origin
        if origin is None:
            return
        self.lines.comments(origin)
        text = self._hoisted(step, origin)
        self.ahead(step)
        if not text or step.ahead or self.is_hidden(step):
            return
        if text.startswith(("def ", "@")):
            self.lines.verbatim(text)
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

    def _hoisted(self, step: Step, origin: Origin) -> str:
        """Print calls in forward form and return what is left of the statement."""
        cut = Cut(origin)
        invokes = [s for s in step.statements if isinstance(s, Invoke)]
        calls: list[Invoke | Edit | Restated | Named] = [
            i for i in invokes if id(i) in self.hoists or i.passed is not None
        ]
        calls += [*step.edits, *self.plan.named.get(id(step), ())]
        # innermost first: its value stands in the arguments of the next
        for call in sorted(calls, key=lambda c: innermost_first(_span(c))):
            span = _span(call)
            if not isinstance(call, Invoke):
                if isinstance(call, Named):
                    self.lines.add(f"{call.name} = {cut.part(span)}")
                cut.edit(call)
                continue
            arguments = cut.arguments(span, call.passed)
            hoist = self.hoists.get(id(call))
            if hoist is None:
                cut.replace(span, f"{self.plain[call.function]}({arguments}")
                continue
            start, end = cut.place(span)
            left = self._left(call, cut.text[:start], cut.text[end:])
            if left is not None:
                self.lines.add(hoist.line(left, arguments), origin.trailing)
                return ""
            shown = spelled(call.structure)
            self.lines.add(hoist.line(shown, arguments))
            cut.replace(span, shown)
        return cut.text

    def _left(self, invoke: Invoke, before: str, after: str) -> str | None:
        """Targets of a statement that is nothing but this call, None where it is more."""
        if after.strip():
            return None
        if not before.strip():
            return None if leaves(invoke.structure) else "_"
        values = leaves(invoke.structure)
        named = all(self.function.access.get(t, t.name) for t in values)
        if not named or not re.fullmatch(
            r"([^=(\[]+|\([^=\[]+\)\s*)=\s*", before, re.S
        ):
            return None
        left = before.rstrip().removesuffix("=").strip()
        bracketed = left.startswith("(") and left.endswith(")")
        return f"({left})" if "," in left and not bracketed else left

    # ---- compound statements

    def _if(self, node: If, word: str = "if") -> None:
        origin = node.origin
        if node.attempt:
            self._attempt(node)
            return
        if origin.text:
            self.lines.comments(origin)
            test = origin.text if node.always else f"{word} {self._test(node)}:"
            self.lines.open(test, origin.trailing)
            self._arm(node, 0)
            self.lines.close()
        if node.tail:
            self.lines.verbatim(node.tail)
        if node.flat:
            self._side(node, 1)
            return
        first = node.otherwise[0] if node.otherwise else None
        if isinstance(first, If) and first.is_elif and self._chains(node, first):
            self.around.append(Place(first, ()))
            self._if(first, "elif")
            self.around.pop()
            self.after(first)
            return
        if not self._prints(node):
            return
        other = node.otherwise_origin
        if other is not None:
            self.lines.comments(other)
        self.lines.open("else:", other.trailing if other is not None else "")
        self._arm(node, 1)
        self.lines.close()

    def _attempt(self, node: If) -> None:
        """Print a `try` as it stands: nothing is recorded within it."""
        if node.attempt == "jumps":
            raise refuse(
                "SG139",
                "a `try` that is left by `return`, `break` or `continue` is not supported, "
                "unless its handlers only raise",
                node.origin.span,
                hint="bind a name in the `try`, and test behind it",
            )
        self.lines.comments(node.origin)
        edits = [e for s in steps((*node.then, *node.otherwise)) for e in s.edits]
        self.lines.verbatim(edited(node.origin, edits).text)

    def _test(self, node: If) -> str:
        """Text of the test of an if."""
        test = self.plan.tests.get(id(node))
        return test_text(node.origin.text) if test is None else test

    def _chains(self, node: If, first: If) -> bool:
        """Whether a branch is an `elif` and nothing else."""
        return not self.plan.before.get(id(first)) and len(node.otherwise) == 1

    def _prints(self, node: If) -> bool:
        """Whether the second branch of an if has any text."""
        return any(
            not isinstance(inner, Step)
            or inner.origin is not None
            or bool(self.plan.after.get(id(inner)) or self.plan.before.get(id(inner)))
            for inner in node.otherwise
        )

    def _arm(self, node: If, side: int) -> None:
        mark = len(self.lines.lines)
        self._side(node, side)
        self._fill(mark)

    def _side(self, node: If, side: int) -> None:
        block = node.otherwise if side else node.then
        self.around[-1] = replace(self.around[-1], side=side)
        self.block(block)
        if not ends(block):
            self.arm(node, side)

    def _fill(self, mark: int) -> None:
        """Put a `pass` where nothing but comments has been printed since `mark`."""
        if all(
            line.lstrip().startswith("#") or not line
            for line in self.lines.lines[mark:]
        ):
            self.lines.add("pass")

    def _header(self, loop: For | While) -> str:
        """Text of the header of a loop."""
        return loop.origin.text

    def _loop(self, node: For | While) -> None:
        self.lines.comments(node.origin)
        self.lines.open(self._header(node), node.origin.trailing)
        mark = len(self.lines.lines)
        self.start(node)
        self.block(node.body)
        if not ends(node.body):
            self.end(node)
        self._fill(mark)
        self.lines.close()


def test_text(header: str) -> str:
    """Text of the test of an `if` or `elif`."""
    text = header.strip().removeprefix("elif").removeprefix("if")
    return text.strip().removesuffix(":").strip()


def _code(text: str) -> str:
    """Lines of a text without those that are comments."""
    lines = text.split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def stands_alone(step: Step, invoke: Invoke) -> bool:
    """Whether a call is on a line of its own, differentiated or not."""
    return step.ahead or hands_out_functions(invoke.structure)


def _span(call: Invoke | Edit | Restated | Named) -> Span:
    assert call.span is not None
    return call.span


def value_text(function: Function) -> str:
    """Text that stands for a function's value at its end."""
    result = function.result
    if result.leaf is not None:
        return function.final.get(result.leaf, function.result_name)
    if result.items is not None or result.kind == "given":
        return function.result_name
    return "None"
