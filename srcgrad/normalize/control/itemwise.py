"""A `for` over functions or objects known one by one -> its body once for each of them.

for act in (np.tanh, relu):   ->   act = np.tanh
x = act(x)                     x = act(x)
act = relu
x = act(x)
"""

from __future__ import annotations

from typing import TypeAlias

from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.evaluation.furniture import without_bar
from srcgrad.normalize.rewriting.excerpts import Part, excerpt
from srcgrad.normalize.rewriting.exits import breaks
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.records import records_in
from srcgrad.normalize.scopes.scope import Qualified, State, Value
from srcgrad.normalize.scopes.values import holds_functions, items_of

Block: TypeAlias = tuple[s.SurfaceStatement, ...]


def itemwise(
    context: Context, state: State, statement: s.For
) -> tuple[Block, ...] | None:
    """Return the body for each item; None where a loop can run over them."""
    items = _items(context, state, statement.iterable)
    if items == ():
        return ()
    if items is None or not any(map(_is_apart, items)):
        return None
    if breaks(statement.body):
        raise refuse(
            "SG406",
            "a loop over functions or objects is left before its end, so which of them "
            "are called is known only when the program runs",
            statement.origin.span,
            hint="put what follows the `break` under an `if`",
        )
    bodies = []
    for place in range(len(items)):
        value, text = _Item(statement.origin, len(items), place).of(statement.iterable)
        start = statement.origin.place(statement.target.span)
        origin = excerpt(statement.origin, start, " = ", *text)
        bind = s.Assign((statement.target,), value, origin)
        bodies.append((bind, *statement.body))
    return tuple(bodies)


def _items(
    context: Context, state: State, iterable: s.SurfaceExpression
) -> tuple[Value, ...] | None:
    """Return the items of what is iterated, where they are known one by one."""
    if without_bar(context.module, context.local, iterable) is not iterable:
        return None
    if isinstance(iterable, s.Call):
        given = [argument.value for argument in iterable.arguments]
        if _function(context, state, iterable) is None:
            return None
        found = [_items(context, state, argument) for argument in given]
        known = [items for items in found if items is not None]
        if not known or (len(known) != len(found)):
            return None
        shortest = min(map(len, known))
        return tuple(
            next((v for v in row if _is_apart(v)), row[0])
            for row in zip(*(items[:shortest] for items in known), strict=True)
        )
    if isinstance(iterable, s.NameRef | s.Display | s.Subscript | s.Attribute):
        return items_of(evaluate(context, state, iterable))
    return None


def _is_apart(value: Value) -> bool:
    """Whether a value is, or holds, a function or an object: no array has it for item."""
    return holds_functions(value) or any(records_in(value))


def _function(context: Context, state: State, call: s.Call) -> str | None:
    """Name of the builtin that pairs, counts or turns round what is iterated."""
    if any(argument.keyword or argument.star for argument in call.arguments):
        return None
    match evaluate(context, state, call.function):
        case Qualified(name="builtins.zip"):
            return "zip"
        case Qualified(name="builtins.enumerate" | "builtins.reversed" as name) if (
            len(call.arguments) == 1
        ):
            return name.removeprefix("builtins.")
        case _:
            return None


class _Item:
    """One item of what a loop runs over, as an expression with its text."""

    def __init__(self, origin: s.Origin, count: int, place: int) -> None:
        self.origin, self.count, self.place = origin, count, place

    def of(
        self, iterable: s.SurfaceExpression
    ) -> tuple[s.SurfaceExpression, list[Part]]:
        """Return the item of an iterable and the pieces of its text."""
        span = iterable.span
        match iterable:
            case s.Call(function=s.NameRef(name="reversed"), arguments=(argument,)):
                turned = _Item(self.origin, self.count, self.count - 1 - self.place)
                return turned.of(argument.value)
            case s.Call(function=s.NameRef(name="enumerate"), arguments=(argument,)):
                value, text = self.of(argument.value)
                count = s.Literal(self.place, span)
                if isinstance(value, s.Display):
                    text = ["(", *text, ")"]
                shown: list[Part] = [f"{self.place}, ", *text]
                return s.Display("tuple", (count, value), span), shown
            case s.Call(arguments=arguments):
                parts = [self.of(argument.value) for argument in arguments]
                pieces: list[Part] = []
                for number, (_, text) in enumerate(parts):
                    pieces += [", ", *text] if number else text
                values = tuple(value for value, _ in parts)
                return s.Display("tuple", values, span), pieces
            case s.Display(items=items):
                item = items[self.place]
                return item, [self.origin.place(item.span)]
            case _:
                literal = s.Literal(self.place, span)
                text = [self.origin.place(span), f"[{self.place}]"]
                return s.Subscript(iterable, (literal,), span), text
