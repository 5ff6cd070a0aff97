"""The arguments of a call -> a value for each parameter of the function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.program import Piece
from srcgrad.ir.types import Preset
from srcgrad.normalize.evaluation.closures import made
from srcgrad.normalize.evaluation.dictionaries import entries
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.evaluation.partials import with_defaults
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import State, Structure, UserFunction, Value
from srcgrad.normalize.scopes.values import items_of, literal


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
            found.extend(_by_key(context, state, argument))
            continue
        if argument.star == "*":
            found.extend((None, given) for given in _spread(context, state, argument))
            continue
        if isinstance(argument.value, s.Lambda):
            place = len([k for k, _ in found if k is None])
            default = names[place] if place < len(names) else "function"
            name = f"{context.name}_{argument.keyword or default}"
            inner = argument.value.function
            plain = made(context, inner, name)
            value: Value = with_defaults(context, state, plain, inner, evaluate)
        else:
            value = evaluate(context, state, argument.value)
        found.append(
            (
                argument.keyword,
                Given(value, (Piece(span, "", needs_brackets(argument.value)),)),
            )
        )
    return found


def needs_brackets(expression: s.SurfaceExpression) -> bool:
    """Whether the span of an argument leaves out brackets that it has."""
    is_tuple = isinstance(expression, s.Display) and expression.kind == "tuple"
    return is_tuple or isinstance(expression, s.Boolean | s.Conditional | s.Lambda)


def with_presets(
    context: Context,
    state: State,
    function: UserFunction,
    surface: s.SurfaceFunction,
    arguments: list[tuple[str | None, Given]],
) -> list[tuple[str | None, Given]]:
    """Return the arguments of a call with those that the function was given before."""
    named = {keyword for keyword, _ in arguments}
    places = [p.name for p in surface.parameters if not p.keyword_only]
    count = len([keyword for keyword, _ in arguments if keyword is None])
    covered = set(places[:count])
    before: list[tuple[str | None, Given]] = []
    behind: dict[str, Given] = {}
    for preset in function.preset:
        if preset.key:
            value = state.meaning(state.names[preset.key])
            piece = Piece(context.spelled.get(preset.key, preset.key))
        else:
            value, piece = literal(preset.literal), Piece(repr(preset.literal))
        if not preset.name:
            before.append((None, Given(value, (piece,))))
        elif _is_free(preset, named, covered):
            behind[preset.name] = Given(value, (piece,))
    return [*before, *arguments, *behind.items()]


def _is_free(preset: Preset, named: set[str | None], covered: set[str]) -> bool:
    """Whether a call leaves a parameter to what was given before."""
    return preset.name not in named and not (
        preset.is_default and preset.name in covered
    )


def _by_key(
    context: Context, state: State, argument: s.Argument
) -> list[tuple[str | None, Given]]:
    """Return the entries of `**options`, of which the keys must be known."""
    span = argument.value.span
    if not isinstance(argument.value, s.NameRef):
        raise refuse(
            "SG111",
            "what is unpacked by `**` has no name",
            span,
            hint="assign the dictionary to a name first",
        )
    value = evaluate(context, state, argument.value)
    name = argument.value.name
    return [
        (str(key), Given(part, (Piece(f"{name}[{key!r}]"),)))
        for key, part in entries(context, state, value, span).items()
    ]


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
    return [
        Given(first, (Piece(span, "*", needs_brackets(argument.value)),)),
        *map(Given, others),
    ]


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
    if "**" in stars and spare:
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
        elif parameter.star == "**":
            values.append(Given(Structure("dict", ()), omitted=True))
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
