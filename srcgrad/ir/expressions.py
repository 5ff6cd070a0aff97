"""The expressions of the IR, as a grammar on one page.

    expression = Constant | Var | Dot | Name | Apply | Index | Slice | Sequence | Choice

Pure, and compared by structure: where an expression stood in the source takes no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from srcgrad.ir.types import UNKNOWN, Key, Type


@dataclass(frozen=True)
class Constant:
    """A literal: number, text, None, True, False, Ellipsis."""

    value: Any

    def __eq__(self, other: object) -> bool:
        """1, 1.0 and True are different literals; so are 0.0 and -0.0."""
        return isinstance(other, Constant) and (type(self.value), repr(self.value)) == (
            type(other.value),
            repr(other.value),
        )

    def __hash__(self) -> int:
        return hash((type(self.value), repr(self.value)))


class Field(str):
    """The name of an attribute, as a subscript: of `s`, `Field("pos")` is `s.pos`."""

    __slots__ = ()


@dataclass(frozen=True)
class Var:
    """One version of a user's variable: assignments and stores make the next."""

    name: str
    version: int


@dataclass(frozen=True)
class Dot:
    """The tangent of a variable: what `linearize` makes linear expressions of."""

    var: Var


@dataclass(frozen=True)
class Name:
    """A name printed as it stands: of the emitted text (`x_bar`) or of a module."""

    text: str
    type: Type = field(default=UNKNOWN, compare=False)


@dataclass(frozen=True)
class Apply:
    """A primitive applied; `operation` is its key in the table (`add`, `math.sin`).

    `arguments` are positional in the order of the entry's signature; trailing defaults
    are left out and a default in the middle stands as its Constant, so that equal calls
    are equal trees.
    """

    operation: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Index:
    """`base[items]`. A single subscript is one item."""

    base: Expression
    items: tuple[Expression, ...]


@dataclass(frozen=True)
class Slice:
    """`start:stop:step` within an Index."""

    start: Expression | None
    stop: Expression | None
    step: Expression | None = None


@dataclass(frozen=True)
class Sequence:
    """A display: `(a, b)` or `[a, b]`; `{"a": a}`, and the like for an object."""

    items: tuple[Expression, ...]
    kind: str = "tuple"
    keys: tuple[Key, ...] = ()


def part_key(sequence: Sequence, position: int) -> Constant:
    """Return the subscript that reads an item of a display."""
    match sequence.kind:
        case "dict":
            return Constant(sequence.keys[position])
        case "object":
            return Constant(Field(sequence.keys[position]))
        case _:
            return Constant(position)


def position_of(sequence: Sequence, key: object) -> int | None:
    """Return which item of a display a subscript reads, None where there is none."""
    if sequence.kind in ("dict", "object"):
        return sequence.keys.index(key) if key in sequence.keys else None
    if not isinstance(key, int) or isinstance(key, bool):
        return None
    return key if -len(sequence.items) <= key < len(sequence.items) else None


@dataclass(frozen=True)
class Choice:
    """`then if condition else otherwise`: only one of the two is evaluated."""

    condition: Expression
    then: Expression
    otherwise: Expression


Expression: TypeAlias = (
    Constant | Var | Dot | Name | Apply | Index | Slice | Sequence | Choice
)


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the direct parts of an expression, left to right."""
    match expression:
        case Constant() | Var() | Dot() | Name():
            return ()
        case Apply(_, arguments):
            return arguments
        case Index(base, items):
            return (base, *items)
        case Slice(start, stop, step):
            return tuple(part for part in (start, stop, step) if part is not None)
        case Sequence(items, _):
            return items
        case Choice(condition, then, otherwise):
            return (condition, then, otherwise)


def rebuild(expression: Expression, transform: Any) -> Expression:
    """Return the expression with `transform` applied to each direct part."""
    match expression:
        case Constant() | Var() | Dot() | Name():
            return expression
        case Apply(operation, arguments):
            return Apply(operation, tuple(transform(a) for a in arguments))
        case Index(base, items):
            return Index(transform(base), tuple(transform(i) for i in items))
        case Slice(start, stop, step):
            return Slice(
                *(None if p is None else transform(p) for p in (start, stop, step))
            )
        case Sequence(items, kind, keys):
            return Sequence(tuple(transform(i) for i in items), kind, keys)
        case Choice(condition, then, otherwise):
            return Choice(transform(condition), transform(then), transform(otherwise))


def variables(expression: Expression) -> frozenset[Var]:
    """Return every Var that the expression reads."""
    if isinstance(expression, Var):
        return frozenset((expression,))
    return frozenset().union(*(variables(child) for child in children(expression)))


def substitute(expression: Expression, values: Mapping[Var, Expression]) -> Expression:
    """Return the expression with variables replaced."""
    if isinstance(expression, Var):
        return values.get(expression, expression)
    return rebuild(expression, lambda part: substitute(part, values))


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all its parts, outermost first."""
    yield expression
    for child in children(expression):
        yield from walk(child)


def literal_text(key: Key) -> str:
    """Return a key as a formatter would write it: texts in double quotes."""
    match key:
        case str() if '"' not in key and "\\" not in repr(key):
            return f'"{key}"'
        case tuple():
            inside = ", ".join(literal_text(item) for item in key)  # type: ignore[arg-type]
            return f"({inside},)" if len(key) == 1 else f"({inside})"
        case _:
            return repr(key)
