"""The arguments of a call -> a value for each parameter of the function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.program import Piece
from srcgrad.normalize.closures import made
from srcgrad.normalize.context import Context
from srcgrad.normalize.evaluate import evaluate
from srcgrad.normalize.scope import State, Structure, Value
from srcgrad.normalize.values import items_of


@dataclass(frozen=True)
class Given:
    """What a call gives to one parameter.

    pieces : where that stands in the text of the call; none for a default, and none for
        what the piece of an earlier parameter brings along: `f(*pair)`.
    omitted : the value is the default of the parameter.
    """

    value: Value
    pieces: tuple[Piece, ...] = ()
    omitted: bool = False


def given_to(
    context: Context, state: State, function: s.SurfaceFunction, call: s.Call
) -> list[tuple[str | None, Given]]:
    """Return the arguments of a call in their order, each with its keyword."""
    found: list[tuple[str | None, Given]] = []
    names = [p.name for p in function.parameters if not p.keyword_only and not p.star]
    for argument in call.arguments:
        span = argument.value.span
        if argument.star == "**":
            raise refuse(
                "SG111",
                "the keys of an unpacked `**` argument are not known",
                span,
                hint="write the arguments out one by one",
            )
        if argument.star == "*":
            found.extend((None, given) for given in _spread(context, state, argument))
            continue
        if isinstance(argument.value, s.Lambda):
            place = len([k for k, _ in found if k is None])
            default = names[place] if place < len(names) else "function"
            name = f"{context.name}_{argument.keyword or default}"
            value: Value = made(context, argument.value.function, name)
        else:
            value = evaluate(context, state, argument.value)
        found.append((argument.keyword, Given(value, (Piece(span),))))
    return found


def _spread(context: Context, state: State, argument: s.Argument) -> list[Given]:
    """Return the items of `*pair`, of which the number must be known."""
    span = argument.value.span
    items = items_of(evaluate(context, state, argument.value))
    if items == ():
        return []
    if items is None:
        raise refuse(
            "SG111",
            "how many items an unpacked `*` argument has is not known",
            span,
            hint="write the arguments out one by one",
        )
    if isinstance(argument.value, s.NameRef):
        name = argument.value.name
        return [
            Given(item, (Piece(f"{name}[{position}]"),))
            for position, item in enumerate(items)
        ]
    first, *others = items
    return [Given(first, (Piece(span, "*"),)), *map(Given, others)]


def matched(
    function: s.SurfaceFunction,
    arguments: list[tuple[str | None, Given]],
    default: Callable[[s.SurfaceExpression], Value],
    span: Span,
) -> tuple[Given, ...]:
    """Return what each parameter is given, in their order, defaults included."""
    given: dict[str, Given] = {}
    surplus: list[Given] = []
    spare: dict[str, Given] = {}
    parameters = function.parameters
    positional = [p for p in parameters if not p.keyword_only and not p.star]
    named = {p.name for p in parameters if not p.positional_only and not p.star}
    stars = {p.star: p.name for p in parameters if p.star}
    plain = [argument for keyword, argument in arguments if keyword is None]
    for position, argument in enumerate(plain):
        if position < len(positional):
            given[positional[position].name] = argument
        elif "*" in stars:
            surplus.append(argument)
        else:
            raise _mismatch(function, f"takes {len(positional)} arguments", span)
    for keyword, argument in arguments:
        if keyword is None:
            continue
        if keyword in named and keyword not in given:
            given[keyword] = argument
        elif "**" in stars and keyword not in named:
            spare[keyword] = argument
        else:
            message = f"has no free parameter `{keyword}`"
            raise _mismatch(function, message, span)
    if "**" in stars:
        raise refuse(
            "SG146",
            f"`**{stars['**']}` of `{function.name}` is not supported",
            span,
            hint="name each parameter",
        )
    values: list[Given] = []
    for parameter in parameters:
        if parameter.star == "*":
            items = tuple(argument.value for argument in surplus)
            pieces = tuple(piece for a in surplus for piece in a.pieces)
            values.append(Given(Structure("tuple", items), pieces))
        elif parameter.name in given:
            values.append(given[parameter.name])
        elif parameter.default is not None:
            values.append(Given(default(parameter.default), omitted=True))
        else:
            message = f"needs the argument `{parameter.name}`"
            raise _mismatch(function, message, span)
    return tuple(values)


def _mismatch(function: s.SurfaceFunction, message: str, span: Span) -> CompileError:
    return refuse("SG404", f"`{function.name}` {message}", span)
