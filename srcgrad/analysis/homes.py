"""IR -> facts: where each variable is made, in which loops, and what destroys it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import (
    Append,
    Block,
    Define,
    For,
    Function,
    If,
    Invoke,
    Simple,
    Step,
    Store,
    While,
)

Path = tuple[int, ...]


@dataclass(frozen=True)
class Home:
    """Where a variable is made.

    kind : "entry" for a parameter, "after" a node, at the "start" of a loop's
        iteration, or a loop's "counter". node : identity of that node. loops : loops
        around it, outermost first.
    branches : ifs around it within its innermost loop. order : place in the program.
    value : what a plain assignment gives it.
    """

    kind: str
    node: int
    loops: Path
    branches: Path
    order: int
    value: Expression | None = None


@dataclass
class Homes:
    """All homes of a function, and the order in which memory is written to.

    loops, branches : for each node of the program, the loops around it, outermost first,
        and the ifs around it within the innermost of them. ifs : how many there are.
    """

    home: dict[Var, Home] = field(default_factory=dict)
    writes: list[tuple[int, Path, Var]] = field(default_factory=list)
    merged: dict[Var, list[tuple[Var, int]]] = field(default_factory=dict)
    partial: set[Var] = field(default_factory=set)
    group: dict[int, int] = field(default_factory=dict)
    loops: dict[int, Path] = field(default_factory=dict)
    branches: dict[int, Path] = field(default_factory=dict)
    ifs: int = 0
    order: int = 0

    def tick(self) -> int:
        """Next place in the program."""
        self.order += 1
        return self.order

    def root(self, buffer: int) -> int:
        """Return one buffer for all that may be the same memory at some time."""
        while self.group.get(buffer, buffer) != buffer:
            buffer = self.group[buffer]
        return buffer

    def link(self, one: int, two: int) -> None:
        """Two buffers may be the same memory."""
        self.group[self.root(one)] = self.root(two)


def homes_of(function: Function, saved: Mapping[int, Var] | None = None) -> Homes:
    """Find the home of every variable of a function.

    saved : id of a call -> the variable for what its forward function saves.
    """
    homes = Homes()
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            homes.home[leaf] = Home("entry", 0, (), (), 0)
    for pair in function.aliases:
        one, two = pair
        homes.link(one, two)
    _Walk(homes, function.buffers, saved or {}).block(function.body, (), ())
    return homes


@dataclass(frozen=True)
class _Walk:
    """The way through a program, in the order of its text."""

    homes: Homes
    buffers: Mapping[Var, int]
    saved: Mapping[int, Var]

    def block(self, block: Block, loops: Path, branches: Path) -> None:
        homes = self.homes
        for node in block:
            homes.loops[id(node)] = loops
            homes.branches[id(node)] = branches
            match node:
                case Step(statements):
                    for statement in statements:
                        self.simple(statement, id(node), loops, branches)
                case If():
                    homes.ifs += 1
                    self.branch(node, loops, branches)
                case For() | While():
                    self.loop(node, loops, branches)

    def branch(self, node: If, loops: Path, branches: Path) -> None:
        homes = self.homes
        if node.always:
            self.block(node.then, loops, branches)
            return
        self.block(node.then, loops, (*branches, id(node)))
        self.block(node.otherwise, loops, (*branches, id(node)))
        for merge in node.merges:
            homes.home[merge.target] = Home(
                "after", id(node), loops, branches, homes.tick()
            )
            for source in (merge.then, merge.otherwise):
                if source is None:
                    homes.partial.add(merge.target)
                else:
                    homes.merged.setdefault(source, []).append((merge.target, id(node)))
                    homes.link(self.buffers[source], self.buffers[merge.target])

    def loop(self, node: For | While, loops: Path, branches: Path) -> None:
        homes, inner = self.homes, (*loops, id(node))
        if isinstance(node, For):
            homes.home[node.counter] = Home(
                "counter", id(node), inner, (), homes.tick()
            )
        for carry in node.carried:
            homes.home[carry.head] = Home("start", id(node), inner, (), homes.tick())
            if carry.initial is None or carry.initial in homes.partial:
                homes.partial |= {carry.head, carry.exit}
        self.block(node.body, inner, ())
        for carry in node.carried:
            homes.home[carry.exit] = Home(
                "after", id(node), loops, branches, homes.tick()
            )
            for source in (carry.initial, carry.back, carry.exit):
                if source is not None:
                    homes.link(self.buffers[source], self.buffers[carry.head])

    def simple(self, statement: Simple, node: int, loops: Path, branches: Path) -> None:
        homes, order = self.homes, self.homes.tick()

        def make(target: Var, value: Expression | None = None) -> None:
            homes.home[target] = Home("after", node, loops, branches, order, value)

        match statement:
            case Define(targets, values):
                for target, value in zip(targets, values, strict=True):
                    make(target, value)
            case Store(target=target) | Append(target=target):
                make(target)
                homes.writes.append((order, loops, target))
            case Invoke(targets=targets, mutated=mutated):
                for target in targets:
                    make(target)
                for _, target in mutated:
                    make(target)
                    homes.writes.append((order, loops, target))
                if id(statement) in self.saved:
                    saved = self.saved[id(statement)]
                    homes.home[saved] = Home("after", node, loops, branches, 0)


def destroyed(var: Var, homes: Homes, buffers: Mapping[Var, int]) -> bool:
    """Whether memory that may hold `var` is written to after it is made."""
    return any(True for _ in destroyers(var, homes, buffers))


def destroyers(var: Var, homes: Homes, buffers: Mapping[Var, int]) -> Iterator[Var]:
    """Yield the versions that stores make later in memory that may be that of `var`."""
    home = homes.home[var]
    root = homes.root(buffers[var])
    for order, loops, target in homes.writes:
        if homes.root(buffers[target]) != root:
            continue
        shared = bool(home.loops) and bool(loops) and home.loops[0] == loops[0]
        # in a loop the next iteration's store comes after, wherever it stands
        if order > home.order or shared:
            yield target
