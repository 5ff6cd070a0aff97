"""A function and its active variables -> tangents, each at its place in the text.

The walk is in the order of execution, and knows at each point what every name holds.
Where a tangent reads what its name no longer holds, the walk is done again with that
one kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from srcgrad.analysis.required import SHAPE_ONLY
from srcgrad.ir.code import Set
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Dot,
    Expression,
    Name,
    Var,
    rebuild,
)
from srcgrad.ir.program import Block, For, Function, If, Program, Step, While, leaves
from srcgrad.ir.types import ListOf, Numeric, Type, is_nest, is_scalar
from srcgrad.transform.memory import is_spread, memory
from srcgrad.transform.names import Names
from srcgrad.transform.weaving.scope import Scope, values_of
from srcgrad.transform.weaving.woven import Line, Places
from srcgrad.transform.weaving.zeros import stored_slots, zeros_needed


@dataclass(frozen=True)
class Assumed:
    """What an earlier walk has found to be needed.

    kept : values read after their name has been given away. apart : tangents likewise,
    by name and buffer. named : values of passive calls that a tangent reads.
    """

    kept: frozenset[Var] = frozenset()
    apart: frozenset[tuple[str, int]] = frozenset()
    named: frozenset[Var] = frozenset()


@dataclass
class Weaver:
    """One walk over one function."""

    function: Function
    program: Program
    active: frozenset[Var]
    names: Names
    taken: frozenset[str]
    assumed: Assumed
    guarded: bool
    places: Places = field(default_factory=Places)

    def __post_init__(self) -> None:
        self.types = self.function.types
        self.scope = Scope(self.function)
        self.zeros = zeros_needed(self.function.body, self.active)
        self.values = values_of(self.function.body)
        self.loops: dict[Var, For] = {}
        self.held: dict[Var, str] = {}
        self.printed: set[Var] = set()
        self.results = _results(self.function)
        slots = {
            v: self.slot(v) for v in self.types if v in self.active or v in self.zeros
        }
        self.stored = stored_slots(self.function.body, self.active | self.zeros, slots)
        if self.guarded:
            # the caller writes to what it gets: none of it may be what it has given
            self.stored |= {slots[v] for v in self.results if v in slots}
            self.stored |= {
                slots[v] for v in leaves(self.function.result) if v in slots
            }

    # ---- names

    def slot(self, var: Var) -> str:
        """Name of the tangent of a variable."""
        if var in self.results:
            return self.names.dot(self.results[var])
        name = var.name.replace("@result", self.function.result_name)
        if (var.name, self.function.buffers[var]) in self.assumed.apart:
            return self.names.dot(f"{name}_{self._first(var)}")
        return self.names.dot(name)

    def _first(self, var: Var) -> int:
        """First version of a name in a buffer."""
        buffers = self.function.buffers
        same = (
            v for v, b in buffers.items() if b == buffers[var] and v.name == var.name
        )
        return min(v.version for v in same)

    def has(self, var: Var) -> bool:
        """Whether a variable has a tangent."""
        return var in self.active or var in self.zeros

    def tangent(self, var: Var) -> Expression:
        """Return the tangent of a variable, by its name here."""
        slot = self.slot(var)
        if var in self.held:
            return Name(self.held[var], self.types[var])
        if self.scope.slots.get(slot) != var:
            apart = self.assumed.apart | {(var.name, self.function.buffers[var])}
            self.assumed = replace(self.assumed, apart=apart)
        return Name(slot, self.types[var])

    def read(self, expression: Expression, scope: Scope | None = None) -> Expression:
        """Read an expression in the names of this point; ask for what has none."""
        scope = self.scope if scope is None else scope
        found, missing = self.reading(expression, scope)
        for var in missing:
            self.ask(var, scope)
        return found

    def reading(
        self, expression: Expression, scope: Scope
    ) -> tuple[Expression, list[Var]]:
        """Read an expression in a scope; return what its names do not hold, too."""
        missing: list[Var] = []
        views = dict(scope.viewed())

        def visit(part: Expression) -> Expression:
            if part in views:
                return Name(views[part])
            match part:
                case Apply(operation, (Var() as var, *rest)) if operation in SHAPE_ONLY:
                    alike = self._alike(var, scope)
                    return Apply(operation, (visit(alike), *map(visit, rest)))
                case Dot(var):
                    return self.tangent(var)
                case Var():
                    return self._primal(part, scope, missing, visit)
                case _:
                    return rebuild(part, visit)

        return visit(expression), missing

    def _alike(self, var: Var, scope: Scope) -> Var:
        """Return a version of the shape of `var` that can be read here."""
        kind = self.types[var]
        now = scope.current.get(self.function.buffers[var], var)
        if scope.reading(var) is None and isinstance(kind, Numeric) and kind.mutable:
            return now
        return var

    def _primal(
        self, var: Var, scope: Scope, missing: list[Var], visit: object
    ) -> Expression:
        text = scope.reading(var)
        if text is not None:
            return Name(text, self.types[var])
        if var in self.assumed.kept:
            return Name(self._kept_name(var), self.types[var])
        if var in self.loops:
            return self._counter(var, scope)
        value = self.values.get(var)
        if not scope.text(var) and value is not None:
            return visit(value)  # type: ignore[operator,no-any-return]
        if not scope.text(var) and (var in self.assumed.named or var in self.printed):
            return Name(var.name, self.types[var])
        missing.append(var)
        return Name(var.name, self.types[var])

    def _counter(self, counter: Var, scope: Scope) -> Expression:
        """Index of a loop: by the name that the source has for it, else by ours."""
        for var, value in self.values.items():
            text = scope.reading(var)
            if text is None:
                continue
            if value == counter:
                return Name(text, self.types[var])
            match value:
                case Apply("add", (start, part)) if part == counter and not isinstance(
                    start, Var
                ):
                    return Apply("subtract", (Name(text, self.types[var]), start))
        self.places.counters[id(self.loops[counter])] = counter.name
        return Name(counter.name, self.types[counter])

    def ask(self, var: Var, scope: Scope) -> None:
        """Have a value named or kept in the next walk."""
        if not scope.text(var):
            self.assumed = replace(self.assumed, named=self.assumed.named | {var})
        else:
            self.assumed = replace(self.assumed, kept=self.assumed.kept | {var})

    def _kept_name(self, var: Var) -> str:
        return self.names.derived(var.name, str(var.version))

    def keep(self, var: Var, lines: list[Line]) -> None:
        """Give a value that is read later a name of its own."""
        if var in self.assumed.kept:
            text = self.scope.reading(var)
            if text is not None:
                lines.append(Set((self._kept_name(var),), Name(text)))

    def ignored(self) -> str:
        """Name for what is not wanted."""
        return self.names.derived("_", "ignored") if "_" in self.taken else "_"

    # ---- values

    def assigned(self, slot: str, value: Expression) -> Line:
        """`slot = value`."""
        return Set((slot,), value)

    def copied(self, value: Expression, kind: Type) -> Expression:
        """Return a copy of a tangent, where it can be written to."""
        if is_scalar(kind):
            return value
        if isinstance(kind, ListOf) and is_scalar(kind.item):
            return Apply("call", (Constant("list"), value))
        if is_nest(kind):
            name = "list_copy" if isinstance(kind, ListOf) else "nest_copy"
            return Apply(f"helper.{name}", (value,))
        if isinstance(kind, Numeric) and kind.mutable:
            return Apply("copy", (value,))
        return Apply("positive", (value,))

    def owned(
        self, slot: str, tangent: Expression, kind: Type, primal: Expression | None
    ) -> Expression:
        """Copy a tangent that `slot` is to hold, if writing to it writes to others."""
        shared = {self.slot(v) for v in memory(tangent, self.types)}
        if is_scalar(kind):
            return tangent
        if slot in self.stored and (shared or is_spread(tangent)):
            return self.copied(tangent, kind)
        aliases = primal is not None and memory(primal, self.types)
        if shared & self.stored and not aliases:
            return self.copied(tangent, kind)
        return tangent


def _results(function: Function) -> dict[Var, str]:
    """Return merges of what branches return, and the name of each in the text."""
    return {
        target: otherwise.name.replace("@result", function.result_name)
        for target, otherwise in _merges(function.body)
        if otherwise.name.startswith(("@result", function.result_name))
    }


def _merges(block: Block) -> Iterable[tuple[Var, Var]]:
    for node in block:
        match node:
            case If(then=then, otherwise=otherwise, merges=merges):
                yield from _merges(then)
                yield from _merges(otherwise)
                yield from (
                    (m.target, m.otherwise) for m in merges if m.otherwise is not None
                )
            case For(body=body) | While(body=body):
                yield from _merges(body)
            case Step():
                pass
