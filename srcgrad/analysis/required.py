"""Adjoint code -> facts: the primal values that it reads, and where (to be recorded).

Hascoet, Naumann & Pascual, "To be recorded" analysis in reverse-mode automatic
differentiation, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from srcgrad.ir.code import Add, Branch, Code, Given, Loop, Put, Scatter, Set
from srcgrad.ir.expressions import Apply, Expression, Var, children
from srcgrad.ir.program import For, If
from srcgrad.primitives.table import TABLE

Path = tuple[int, ...]

SHAPE_ONLY = frozenset(
    "shape size ndim len dtype np.shape np.size np.ndim zeros_like ones_like "
    "empty_like full_like".split()
)


@dataclass(frozen=True)
class Read:
    """A variable read inside these loops; `blind` if only its shape or dtype is."""

    var: Var
    loops: Path
    blind: bool
    position: int


def reads_of(expression: Expression, blind: bool = False) -> Iterator[tuple[Var, bool]]:
    """Yield the variables that an expression reads, and whether blindly."""
    if isinstance(expression, Var):
        yield expression, blind
        return
    skipped = unseen(expression)
    for position, child in enumerate(children(expression)):
        yield from reads_of(child, blind or position in skipped)


def unseen(expression: Expression) -> tuple[int, ...]:
    """Positions of the arguments of which only the shape or the dtype is asked for."""
    if not isinstance(expression, Apply):
        return ()
    if expression.operation.startswith("helper."):
        return TABLE[expression.operation].blind
    return (0,) if expression.operation in SHAPE_ONLY else ()


def expressions_of(statement: object) -> tuple[Expression, ...]:
    """Expressions that a statement of the code evaluates."""
    match statement:
        case Set(_, value):
            return (value,)
        case Put(place, value) | Add(place, value, _):
            return (place, value)
        case Given(_, reads):
            return reads
        case Scatter(base, items, value):
            return (base, *items, value)
        case _:
            return ()


def required(code: Code, results: tuple[Expression, ...]) -> tuple[Read, ...]:
    """Every read of a primal value in a backward pass."""
    found: list[Read] = []
    position = [0]

    def visit(statements: Code, loops: Path) -> None:
        for statement in statements:
            position[0] += 1
            match statement:
                case Loop(source, body):
                    if isinstance(source, For):
                        note(source.iterable, loops)
                    visit(body, (*loops, id(source)))
                    position[0] += 1
                case Branch(source, then, otherwise):
                    if not isinstance(source, If):
                        note(source, loops)
                    visit(then, loops)
                    visit(otherwise, loops)
                case _:
                    for expression in expressions_of(statement):
                        note(expression, loops)

    def note(expression: Expression, loops: Path) -> None:
        for var, blind in reads_of(expression):
            found.append(Read(var, loops, blind, position[0]))

    visit(code, ())
    position[0] += 1
    for expression in results:
        note(expression, ())
    return tuple(found)
