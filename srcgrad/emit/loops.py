"""Compiled code -> lines of Python that Numba compiles."""

from __future__ import annotations

from dataclasses import dataclass, field

from srcgrad.emit.expressions import Printer
from srcgrad.emit.lines import Lines
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    walk,
)
from srcgrad.loops.nests.nest import (
    Allocate,
    Assign,
    Block,
    Branch,
    Call,
    Check,
    Comment,
    Leave,
    Loop,
    Pop,
    Push,
    Put,
    Repeat,
    Statement,
)


@dataclass
class LoopPrinter:
    """Prints statements of compiled code."""

    printer: Printer
    lines: Lines
    fast: bool = True
    kernels: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    def text(self, expression: Expression) -> str:
        """Text of an expression."""
        for part in walk(expression):
            match part:
                case Apply("call", (Constant(value=str(name)), *_)) if name[0] == "_":
                    self.kernels.add(name[1:])
        return self.printer.text(expression)

    def block(self, block: Block) -> None:
        """Print a block."""
        for statement in block:
            self.statement(statement)

    def statement(self, statement: Statement) -> None:
        """Print one statement."""
        add = self.lines.add
        match statement:
            case Assign(target, value):
                add(self.updated(Name(target), value))
            case Put(array, index, value, sign):
                self.written.add(array)
                place = self.text(Index(Name(array), index))
                if sign:
                    add(f"{place} {sign}= {self.text(value)}")
                else:
                    add(self.updated(Index(Name(array), index), value))
            case Allocate(array, extents, dtype, zeros):
                add(f"{array} = {self.allocation(extents, dtype, zeros)}")
            case Call(targets, value):
                left = f"{', '.join(targets)} = " if targets else ""
                add(f"{left}{self.text(value)}")
            case Check(condition, message):
                self.lines.open(f"if {self.text(_denied(condition))}:")
                add(f'raise ValueError("{message}")')
                self.lines.close()
            case Push(stack, top, value):
                self.lines.open(f"if {top} == {stack}.size:")
                add(f"{stack} = grown({stack})")
                self.lines.close()
                add(f"{stack}[{top}] = {self.text(value)}")
                add(f"{top} += 1")
            case Pop(target, stack, top):
                add(f"{top} -= 1")
                add(f"{target} = {stack}[{top}]")
            case Comment(lines):
                for line in lines:
                    self.lines.comment(line)
            case Loop():
                self.lines.open(f"for {statement.counter} in {self.range(statement)}:")
                self.inner(statement.body)
                self.lines.close()
            case Repeat(condition, body):
                self.lines.open(f"while {self.text(condition)}:")
                self.inner(body)
                self.lines.close()
            case Branch(condition, then, otherwise):
                self.branch(condition, then, otherwise)
            case Leave():
                add("break")

    def inner(self, block: Block) -> None:
        """Print the body of a compound statement."""
        self.block(block)
        if all(isinstance(statement, Comment) for statement in block):
            self.lines.add("pass")

    def branch(self, condition: Expression, then: Block, otherwise: Block) -> None:
        """Print an `if`."""
        empty = all(isinstance(s, Comment) for s in then)
        if empty and otherwise:
            condition, then, otherwise = _denied(condition), otherwise, ()
        self.lines.open(f"if {self.text(condition)}:")
        self.inner(then)
        self.lines.close()
        if any(not isinstance(s, Comment) for s in otherwise):
            self.lines.open("else:")
            self.inner(otherwise)
            self.lines.close()

    def range(self, loop: Loop) -> str:
        """Text of a range."""
        parts = [loop.start, loop.stop, loop.step]
        if loop.step == Constant(1):
            parts.pop()
            if loop.start == Constant(0):
                parts.pop(0)
        return f"range({', '.join(map(self.text, parts))})"

    def updated(self, place: Expression, value: Expression) -> str:
        """Text of an assignment: `a += b` where it adds to what is there."""
        match value:
            case Apply("add", (left, right)) if left == place:
                return f"{self.text(place)} += {self.text(right)}"
            case Apply("add", (left, right)) if right == place:
                return f"{self.text(place)} += {self.text(left)}"
            case Apply("subtract", (left, right)) if left == place:
                return f"{self.text(place)} -= {self.text(right)}"
            case _:
                return f"{self.text(place)} = {self.text(value)}"

    def allocation(self, extents: tuple, dtype: str, zeros: bool) -> str:  # type: ignore[type-arg]
        """Text of new memory."""
        spelled = [extent.expression() for extent in extents]
        shape = spelled[0] if len(spelled) == 1 else Sequence(tuple(spelled))
        name = "bool_" if dtype == "bool" else dtype
        kind = "" if dtype == "float64" else f", np.{name}"
        made = "zeros" if zeros else "empty"
        return f"np.{made}({self.text(shape)}{kind})"


DENIED = {
    "less": "greater_equal",
    "less_equal": "greater",
    "greater": "less_equal",
    "greater_equal": "less",
    "equal": "not_equal",
    "not_equal": "equal",
}


def _denied(condition: Expression) -> Expression:
    """Return the opposite of a test of integers."""
    match condition:
        case Apply("equal" | "not_equal" as operation, parts):
            return Apply(DENIED[operation], parts)
        case Apply("not", (inner,)):
            return inner
        case _:
            return Apply("not", (condition,))
