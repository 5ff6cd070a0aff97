"""Branches of the backward pass -> their tests: asked again, or recorded how they came out."""

from __future__ import annotations

from dataclasses import dataclass

from srcgrad.analysis.homes import Home
from srcgrad.analysis.required import Read, reads_of
from srcgrad.ir.code import Branch, Code, Loop
from srcgrad.ir.expressions import Name, Var
from srcgrad.ir.program import If
from srcgrad.transform.costs import CHEAP, cost, has_call
from srcgrad.transform.storage.plan import Plan
from srcgrad.transform.storage.recorder import Recorder
from srcgrad.transform.storage.values import Values


@dataclass(frozen=True)
class Conditions:
    """Decides for the test of every branch."""

    values: Values

    @property
    def recorder(self) -> Recorder:
        """Where lines to be inserted are written down."""
        return self.values.recorder

    @property
    def plan(self) -> Plan:
        """What has been decided so far."""
        return self.values.plan

    def decide(self, code: Code, loops: tuple[int, ...] = ()) -> None:
        """Decide for the tests in a stretch of code that these loops are around."""
        for statement in code:
            match statement:
                case Loop(source, body):
                    self.decide(body, (*loops, id(source)))
                case Branch(source, then, otherwise):
                    if isinstance(source, If):
                        self._condition(source, loops)
                    self.decide(then, loops)
                    self.decide(otherwise, loops)

    def _condition(self, node: If, loops: tuple[int, ...]) -> None:
        """Ask the test again where what it reads is at hand, else record how it came out."""
        if node.always:
            self.plan.conditions[id(node)] = node.condition
            return
        home = Home(
            "before", id(node), loops, self.recorder.homes.branches[id(node)], 0
        )
        simple = cost(node.condition) <= CHEAP and not has_call(node.condition)
        if simple and all(
            self.values.at_hand(v, home) for v, _ in reads_of(node.condition)
        ):
            self.plan.conditions[id(node)] = node.condition
            for var, blind in reads_of(node.condition):
                self.values.reads.append(Read(var, loops, blind, 0))
            return
        name = self.recorder.unused(self._branch_name(node))
        text = (
            self.recorder.text(node.condition) if not has_call(node.condition) else ""
        )
        source_text = _test_text(node) or self._flag(node)
        self.plan.conditions[id(node)] = Name(name)
        repeated = bool(text) and cost(node.condition) <= 2 * CHEAP
        if not loops and not home.branches:
            self.plan.before.setdefault(id(node), []).append(f"{name} = {source_text}")
            self.plan.saved[name] = name
            self.plan.tests[id(node)] = source_text if repeated else name
            return
        if not loops:
            self.plan.entry.append(f"{name} = False")
            self.plan.before.setdefault(id(node), []).append(f"{name} = {source_text}")
            self.plan.saved[name] = name
            self.plan.tests[id(node)] = name
            return
        if home.branches:
            self.plan.start.setdefault(loops[-1], []).insert(0, f"{name} = False")
            self.plan.before.setdefault(id(node), []).append(f"{name} = {source_text}")
            self.recorder.tape(name, loops, name, Home("end", loops[-1], loops, (), 0))
            self.plan.tests[id(node)] = name
            return
        if repeated:
            self.recorder.tape(
                name, loops, source_text, Home("before", id(node), loops, (), 0)
            )
            return
        self.plan.before.setdefault(id(node), []).append(f"{name} = {source_text}")
        self.plan.tests[id(node)] = name
        self.recorder.tape(name, loops, name, Home("before", id(node), loops, (), 0))

    def _flag(self, node: If) -> str:
        """Text of a test that the source does not have: of a flag of ours."""
        assert isinstance(node.condition, Var)
        return self.recorder.source_text(node.condition)

    def _branch_name(self, node: If) -> str:
        read = [v.name for v, _ in reads_of(node.condition)]
        return (
            "branch"
            if self.recorder.homes.ifs == 1 or not read
            else f"{read[0]}_branch"
        )


def _test_text(node: If) -> str:
    """The test of an if as the source has it."""
    text = node.origin.text.strip()
    text = text.removeprefix("elif").removeprefix("if").strip()
    return text.removesuffix(":").strip()
