"""Surface block -> the same in which an object is made empty, and then initialised.

                            c = Counter.__new__(Counter)
c = Counter(start)    ->    Counter.__init__(c, start)

Only where `__init__` does more than to put each value into one attribute: it is called
as any other method then, which may have branches, loops, calls, and aliases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from typing import TypeAlias

from srcgrad.analysis.names import children, names_in
from srcgrad.frontend.classes import snake
from srcgrad.ir import surface as s
from srcgrad.ir.nesting import with_blocks
from srcgrad.normalize.evaluation.classes import (
    is_dataclass,
    is_named_tuple,
    member,
)
from srcgrad.normalize.evaluation.initialisers import calls_source, is_simple
from srcgrad.normalize.rewriting.excerpts import excerpt
from srcgrad.normalize.rewriting.splits import named_part

Block: TypeAlias = tuple[s.SurfaceStatement, ...]
Lifted: TypeAlias = s.Assign | s.Augment | s.Evaluate | s.Return | s.For


@dataclass(frozen=True)
class Makings:
    """Splits what makes objects in a function.

    local : names that the function binds. unique : makes a name that is free.
    """

    module: s.SurfaceModule
    local: Set[str]
    unique: Callable[[str], str]

    def lift(self, block: Block) -> Block:
        """Return the block with each making of an object in two statements of its own."""
        found: list[s.SurfaceStatement] = []
        for statement in block:
            inner = with_blocks(statement, self.lift)
            found.extend(self._lifted(inner))
        return tuple(found)

    def _lifted(self, statement: s.SurfaceStatement) -> Block:
        if not isinstance(statement, Lifted):
            return (statement,)
        value = statement.iterable if isinstance(statement, s.For) else statement.value
        made = None if value is None else next(self._first(value), None)
        if made is None:
            return (statement,)
        name = self._name(statement, made)
        above = self._made(statement, made, name)
        match statement:
            case s.Assign(targets=(s.NameRef(name=target),)) if target == name:
                return self.lift(above)
        return (*self.lift(above), *self._lifted(named_part(statement, made, name)))

    def _name(self, statement: Lifted, made: s.Call) -> str:
        if isinstance(statement, s.Assign) and statement.value is made:
            match statement.targets:
                case (s.NameRef(name=name),) if name not in names_in(made):
                    return name
        assert isinstance(made.function, s.NameRef)
        return self.unique(snake(made.function.name))

    def _first(self, expression: s.SurfaceExpression) -> Iterator[s.Call]:
        """Yield what is always evaluated and makes an object, the inmost first.

        Nothing else is called before it.
        """
        match expression:
            case s.Call() if self._is_making(expression):
                for argument in expression.arguments:
                    yield from self._first(argument.value)
                yield expression
            case s.Comprehension() | s.Lambda() | s.Walrus():
                return
            case s.Conditional(condition=first) | s.Boolean(operands=(first, *_)):
                yield from self._first(first)
            case _:
                for child in children(expression):
                    yield from self._first(child)
                    if calls_source(self.module, child, self.local):
                        return

    def _is_making(self, call: s.Call) -> bool:
        if not isinstance(call.function, s.NameRef) or call.function.name in self.local:
            return False
        name = call.function.name
        if name not in self.module.classes:
            return False
        found = self.module.classes[name]
        if is_dataclass(found) or is_named_tuple(found):
            return False
        initial = member(self.module, name, "__init__", call.span)
        return initial is not None and not is_simple(
            self.module, self.module.functions[initial.key]
        )

    def _made(self, statement: Lifted, made: s.Call, name: str) -> Block:
        """Make an empty object under a name, and initialise it."""
        assert isinstance(made.function, s.NameRef)
        owner, span = made.function, made.span
        origin = statement.origin
        target = s.NameRef(name, span)
        new = s.Call(s.Attribute(owner, "__new__", span), (s.Argument(owner),), span)
        named, (_, end) = origin.place(owner.span), origin.place(span)
        behind = f".__new__({owner.name})"
        above = excerpt(origin, f"{name} = ", named, behind, (end, end))
        first = s.Assign((target,), new, replace(above, comments=origin.comments))
        inside = named[1] + origin.text[named[1] : end].index("(") + 1
        comma = ", " if made.arguments else ""
        text = excerpt(origin, named, f".__init__({name}{comma}", (inside, end))
        call = s.Call(
            s.Attribute(owner, "__init__", span),
            (s.Argument(target), *made.arguments),
            span,
        )
        return (first, s.Evaluate(call, text))
