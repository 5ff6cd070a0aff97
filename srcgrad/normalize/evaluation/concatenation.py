"""Operators on lists -> lists: `xs + ys` joins, `xs * n` repeats."""

from __future__ import annotations

from dataclasses import replace

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import Var
from srcgrad.ir.types import ListOf, Numeric, TupleOf, Unknown
from srcgrad.normalize.evaluation.operators import BINARY
from srcgrad.normalize.scopes.context import Assumption, Context
from srcgrad.normalize.scopes.items import shares_items
from srcgrad.normalize.scopes.memory import may_be_array
from srcgrad.normalize.scopes.packing import packed
from srcgrad.normalize.scopes.scope import State, Structure, Value
from srcgrad.normalize.scopes.values import operation
from srcgrad.primitives.formula import Formula, apply


def is_list(value: Value) -> bool:
    """Whether a value is known to be a list, or a tuple that is one value."""
    match value:
        case Structure(kind="list" | "tuple"):
            return True
        case Formula(type=ListOf() | TupleOf()):
            return True
        case _:
            return False


def of_lists(
    context: Context, state: State, operator: str, left: Value, right: Value, span: Span
) -> Formula:
    """Join two lists, or repeat one; with an array, NumPy makes an array of the list."""
    if operator == "*" and not is_list(left):
        left, right = right, left
    both = is_list(left) and is_list(right)
    other = right if is_list(left) else left
    if isinstance(other, Formula) and not both:
        if operator == "*":
            _assume_number(context, other)
        if isinstance(other.type, Unknown) or (operator == "*" and _may_count(other)):
            raise refuse(
                "SG307",
                "a list is joined to, or repeated by, what may be an array as well",
                span,
                hint="give its type with --types, or write `np.array(...)` around the list",
            )
    if both and operator == "+":
        one, two = (packed(context, state, value, span) for value in (left, right))
        whole = apply("list.join", one, two)
        again = shares_items(context, one, two)
    elif _counts(other):
        one = packed(context, state, left, span)
        whole = apply("list.repeat", one, other)
        again = True
    else:
        return operation(BINARY[operator], span, left, right)
    if again and isinstance(whole.type, ListOf) and may_be_array(whole.type.item):
        return Formula(whole.expression, replace(whole.type, shared=True))
    return whole


def _counts(value: Value) -> bool:
    """Whether a value is an integer."""
    if not isinstance(value, Formula) or not isinstance(value.type, Numeric):
        return False
    dtype, shape = value.type.dtype, value.type.shape
    return shape in ((), frozenset()) and (dtype is None or "int" in dtype)


def _may_count(value: Formula) -> bool:
    kind = value.type
    if not isinstance(kind, Numeric) or kind.dtype is not None:
        return False
    return not kind.mutable and not _counts(value)


def _assume_number(context: Context, value: Formula) -> None:
    """A parameter of unknown type that a list is multiplied by is a number."""
    match value.expression:
        case Var(name=name) as var if name in context.parameters:
            unknown = isinstance(value.type, Unknown) or value.type == Numeric(
                None, frozenset((name,))
            )
            if unknown and context.paths.get(var) == (name,):
                raise Assumption(name, 0)


def starred(
    context: Context, state: State, parts: tuple[tuple[bool, Value], ...], span: Span
) -> Value:
    """Return the list that `[*xs, y]` makes, of lists of any length among them."""
    whole: Value = Structure("list", ())
    for is_starred, value in parts:
        part = value if is_starred else Structure("list", (value,))
        if isinstance(whole, Structure) and isinstance(part, Structure):
            whole = Structure("list", (*whole.items, *part.items))
        elif isinstance(whole, Structure) and not whole.items:
            whole = part
        else:
            whole = of_lists(context, state, "+", whole, part, span)
    return whole
