"""Primitives with a reverse formula -> their tangents, as linear primitives of their own.

`linearize` writes the tangent of such a primitive as one operation, `pull.linalg.inv(a,
out, da)`, so that `transpose` finds the reverse formula. None of it gets into a text: in
forward mode the tangent formula itself is written.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

from srcgrad.primitives.domains import Case
from srcgrad.primitives.entry import Linear, Parameter, Primitive, Tangent, called

PREFIX = "pull."


def pulled(entries: Iterable[Primitive]) -> tuple[Primitive, ...]:
    """Return the tangents of those entries that state their reverse."""
    return tuple(
        _tangent_of(entry, entry.derivative, entry.derivative.reverse)
        for entry in entries
        if isinstance(entry.derivative, Tangent) and entry.derivative.reverse
    )


def by_names(rule: Callable[..., Any], given: dict[str, Any]) -> Any:
    """Call a rule with those of the given values that it asks for."""
    asked = inspect.signature(rule).parameters
    if any(p.kind is inspect.Parameter.VAR_KEYWORD for p in asked.values()):
        return rule(**given)
    return rule(**{name: given[name] for name in asked})


def _tangent_of(
    entry: Primitive, rule: Tangent, reverse: Callable[..., Any]
) -> Primitive:
    names = [parameter.name for parameter in entry.parameters]
    count = len(names)
    dotted = [f"d{names[position]}" for position in rule.positions]

    def named(values: tuple[Any, ...]) -> dict[str, Any]:
        given = dict(zip((*names, "out", *dotted), values, strict=True))
        return given | {"part": None}

    def formula(*values: Any) -> Any:
        given, total = named(values), None
        for name in dotted:
            if given[name] is not None:
                others = {other: None for other in dotted if other != name}
                term = by_names(rule.formula, given | others)
                total = term if total is None else _sum(total, term)
        return total

    def back(cotangent: Any, *values: Any) -> Any:
        return by_names(reverse, {"c": cotangent} | named(values))

    def result(*values: Any) -> Any:
        return entry.result(*values[:count])

    last = range(count + 1, count + 1 + len(dotted))
    return Primitive(
        key=PREFIX + entry.key,
        function=formula,
        names=(),
        parameters=tuple(Parameter(name) for name in (*names, "out", *dotted)),
        result=result,
        derivative=Linear(tuple(last), back),
        spelling=f"d[{entry.spelling}]",
        cost=entry.cost,
        domain=tuple(_with_tangents(entry, rule, case) for case in entry.domain),
    )


def _sum(left: Any, right: Any) -> Any:
    if isinstance(left, tuple):
        return tuple(map(_sum, left, right))
    return left + right


def _with_tangents(entry: Primitive, rule: Tangent, case: Any) -> Case:
    """Put defaults, the result and random tangents behind the arguments of a case."""

    def draw(random: Any) -> tuple[Any, ...]:
        values = case(random)
        rest = tuple(p.default for p in entry.parameters[len(values) :])
        tangents = (
            _like((*values, *rest)[position], random) for position in rule.positions
        )
        return (*values, *rest, called(entry, values), *tangents)

    return Case(draw)


def _like(value: Any, random: Any) -> Any:
    """Draw a tangent of a value."""
    if isinstance(value, tuple | list):
        return tuple(_like(item, random) for item in value)
    if not hasattr(value, "dtype"):
        return value
    drawn = random.normal(size=value.shape)
    if value.dtype.kind == "c":
        drawn = drawn + 1j * random.normal(size=value.shape)
    return drawn.astype(value.dtype)
