"""Adjoint code + Plan -> the body of the backward function."""

from __future__ import annotations

from dataclasses import dataclass

from srcgrad.emit.expressions import Printer
from srcgrad.emit.lines import Lines
from srcgrad.ir.code import (
    Add,
    Branch,
    Code,
    Given,
    Loop,
    Put,
    Remark,
    Restore,
    Scatter,
    Set,
    Statement,
)
from srcgrad.ir.expressions import (
    Apply,
    Expression,
    Sequence,
    Slice,
    Var,
    substitute,
)
from srcgrad.ir.program import For, If
from srcgrad.transform.storage.plan import Plan


@dataclass
class Backward:
    """Prints adjoint code."""

    plan: Plan
    printer: Printer
    lines: Lines

    def text(self, expression: Expression) -> str:
        """Text of an expression, its variables replaced by what stands for them."""
        return self.printer.text(substitute(expression, self.plan.values))

    def code(self, code: Code) -> None:
        """Print statements in order."""
        for statement in code:
            self.statement(statement)

    def statement(self, statement: Statement) -> None:
        """Print one statement."""
        match statement:
            case Set(targets, value):
                shown = self.text(value)
                if (
                    isinstance(value, Sequence)
                    and value.kind == "tuple"
                    and len(targets) > 1
                ):
                    shown = shown[1:-1]
                self.lines.add(f"{', '.join(targets)} = {shown}")
            case Put(place, value):
                self.lines.add(f"{self.text(place)} = {self.text(value)}")
            case Add(place, value, negative):
                sign = "-=" if negative else "+="
                self.lines.add(f"{self.text(place)} {sign} {self.text(value)}")
            case Scatter(base, items, value):
                numpy = self.printer.modules.get("np", "np")
                if any(isinstance(item, Slice) for item in items):
                    shown = ", ".join(self.text(item) for item in items)
                    index = f"{numpy}.s_[{shown}]"
                else:
                    index = self.text(items[0] if len(items) == 1 else Sequence(items))
                self.lines.add(
                    f"{numpy}.add.at({self.text(base)}, {index}, {self.text(value)})"
                )
            case Given(text):
                self.lines.add(text)
            case Remark(origin):
                for line in origin.text.split("\n"):
                    self.lines.comment(f"# {line}".rstrip())
            case Restore(target):
                self._restore(target)
            case Loop():
                self._loop(statement)
            case Branch():
                self._branch(statement)

    def _restore(self, target: Var) -> None:
        if target in self.plan.restores:
            place, name = self.plan.restores[target]
            self.lines.add(f"{self.text(place)} = {name}")

    def _loop(self, loop: Loop) -> None:
        source = loop.source
        loads = self.plan.loads.get(id(source), [])
        recomputed = self.plan.recomputed.get(id(source), [])
        targets = [name for name, _ in loads]
        iterables = [f"reversed({tape})" for _, tape in loads]
        if isinstance(source, For):
            if self.plan.is_iterated(source):
                counted = id(source) in self.plan.counted
                targets.insert(0, source.counter.name if counted else "_")
                iterables.insert(0, self._backwards(source))
        if len(targets) == 1:
            header = f"for {targets[0]} in {iterables[0]}:"
        else:
            header = (
                f"for {', '.join(targets)} in zip({', '.join(iterables)}, strict=True):"
            )
        self.lines.open(header)
        for statement in recomputed:
            self.statement(statement)
        self.code(loop.body)
        self.lines.close()

    def _backwards(self, source: For) -> str:
        iterable = self.plan.iterable(source)
        if isinstance(iterable, Apply) and iterable.operation == "reversed":
            return self.text(iterable.arguments[0])
        return f"reversed({self.text(iterable)})"

    def _branch(self, branch: Branch) -> None:
        source = branch.source
        if isinstance(source, If) and source.always:
            if not source.mirrored:
                self.code(branch.then)
            elif self._trim(branch.then):
                self.lines.open(source.origin.text)
                self.code(branch.then)
                self.lines.close()
            return
        condition = self.plan.test(source)
        then, otherwise = self._trim(branch.then), self._trim(branch.otherwise)
        if then:
            self.lines.open(f"if {self.text(condition)}:")
            self.code(then)
            self.lines.close()
            if otherwise:
                self.lines.open("else:")
                self.code(otherwise)
                self.lines.close()
        elif otherwise:
            self.lines.open(f"if {self.text(Apply('not', (condition,)))}:")
            self.code(otherwise)
            self.lines.close()

    def _trim(self, code: Code) -> Code:
        """Nothing, where a branch holds no statement that is printed."""
        shown = any(
            statement.target in self.plan.restores
            if isinstance(statement, Restore)
            else not isinstance(statement, Remark)
            for statement in code
        )
        return code if shown else ()
