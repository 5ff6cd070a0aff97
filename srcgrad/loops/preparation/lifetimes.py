"""Function -> for each variable, the stretch of its text in which the value is needed.

x.1 := ...          from here
for i in range(n):
y.2 := x.1 + i  to the end of the loop: the next iteration reads it again
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from srcgrad.ir.expressions import Expression, Var, variables
from srcgrad.ir.program import (
    HOLE,
    Append,
    Block,
    Define,
    Effect,
    For,
    Function,
    If,
    Invoke,
    Simple,
    Step,
    Store,
    While,
    leaves,
)

FOREVER = 1 << 60


@dataclass
class Lifetimes:
    """`made` : where each variable is made. `last` : the last place that reads it.

    loops : the loops around the place, outermost first, each with where it ends.
    """

    made: dict[Var, int] = field(default_factory=dict)
    last: dict[Var, int] = field(default_factory=dict)
    around: dict[Var, tuple[int, ...]] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    reads: list[tuple[Var, int, tuple[int, ...]]] = field(default_factory=list)
    position: int = 0

    def tick(self) -> int:
        """Next place in the text."""
        self.position += 1
        return self.position

    def overlap(self, one: Var, two: Var) -> bool:
        """Whether both values are needed at some place."""
        return (
            self.made[one] < self.last[two]
            and self.made[two] < self.last[one]
            and one != two
        )


def lifetimes(function: Function, kept: Iterable[Var]) -> Lifetimes:
    """Find the lifetimes; those that are `kept` are needed to the end and after it."""
    found = Lifetimes()
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            found.made[leaf] = 0
            found.around[leaf] = ()
    _Walk(found).block(function.body, ())
    for leaf in (*leaves(function.result), *function.outputs.values()):
        found.reads.append((leaf, found.position + 1, ()))
    for var in found.made:
        found.last[var] = found.made[var]
    for var, place, loops in found.reads:
        if var not in found.made:
            continue
        own = found.around[var]
        outer = [loop for loop in loops if loop not in own]
        end = found.ends[outer[0]] if outer else place
        found.last[var] = max(found.last[var], end)
    for var in kept:
        found.last[var] = FOREVER
    return found


@dataclass
class _Walk:
    """The way through a program in the order of its text."""

    found: Lifetimes

    def read(self, expressions: Iterable[Expression], loops: tuple[int, ...]) -> None:
        for expression in expressions:
            for var in variables(expression):
                if var != HOLE:
                    self.found.reads.append((var, self.found.position, loops))

    def make(self, var: Var, loops: tuple[int, ...]) -> None:
        self.found.made[var] = self.found.position
        self.found.around[var] = loops

    def block(self, block: Block, loops: tuple[int, ...]) -> None:
        found = self.found
        for node in block:
            match node:
                case Step(statements):
                    for statement in statements:
                        found.tick()
                        self.simple(statement, loops)
                case If(condition, then, otherwise, merges):
                    found.tick()
                    self.read((condition,), loops)
                    for part, block_ in (("then", then), ("otherwise", otherwise)):
                        self.block(block_, loops)
                        found.tick()
                        for merge in merges:
                            source = getattr(merge, part)
                            if source is not None:
                                found.reads.append((source, found.position, loops))
                    for merge in merges:
                        # from the end of the branch that comes first in the text
                        self.make(merge.target, loops)
                case For() | While():
                    self.loop(node, loops)

    def loop(self, node: For | While, loops: tuple[int, ...]) -> None:
        found = self.found
        found.tick()
        if isinstance(node, For):
            self.read((node.iterable,), loops)
        for carry in node.carried:
            if carry.initial is not None:
                found.reads.append((carry.initial, found.position, loops))
        inside = (*loops, id(node))
        for carry in node.carried:
            self.make(carry.head, inside)
        if isinstance(node, For):
            found.tick()
            self.make(node.counter, inside)
        else:
            self.read((node.condition,), inside)
        self.block(node.body, inside)
        found.tick()
        for carry in node.carried:
            found.reads.append((carry.back, found.position, inside))
            self.make(carry.exit, loops)
        found.ends[id(node)] = found.position

    def simple(self, statement: Simple, loops: tuple[int, ...]) -> None:
        match statement:
            case Define(targets, values):
                self.read(values, loops)
                for target in targets:
                    self.make(target, loops)
            case Store(target, base, place, value):
                self.read((place, value, base), loops)
                self.make(target, loops)
            case Append(target, base, value):
                self.read((base, value), loops)
                self.make(target, loops)
            case Effect(reads):
                self.read(reads, loops)
            case Invoke(targets=targets, arguments=arguments, mutated=mutated):
                self.read(arguments, loops)
                for target in (*targets, *(v for _, v in mutated)):
                    self.make(target, loops)
