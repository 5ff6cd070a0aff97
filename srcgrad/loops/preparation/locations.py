"""Function + lifetimes -> where each variable is kept: the names of the compiled code.

Versions that a loop carries or a store makes share one place where no two of their values
are needed at once; else they have two, and a copy is made between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from srcgrad.ir.expressions import Var
from srcgrad.ir.program import Block, For, Function, If, Step, Store, While
from srcgrad.ir.types import UNKNOWN, Numeric, Type
from srcgrad.loops.preparation.lifetimes import Lifetimes


@dataclass
class Locations:
    """`of` : the name of the place of each variable."""

    function: Function
    lifetimes: Lifetimes
    unused: Callable[[str], str]
    members: dict[Var, list[Var]] = field(default_factory=dict)
    of: dict[Var, str] = field(default_factory=dict)
    alone: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for var in self.lifetimes.made:
            self.members[var] = [var]
        parameters = [v for p in self.function.parameters for v in p.leaves]
        fixed = {v for v in parameters if self.is_array(v)}
        written = {v for v in fixed if v in self.function.outputs}
        self.constant = fixed - written
        for one, two in _joined(self.function.body):
            self.join(one, two)
        self.name(parameters)

    def is_array(self, var: Var) -> bool:
        """Whether a variable is not a scalar."""
        kind = self.type(var)
        return not (isinstance(kind, Numeric) and kind.shape in ((), frozenset()))

    def type(self, var: Var) -> Type:
        """Type of a variable."""
        return self.function.types.get(var, UNKNOWN)

    def alike(self, one: Var, two: Var) -> bool:
        """Whether two variables may be kept in one place for all that their types say."""
        left, right = self.type(one), self.type(two)
        if isinstance(left, Numeric) and isinstance(right, Numeric):
            return left.dtype == right.dtype and tuple(left.shape or ()) == tuple(
                right.shape or ()
            )
        return left == right

    def join(self, one: Var, two: Var) -> None:
        """Keep two variables in one place, if that can be."""
        if one not in self.members or two not in self.members:
            return
        left, right = self.members[one], self.members[two]
        if left is right or not self.alike(one, two):
            return
        if any(v in self.constant for v in (*left, *right)):
            return
        if any(self.lifetimes.overlap(a, b) for a in left for b in right):
            return
        left.extend(right)
        for var in right:
            self.members[var] = left

    def name(self, parameters: list[Var]) -> None:
        """Give each place a name: its variable's own where nothing else has it."""
        taken: dict[str, list[list[Var]]] = {}
        groups = {id(group): group for group in self.members.values()}
        order = sorted(
            groups.values(),
            key=lambda g: min(
                (self.lifetimes.made[v], v not in parameters, v.name, v.version)
                for v in g
            ),
        )
        for group in order:
            first = min(
                group,
                key=lambda v: (
                    v not in parameters,
                    self.lifetimes.made[v],
                    v.version,
                    v.name,
                ),
            )
            text = first.name
            others = taken.setdefault(text, [])
            if any(not self.compatible(group, other) for other in others):
                text = self.unused(text)
            taken.setdefault(text, []).append(group)
            self.alone[text] = text not in self.alone and len(group) == 1
            for var in group:
                self.of[var] = text

    def compatible(self, group: list[Var], other: list[Var]) -> bool:
        """Whether two places of one name can be the same."""
        if any(v in self.constant for v in (*group, *other)):
            return False
        if not self.alike(group[0], other[0]):
            return False
        return not any(self.lifetimes.overlap(a, b) for a in group for b in other)


def _joined(block: Block) -> Iterator[tuple[Var, Var]]:
    """Yield pairs of variables that are better kept in one place, stores first."""
    later: list[tuple[Var, Var]] = []
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Store):
                        yield statement.base, statement.target
            case If(then=then, otherwise=otherwise, merges=merges):
                yield from _joined(then)
                yield from _joined(otherwise)
                for merge in merges:
                    for source in (merge.then, merge.otherwise):
                        if source is not None:
                            later.append((source, merge.target))
            case For(body=body, carried=carried) | While(body=body, carried=carried):
                yield from _joined(body)
                for carry in carried:
                    later.append((carry.head, carry.back))
                    later.append((carry.head, carry.exit))
                    if carry.initial is not None:
                        later.append((carry.initial, carry.head))
    yield from later
