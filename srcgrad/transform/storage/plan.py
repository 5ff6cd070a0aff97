"""What `storage` decides, as a table that can be printed and that emission carries out."""

from __future__ import annotations

from dataclasses import dataclass, field

from srcgrad.ir.code import Set
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Slice,
    Var,
)
from srcgrad.ir.program import For, If, Named, Restated


@dataclass(frozen=True)
class Decision:
    """One row of the storage table: a value that the backward pass reads, and how it gets it."""

    var: Var
    how: str
    name: str


@dataclass
class Plan:
    """Insertions into the forward pass, and what the backward pass reads instead of variables.

    saved : (name in the backward pass, text in the forward pass), in order. entry : lines at the start
    of the forward pass. before, after : lines around a statement. start, end : lines around the body of
    a loop, within it. tests : text that replaces the test of an if. loads : for each loop, (name, tape)
    that its iterations take. recomputed : for each loop (None outside), statements at its start.
    conditions : for each if, its test in the backward pass. values : what stands for each variable.
    restores : for each store that is undone, the place and the name of what was there. copied : saved
    arrays that the backward pass writes to. trips : for each loop that may be left early, the name of
    the number of its iterations. named : for each statement, parts of its text that are evaluated above
    it. counted : loops whose backward iterations need the index.
    """

    saved: dict[str, str] = field(default_factory=dict)
    entry: list[str] = field(default_factory=list)
    before: dict[int, list[str]] = field(default_factory=dict)
    after: dict[int, list[str]] = field(default_factory=dict)
    start: dict[int, list[str]] = field(default_factory=dict)
    end: dict[int, list[str]] = field(default_factory=dict)
    tests: dict[int, str] = field(default_factory=dict)
    loads: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    recomputed: dict[int, list[Set]] = field(default_factory=dict)
    conditions: dict[int, Expression] = field(default_factory=dict)
    trips: dict[int, str] = field(default_factory=dict)
    values: dict[Var, Expression] = field(default_factory=dict)
    restores: dict[Var, tuple[Expression, str]] = field(default_factory=dict)
    copied: list[str] = field(default_factory=list)
    named: dict[int, tuple[Named | Restated, ...]] = field(default_factory=dict)
    counted: set[int] = field(default_factory=set)
    decisions: list[Decision] = field(default_factory=list)
    needed: set[Var] = field(default_factory=set)

    def test(self, source: If | Expression) -> Expression:
        """Test of a branch of the backward pass."""
        return self.conditions[id(source)] if isinstance(source, If) else source

    def is_iterated(self, loop: For) -> bool:
        """Whether the backward loop goes through the iterable again, not through tapes alone."""
        return id(loop) in self.counted or not self.loads.get(id(loop))

    def iterable(self, loop: For) -> Expression:
        """What the counter of a loop has run over: no more than the trips that were made."""
        if id(loop) not in self.trips:
            return loop.iterable
        made = Slice(None, Name(self.trips[id(loop)]), None)
        match loop.iterable:
            case Apply("range", (_,)):
                return Apply("range", (Name(self.trips[id(loop)]),))
            case Apply("reversed", (inner,)):
                back = Slice(None, None, Constant(-1))
                return Index(Index(inner, (back,)), (made,))
            case whole:
                return Index(whole, (made,))
