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
    """All homes of a function, and the order in which memory is written to."""

    home: dict[Var, Home] = field(default_factory=dict)
    writes: list[tuple[int, Path, Var]] = field(default_factory=list)
    merged: dict[Var, list[tuple[Var, int]]] = field(default_factory=dict)
    partial: set[Var] = field(default_factory=set)
    group: dict[int, int] = field(default_factory=dict)
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


def homes_of(function: Function) -> Homes:
    """Find the home of every variable of a function."""
    homes = Homes()
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            homes.home[leaf] = Home("entry", 0, (), (), 0)
    for pair in function.aliases:
        one, two = pair
        homes.link(one, two)
    _walk(function.body, (), (), homes, function.buffers)
    return homes


def _walk(
    block: Block, loops: Path, branches: Path, homes: Homes, buffers: Mapping[Var, int]
) -> None:
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    _simple(statement, id(node), loops, branches, homes)
            case If():
                _walk(node.then, loops, (*branches, id(node)), homes, buffers)
                _walk(node.otherwise, loops, (*branches, id(node)), homes, buffers)
                for merge in node.merges:
                    homes.home[merge.target] = Home(
                        "after", id(node), loops, branches, homes.tick()
                    )
                    for source in (merge.then, merge.otherwise):
                        if source is None:
                            homes.partial.add(merge.target)
                        else:
                            homes.merged.setdefault(source, []).append(
                                (merge.target, id(node))
                            )
                            homes.link(buffers[source], buffers[merge.target])
            case For() | While():
                inner = (*loops, id(node))
                if isinstance(node, For):
                    homes.home[node.counter] = Home(
                        "counter", id(node), inner, (), homes.tick()
                    )
                for carry in node.carried:
                    homes.home[carry.head] = Home(
                        "start", id(node), inner, (), homes.tick()
                    )
                    if carry.initial is None or carry.initial in homes.partial:
                        homes.partial |= {carry.head, carry.exit}
                _walk(node.body, inner, (), homes, buffers)
                for carry in node.carried:
                    homes.home[carry.exit] = Home(
                        "after", id(node), loops, branches, homes.tick()
                    )
                    for source in (carry.initial, carry.back, carry.exit):
                        if source is not None:
                            homes.link(buffers[source], buffers[carry.head])


def _simple(
    statement: Simple, node: int, loops: Path, branches: Path, homes: Homes
) -> None:
    order = homes.tick()
    match statement:
        case Define(targets, values):
            for target, value in zip(targets, values, strict=True):
                homes.home[target] = Home("after", node, loops, branches, order, value)
        case Store(target=target) | Append(target=target):
            homes.home[target] = Home("after", node, loops, branches, order)
            homes.writes.append((order, loops, target))
        case Invoke(targets=targets, mutated=mutated):
            for target in targets:
                homes.home[target] = Home("after", node, loops, branches, order)
            for _, target in mutated:
                homes.home[target] = Home("after", node, loops, branches, order)
                homes.writes.append((order, loops, target))


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
