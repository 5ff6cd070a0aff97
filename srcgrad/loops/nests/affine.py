"""Integers of a program -> sums of symbols with factors: `n - 2`, `i + 1`, 3.

Two extents, or two subscripts, that come to the same sum are the same number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from srcgrad.ir.expressions import Apply, Constant, Expression, Name


@dataclass(frozen=True)
class Affine:
    """`constant` plus each symbol times its factor; symbols in order of their names."""

    constant: int = 0
    terms: tuple[tuple[str, int], ...] = ()

    def __add__(self, other: Affine | int) -> Affine:
        other = affine(other)
        found = dict(self.terms)
        for symbol, factor in other.terms:
            found[symbol] = found.get(symbol, 0) + factor
        return Affine(self.constant + other.constant, _sorted(found.items()))

    def __neg__(self) -> Affine:
        return self.times(-1)

    def __sub__(self, other: Affine | int) -> Affine:
        return self + affine(other).times(-1)

    def times(self, factor: int) -> Affine:
        """Multiply by an integer."""
        terms = ((symbol, f * factor) for symbol, f in self.terms)
        return Affine(self.constant * factor, _sorted(terms))

    @property
    def number(self) -> int | None:
        """The integer that this is, None where symbols are in it."""
        return None if self.terms else self.constant

    @property
    def symbols(self) -> frozenset[str]:
        """Names of the symbols in it."""
        return frozenset(symbol for symbol, _ in self.terms)

    def factor(self, symbol: str) -> int:
        """Return what a symbol is multiplied by."""
        return dict(self.terms).get(symbol, 0)

    def expression(self) -> Expression:
        """Spell it: `n - 2`."""
        result: Expression | None = None
        for symbol, factor in sorted(self.terms, key=lambda t: (t[1] < 0, t[0])):
            part: Expression = Name(symbol)
            if abs(factor) != 1:
                part = Apply("multiply", (Constant(abs(factor)), part))
            if result is None:
                result = part if factor > 0 else Apply("negative", (part,))
            else:
                result = Apply("add" if factor > 0 else "subtract", (result, part))
        if result is None:
            return Constant(self.constant)
        if self.constant:
            operation = "add" if self.constant > 0 else "subtract"
            result = Apply(operation, (result, Constant(abs(self.constant))))
        return result

    def __str__(self) -> str:
        if not self.terms:
            return str(self.constant)
        if len(self.terms) == 1 and self.terms[0][1] == 1 and self.constant <= 0:
            return f"{self.terms[0][0]}-{-self.constant}".removesuffix("-0")
        parts = [f"{factor}*{symbol}" for symbol, factor in self.terms]
        return f"({'+'.join([*parts, str(self.constant)])})"


def affine(value: Affine | int | str) -> Affine:
    """Return a number or a symbol as a sum."""
    if isinstance(value, Affine):
        return value
    return Affine(value) if isinstance(value, int) else Affine(0, ((value, 1),))


def affine_of(expression: Expression) -> Affine | None:
    """Read an expression over names as a sum; None where it is none."""
    match expression:
        case Constant(value=value) if type(value) is int:
            return Affine(value)
        case Name(text=text):
            return affine(text)
        case Apply("negative", (inner,)):
            found = affine_of(inner)
            return None if found is None else -found
        case Apply("add" | "subtract" | "multiply" as operation, (one, two)):
            left, right = affine_of(one), affine_of(two)
            return combined(operation, left, right)
        case _:
            return None


def combined(
    operation: str, left: Affine | None, right: Affine | None
) -> Affine | None:
    """Return the sum, difference or product of two sums, where that is a sum."""
    if left is None or right is None:
        return None
    if operation == "add":
        return left + right
    if operation == "subtract":
        return left - right
    if left.number is not None:
        return right.times(left.number)
    return left.times(right.number) if right.number is not None else None


def _sorted(terms: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(term for term in terms if term[1]))
