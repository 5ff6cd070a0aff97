"""A point of a function's text -> what each name holds, and how a variable is read.

b = a[1:3]; a = x      the first value of `a` is out of reach, `a.0[1:3]` reads as `b`
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from srcgrad.ir.expressions import Expression, Var, substitute
from srcgrad.ir.program import (
    HOLE,
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

Key = TypeVar("Key")
Held = TypeVar("Held")


@dataclass
class Scope:
    """What holds what at one point.

    names : text of the source (`x`, `pair[0]`) -> its variable. views : name -> buffer
    and view, where the name has no variable of its own. current : buffer -> version.
    slots : name of a tangent -> the variable whose tangent it holds.
    """

    function: Function
    names: dict[str, Var] = field(default_factory=dict)
    views: dict[str, tuple[int, Expression]] = field(default_factory=dict)
    current: dict[int, Var] = field(default_factory=dict)
    slots: dict[str, Var] = field(default_factory=dict)

    def copy(self) -> Scope:
        """Return a scope that can go its own way."""
        return Scope(
            self.function,
            dict(self.names),
            dict(self.views),
            dict(self.current),
            dict(self.slots),
        )

    def text(self, var: Var) -> str:
        """Text that a variable is known by when it is made, "" where it has none."""
        return self.function.access.get(var, var.name)

    def reading(self, var: Var) -> str | None:
        """Text that reads a variable here, None where nothing does."""
        own = self.text(var)
        if own and self.names.get(own) == var:
            return own
        buffer = self.function.buffers.get(var)
        for name, (held, view) in self.views.items():
            if view == HOLE and held == buffer and self.current.get(held) == var:
                return name
        return next((text for text, held in self.names.items() if held == var), None)

    def viewed(self) -> Iterable[tuple[Expression, str]]:
        """Yield (what it reads, name) for each name of a part of a buffer."""
        for name, (buffer, view) in self.views.items():
            if view != HOLE and buffer in self.current:
                yield substitute(view, {HOLE: self.current[buffer]}), name

    # ---- changes

    def bind(self, text: str, var: Var) -> None:
        """Let a text of the source mean a variable."""
        self.forget(text)
        self.names[text] = var

    def forget(self, text: str) -> None:
        """Let a text, and what is read through it, mean nothing."""
        self.views.pop(text, None)
        inner = (f"{text}[", f"{text}.")
        for known in [k for k in self.names if k == text or k.startswith(inner)]:
            del self.names[known]

    def lose(self, texts: Iterable[str], start: Mapping[str, Var]) -> None:
        """Forget texts that read something else behind a statement that `start`s here.

        What its calls have made is read by the same texts, and stays.
        """
        made = {k: v for k, v in self.names.items() if start.get(k) != v}
        for text in texts:
            self.forget(text)
        self.names.update(made)

    def make(self, var: Var) -> None:
        """Note that a variable has been made: its own text reads it."""
        text = self.text(var)
        if text:
            self.bind(text, var)
        self.current[self.function.buffers[var]] = var

    def renew(self, base: Var | None, var: Var) -> None:
        """Note a store: whatever read the old version reads the new one."""
        buffers = self.function.buffers
        written = self._sharing({buffers[var]})
        for text, held in list(self.names.items()):
            if held == base:
                self.names[text] = var
            elif buffers.get(held) in written:
                # another name of the memory that has been written to
                del self.names[text]
        self.current[buffers[var]] = var
        text = self.text(var)
        if text and self.reading(var) is None:
            self.bind(text, var)

    def _sharing(self, written: set[int]) -> set[int]:
        """Buffers that may be the memory of these, under another name."""
        found = {b for pair in self.function.aliases if pair & written for b in pair}
        return found - written

    def carry_out(self, statement: Simple) -> None:
        """Follow one statement."""
        match statement:
            case Define(targets, _):
                for target in targets:
                    self.make(target)
            case Store(target, base) | Append(target, base):
                self.renew(base, target)
            case Invoke(targets, _, _, mutated):
                for target in targets:
                    self.make(target)
                for _, target in mutated:
                    self.renew(self.current.get(self.function.buffers[target]), target)

    def move(self, moves: Iterable[tuple[str, Var, Expression]]) -> None:
        """Let names mean views of memory that other variables hold, all at once."""
        for name, _, _ in moves:
            self.forget(name)
        for name, root, view in moves:
            self.views[name] = (self.function.buffers[root], view)

    # ---- joins

    def keep_common(self, one: Scope, two: Scope) -> None:
        """After two branches: what holds in both."""
        self.names = _common(one.names, two.names)
        self.views = _common(one.views, two.views)
        self.current = _common(one.current, two.current)
        self.slots = _common(one.slots, two.slots)

    def become(self, other: Scope) -> None:
        """Go on from another scope."""
        self.names, self.views = dict(other.names), dict(other.views)
        self.current, self.slots = dict(other.current), dict(other.slots)

    def drop_made(self, block: Block) -> None:
        """Forget what a block may change: it may have run before."""
        buffers = self.function.buffers
        changed = {buffers[var] for var in made(block)}
        stored = {buffers[var] for var in _stored(block)}
        stale = changed | self._sharing(stored)
        for known in [k for k, v in self.names.items() if buffers.get(v) in stale]:
            del self.names[known]
        for buffer in changed:
            self.current.pop(buffer, None)
        for var in _rebound(block, buffers):
            if self.text(var):
                self.forget(self.text(var))
        for name in _moved(block):
            self.forget(name)


def _common(left: Mapping[Key, Held], right: Mapping[Key, Held]) -> dict[Key, Held]:
    return {key: held for key, held in left.items() if right.get(key) == held}


def made(block: Block) -> Iterable[Var]:
    """Yield every variable that a block makes."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    match statement:
                        case Define(targets, _):
                            yield from targets
                        case Store(target=target) | Append(target=target):
                            yield target
                        case Invoke(targets=targets, mutated=mutated):
                            yield from targets
                            yield from (v for _, v in mutated)
            case If(then=then, otherwise=otherwise, merges=merges):
                yield from made(then)
                yield from made(otherwise)
                yield from (m.target for m in merges)
            case For() | While():
                if isinstance(node, For):
                    yield node.counter
                yield from made(node.body)
                for carry in node.carried:
                    yield from (carry.head, carry.exit)


def _rebound(block: Block, buffers: Mapping[Var, int]) -> Iterable[Var]:
    """Yield the variables that give their name to other memory than it had."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Define | Invoke):
                        yield from statement.targets
            case If(then=then, otherwise=otherwise, merges=merges):
                yield from _rebound(then, buffers)
                yield from _rebound(otherwise, buffers)
                for merge in merges:
                    source = merge.then or merge.otherwise
                    if source is None or buffers[source] != buffers[merge.target]:
                        yield merge.target
            case For() | While():
                if isinstance(node, For):
                    yield node.counter
                yield from _rebound(node.body, buffers)
                for carry in node.carried:
                    for var in (carry.head, carry.exit):
                        if (
                            carry.initial is None
                            or buffers[carry.initial] != buffers[var]
                        ):
                            yield var


def _stored(block: Block) -> Iterable[Var]:
    """Yield the versions that a block stores."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    match statement:
                        case Store(target=target) | Append(target=target):
                            yield target
                        case Invoke(mutated=mutated):
                            yield from (v for _, v in mutated)
                        case _:
                            pass
            case If(then=then, otherwise=otherwise):
                yield from _stored(then)
                yield from _stored(otherwise)
            case For(body=body) | While(body=body):
                yield from _stored(body)


def _moved(block: Block) -> Iterable[str]:
    for node in block:
        match node:
            case Step(moves=moves, gone=gone):
                yield from (name for name, _, _ in moves)
                yield from gone
            case If(then=then, otherwise=otherwise):
                yield from _moved(then)
                yield from _moved(otherwise)
            case For(body=body) | While(body=body):
                yield from _moved(body)


def values_of(block: Block) -> Mapping[Var, Expression]:
    """Return what each variable that is assigned, not stored to, is assigned."""
    found: dict[Var, Expression] = {}
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Define):
                        found.update(
                            zip(statement.targets, statement.values, strict=True)
                        )
            case If(then=then, otherwise=otherwise):
                found.update(values_of(then))
                found.update(values_of(otherwise))
            case For(body=body) | While(body=body):
                found.update(values_of(body))
    return found


def made_by(statement: Simple) -> tuple[Var, ...]:
    """Return the variables that a statement makes."""
    match statement:
        case Define(targets, _):
            return targets
        case Store(target=target) | Append(target=target):
            return (target,)
        case Invoke(targets, _, _, mutated):
            return (*targets, *(v for _, v in mutated))
        case _:
            return ()
