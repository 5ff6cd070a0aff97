"""A statement with `map` or `reduce` of functions of the source -> loops that call them.

y = list(map(f, xs))            ->   y = list([f(item) for item in xs])
y = reduce(f, xs, 1.0) * 2.0    ->   total = 1.0
                                     for item in xs:
                                         total = f(total, item)
                                     y = total * 2.0
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from srcgrad.analysis.names import expressions_of, parts
from srcgrad.frontend.rereading import reread
from srcgrad.ir import surface as s
from srcgrad.ir.cut import Cut
from srcgrad.normalize.calling.arguments import needs_brackets
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.scope import Qualified, State

Block: TypeAlias = tuple[s.SurfaceStatement, ...]
Simple: TypeAlias = s.Assign | s.Augment | s.Evaluate | s.Return


def without_mapping(
    context: Context, state: State, statement: s.SurfaceStatement
) -> Block | None:
    """Return statements that call the functions; None where there is nothing to do."""
    if not isinstance(statement, s.Assign | s.Augment | s.Evaluate | s.Return):
        return None
    for call, kind in _calls(context, state, statement):
        function, *given = (argument.value for argument in call.arguments)
        cut = Cut(statement.origin)
        name = _shown(cut, function)
        if kind == "map":
            items = [context.unique("item") for _ in given]
            shown, texts = ", ".join(items), [_shown(cut, g) for g in given]
            source = texts[0] if len(texts) == 1 else f"zip({', '.join(texts)})"
            cut.replace(call.span, f"[{name}({shown}) for {shown} in {source}]")
            return reread(cut.text, statement.origin)
        ends = _ends(cut, given)
        if ends is None:
            continue
        first, rest = ends
        total, item = context.unique("total"), context.unique("item")
        loop = f"{total} = {first}\nfor {item} in {rest}:\n"
        loop += f"    {total} = {name}({total}, {item})\n"
        cut.replace(call.span, total)
        return reread(loop + cut.text, statement.origin)
    return None


def _calls(
    context: Context, state: State, statement: Simple
) -> Iterator[tuple[s.Call, str]]:
    """Yield the calls of `map` and `reduce` that are given a function of the source."""
    for expression in expressions_of(statement):
        for part in parts(expression):
            if not isinstance(part, s.Call) or len(part.arguments) < 2:
                continue
            if not isinstance(part.function, s.NameRef | s.Attribute):
                continue
            if any(a.keyword or a.star for a in part.arguments):
                continue
            kind = _kind(context, state, part)
            if kind and _is_of_source(context, state, part.arguments[0].value):
                yield part, kind


def _kind(context: Context, state: State, call: s.Call) -> str:
    names = ("map", "reduce")
    function = call.function
    if not isinstance(function, s.NameRef | s.Attribute) or function.name not in names:
        return ""
    match evaluate(context, state, function):
        case Qualified(name="builtins.map"):
            return "map"
        case Qualified(name="functools.reduce"):
            return "reduce"
        case _:
            return ""


def _is_of_source(
    context: Context, state: State, function: s.SurfaceExpression
) -> bool:
    match function:
        case s.Lambda():
            return True
        case s.NameRef():
            return not isinstance(evaluate(context, state, function), Qualified)
        case _:
            return False


def _ends(cut: Cut, given: list[s.SurfaceExpression]) -> tuple[str, str] | None:
    """Text of what a `reduce` starts from, and of what it then runs over."""
    items, *first = given
    if first:
        return _shown(cut, first[0]), _shown(cut, items)
    match items:
        case s.Display(items=(start, *rest)) if rest:
            shown = ", ".join(_shown(cut, item) for item in rest)
            return _shown(cut, start), f"[{shown}]"
        case s.NameRef(name=name):
            return f"{name}[0]", f"{name}[1:]"
        case _:
            return None


def _shown(cut: Cut, expression: s.SurfaceExpression) -> str:
    """Text of an expression, in the brackets that its span leaves out."""
    text = cut.part(expression.span)
    return f"({text})" if needs_brackets(expression) else text
