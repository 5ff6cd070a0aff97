"""What a loop runs over -> how many items it has, and the one at a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from srcgrad.diagnostics import Span
from srcgrad.ir.expressions import Apply
from srcgrad.ir.types import INTEGER
from srcgrad.normalize.scopes.scope import Ref, State, Structure, Value
from srcgrad.normalize.scopes.values import index, primitive, unwrap
from srcgrad.primitives.formula import Formula, apply


@dataclass(frozen=True)
class Items:
    """An array or list: its items, last first if `reverse`.

    ref : the memory that it has, so that the loop sees what is stored there meanwhile.
    """

    value: Formula
    reverse: bool
    span: Span
    ref: Ref | None = None


@dataclass(frozen=True)
class Range:
    """`range(start, stop, step)`."""

    start: Formula
    stop: Formula
    step: Formula
    reverse: bool
    span: Span

    @property
    def counts(self) -> bool:
        """Whether the numbers are 0, 1, 2, ..."""
        bounds = (unwrap(self.start, self.span), unwrap(self.step, self.span))
        return bounds == (0, 1)


@dataclass(frozen=True)
class Count:
    """The counter of `enumerate`."""

    start: Formula
    span: Span


@dataclass(frozen=True)
class Zipped:
    """Several sequences side by side: the item is a tuple."""

    parts: tuple[SequenceOf, ...]


SequenceOf: TypeAlias = Items | Range | Count | Zipped


def length(sequence: SequenceOf) -> Formula | None:
    """Return the number of items, None where there is no end."""
    match sequence:
        case Items(value, _, span):
            return primitive("len", (unwrap(value, span),), {}, span)
        case Range(start, stop, step):
            if sequence.counts:
                return Formula(stop.expression, INTEGER)
            bounds = (start.expression, stop.expression, step.expression)
            return Formula(Apply("len", (Apply("range", bounds),)), INTEGER)
        case Count():
            return None
        case Zipped(parts):
            found = [size for part in parts if (size := length(part)) is not None]
            unique = {size.expression: size for size in found}
            if len(unique) == 1:
                return found[0]
            return apply("builtins.min", *unique.values())
        case _:
            assert_never(sequence)


def item_at(sequence: SequenceOf, counter: Formula, state: State) -> Value:
    """Return the item that is reached after `counter` others."""
    match sequence:
        case Items(value, reverse, span, ref):
            place = _last_first(sequence, counter, span) if reverse else counter
            return index(value if ref is None else state.read(ref), (place,))
        case Range(start, _, step, reverse, span):
            place = _last_first(sequence, counter, span) if reverse else counter
            if unwrap(step, span) != 1:
                place = _combined("multiply", place, step, span)
            if unwrap(start, span) != 0:
                place = _combined("add", start, place, span)
            return place
        case Count(start, span):
            if unwrap(start, span) == 0:
                return counter
            return _combined("add", start, counter, span)
        case Zipped(parts):
            items = tuple(item_at(part, counter, state) for part in parts)
            return Structure("tuple", items)
        case _:
            assert_never(sequence)


def _last_first(sequence: Items | Range, counter: Formula, span: Span) -> Formula:
    size = length(sequence)
    assert size is not None
    last = primitive("subtract", (unwrap(size, span), 1), {}, span)
    return primitive("subtract", (last, counter), {}, span)


def _combined(key: str, left: Formula, right: Formula, span: Span) -> Formula:
    return primitive(key, (unwrap(left, span), unwrap(right, span)), {}, span)
