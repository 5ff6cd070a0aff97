"""The statements of compiled code: scalars, elements of arrays, loops.

    block = (Assign | Put | Allocate | Call | Check | Push | Pop | Comment | Loop
             | Repeat | Branch)*

Expressions are those of the IR, over names: `u[i + 1] * r`. A name of an array stands for
one piece of memory for as long as the function runs, and no other name for the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from srcgrad.ir.expressions import Constant, Expression, Index, Name, walk
from srcgrad.loops.nests.affine import Affine


@dataclass(frozen=True)
class Assign:
    """`target = value`, a scalar."""

    target: str
    value: Expression


@dataclass(frozen=True)
class Put:
    """`array[index] = value`; `sign` is "+" or "-" where it is added or taken away."""

    array: str
    index: tuple[Expression, ...]
    value: Expression
    sign: str = ""


@dataclass(frozen=True)
class Allocate:
    """Memory of an array. `zeros` : it has to be zero to begin with."""

    array: str
    extents: tuple[Affine, ...]
    dtype: str
    zeros: bool = False


@dataclass(frozen=True)
class Call:
    """`targets = value`, or `value` alone: what is done by a library in one go.

    reads, writes : the arrays that it touches.
    """

    targets: tuple[str, ...]
    value: Expression
    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Check:
    """Raise ValueError with `message` unless `condition` holds."""

    condition: Expression
    message: str


@dataclass(frozen=True)
class Push:
    """Put a scalar onto a growing array; `top` counts what is there."""

    stack: str
    top: str
    value: Expression


@dataclass(frozen=True)
class Pop:
    """Take the last scalar off a growing array."""

    target: str
    stack: str
    top: str


@dataclass(frozen=True)
class Comment:
    """Lines of a statement that what follows belongs to."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Loop:
    """`for counter in range(start, stop, step)`.

    made : it is of our making, over the elements of arrays, in any order.
    leaves : it can be left early: where this holds at the end of an iteration.
    """

    counter: str
    start: Expression
    stop: Expression
    step: Expression
    body: Block
    made: bool = False


@dataclass(frozen=True)
class Repeat:
    """`while condition`."""

    condition: Expression
    body: Block


@dataclass(frozen=True)
class Branch:
    """`if condition` ... `else` ..."""

    condition: Expression
    then: Block
    otherwise: Block


@dataclass(frozen=True)
class Leave:
    """`break`."""


Statement: TypeAlias = (
    Assign
    | Put
    | Allocate
    | Call
    | Check
    | Push
    | Pop
    | Comment
    | Loop
    | Repeat
    | Branch
    | Leave
)
Block: TypeAlias = tuple[Statement, ...]


def expressions(statement: Statement) -> tuple[Expression, ...]:
    """Expressions that a statement evaluates itself, not in its blocks."""
    match statement:
        case Assign(_, value) | Push(value=value) | Call(value=value):
            return (value,)
        case Put(_, index, value, _):
            return (*index, value)
        case Allocate(_, extents):
            return tuple(extent.expression() for extent in extents)
        case Check(condition) | Repeat(condition) | Branch(condition):
            return (condition,)
        case Loop(_, start, stop, step):
            return (start, stop, step)
        case _:
            return ()


def blocks(statement: Statement) -> tuple[Block, ...]:
    """Blocks within a statement."""
    match statement:
        case Loop(body=body) | Repeat(body=body):
            return (body,)
        case Branch(then=then, otherwise=otherwise):
            return (then, otherwise)
        case _:
            return ()


def with_blocks(statement: Statement, parts: tuple[Block, ...]) -> Statement:
    """Return the statement with other blocks in it."""
    match statement:
        case Loop() | Repeat():
            return replace(statement, body=parts[0])
        case Branch():
            return replace(statement, then=parts[0], otherwise=parts[1])
        case _:
            return statement


def statements(block: Block) -> Iterator[Statement]:
    """Yield all statements of a block, outer ones first."""
    for statement in block:
        yield statement
        for inner in blocks(statement):
            yield from statements(inner)


def loads(expression: Expression) -> Iterator[tuple[str, tuple[Expression, ...]]]:
    """Yield the elements of arrays that an expression reads."""
    for part in walk(expression):
        if isinstance(part, Index) and isinstance(part.base, Name):
            yield part.base.text, part.items


def names(expression: Expression) -> frozenset[str]:
    """Names that an expression reads, those of arrays too."""
    return frozenset(part.text for part in walk(expression) if isinstance(part, Name))


ZERO = Constant(0)
ONE = Constant(1)
