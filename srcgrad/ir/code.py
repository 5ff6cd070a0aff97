"""The code that is emitted, before it is text: plain statements on names.

Expressions in it read primal variables as `Var` until `storage` has decided where each
one is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from srcgrad.ir.expressions import Expression, Name, Var, walk
from srcgrad.ir.program import For, If, While
from srcgrad.ir.surface import Origin


@dataclass(frozen=True)
class Set:
    """`a = value`, or `a, b = value` for several names and one value."""

    targets: tuple[str, ...]
    value: Expression


@dataclass(frozen=True)
class Put:
    """`place = value`, where place is a subscripted name."""

    place: Expression
    value: Expression


@dataclass(frozen=True)
class Add:
    """`place += value`; place may be subscripted; `negative` makes it `-=`."""

    place: Expression
    value: Expression
    negative: bool = False


@dataclass(frozen=True)
class Scatter:
    """`np.add.at(base, items, value)`: repeated indices count."""

    base: Expression
    items: tuple[Expression, ...]
    value: Expression


@dataclass(frozen=True)
class Remark:
    """A comment line: the statement that the block below belongs to."""

    origin: Origin


@dataclass(frozen=True)
class Restore:
    """Where the adjoint of a store begins: what it has overwritten can be put back."""

    target: Var


@dataclass(frozen=True)
class Loop:
    """The adjoint of a loop: its iterations last to first."""

    source: For | While
    body: tuple[Statement, ...]


@dataclass(frozen=True)
class Branch:
    """The adjoint of an if, on the test that the forward pass took.

    source : the if, or, within one statement, the test of its conditional expression.
    """

    source: If | Expression
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]


@dataclass(frozen=True)
class Given:
    """A statement of the user's, as its text; `reads` are the cotangents in it."""

    text: str
    reads: tuple[Name, ...]


Statement: TypeAlias = (
    Given | Set | Put | Add | Scatter | Remark | Restore | Loop | Branch
)
Code: TypeAlias = tuple[Statement, ...]


@dataclass(frozen=True)
class Adjoint:
    """The backward pass of a function: its code, and the names that it takes and gives.

    seeds : names of the cotangents that it is given, the value's first. results : what
        it returns, a cotangent for each active parameter leaf.
    """

    code: Code
    seeds: tuple[str, ...]
    results: tuple[Expression, ...]
    active: frozenset[Var] = field(default=frozenset())


def names_read(expression: Expression) -> frozenset[str]:
    """Names of the emitted text that an expression reads."""
    return frozenset(e.text for e in walk(expression) if isinstance(e, Name))


def names_written(code: Code) -> frozenset[str]:
    """Names of the emitted text that are bound, or whose arrays are written to."""
    found: set[str] = set()
    for statement in code:
        match statement:
            case Set(targets):
                found.update(targets)
            case Put(place) | Add(place) | Scatter(place):
                found |= names_read(place)
            case Loop(_, body):
                found |= names_written(body)
            case Branch(_, then, otherwise):
                found |= names_written(then) | names_written(otherwise)
            case _:
                pass
    return frozenset(found)
