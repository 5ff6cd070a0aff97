"""The rules run on arrays, and IR run by the table, for the generated tests."""

from __future__ import annotations

import inspect
import operator
from typing import Any

import numpy as np

from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Sequence,
    Slice,
    Var,
)
from srcgrad.primitives import TABLE, Primitive
from srcgrad.primitives.entry import (
    Bilinear,
    Defined,
    Elementwise,
    Linear,
    Tangent,
    Zero,
    called,
    positions_of,
)
from srcgrad.primitives.formula import lift
from srcgrad.primitives.helpers import unbroadcast

OPERATORS = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
    "negative": operator.neg,
}


def run(entry: Primitive, values: tuple[Any, ...]) -> Any:
    """Call the function of an entry."""
    if entry.key in OPERATORS:
        return OPERATORS[entry.key](*values)
    return called(entry, values)


def active(value: Any) -> bool:
    """Whether a value could carry a derivative."""
    if isinstance(value, (tuple, list)):
        return any(active(item) for item in value)
    return isinstance(value, (float, np.inexact)) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "fc"
    )


def positions(entry: Primitive) -> tuple[int, ...]:
    """Which parameters a derivative flows through."""
    return positions_of(entry.derivative, len(entry.parameters))


def wants(rule: Any, name: str) -> bool:
    return name in inspect.signature(rule).parameters


def partials(entry: Primitive, values: tuple[Any, ...], out: Any) -> tuple[Any, ...]:
    rule = entry.derivative.partials
    extra = {"out": out} if wants(rule, "out") else {}
    found = rule(*values, **extra)
    return found if isinstance(found, tuple) else (found,)


def formula(
    entry: Primitive, values: tuple[Any, ...], out: Any, at: int, tangent: Any
) -> Any:
    """Call the tangent formula by names, for one active parameter."""
    rule = entry.derivative.formula
    given = {p.name: p.default for p in entry.parameters}
    given |= dict(zip((p.name for p in entry.parameters), values, strict=False))
    given["out"] = out
    for position in entry.derivative.positions:
        given["d" + entry.parameters[position].name] = None
    given["d" + entry.parameters[at].name] = tangent
    given["part"] = None
    return rule(**{k: v for k, v in given.items() if wants(rule, k)})


def zeros(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return tuple(zeros(item) for item in value)
    return value * 0.0


def tangent(entry: Primitive, values: tuple[Any, ...], at: int, change: Any) -> Any:
    """Tangent of the result where the parameter `at` alone changes."""
    match entry.derivative:
        case Zero():
            return zeros(run(entry, values))
        case Elementwise():
            out = run(entry, values)
            found = partials(entry, values, out)
            if at >= len(found) or found[at] is None:
                return np.zeros(np.shape(out))
            return np.broadcast_to(found[at] * change, np.shape(out))
        case Linear(where, _, _):
            changed = [zeros(v) if i in where else v for i, v in enumerate(values)]
            changed[at] = change
            return run(entry, tuple(changed))
        case Bilinear():
            changed = list(values)
            changed[at] = change
            return run(entry, tuple(changed))
        case Tangent():
            return formula(entry, values, run(entry, values), at, change)
        case Defined(definition):
            # what it stands for, made on symbols and differentiated by the other rules
            from tests.primitives.points import exact, lifted, stand_in

            memory: dict[Var, Any] = {}
            changes: dict[Var, Any] = {}
            symbols = list(lifted(entry, values, exact, memory))
            name = entry.parameters[at].name
            symbols[at] = stand_in(values[at], exact, name, memory)
            stand_in(change, exact, name, changes)
            value, found = dual(lift(definition(*symbols)), memory, changes)
            return zeros(value) if found is None else found


def cotangent(entry: Primitive, values: tuple[Any, ...], at: int, seed: Any) -> Any:
    """Cotangent of the parameter `at`."""
    match entry.derivative:
        case Elementwise():
            found = partials(entry, values, run(entry, values))
            return (
                None if found[at] is None else unbroadcast(found[at] * seed, values[at])
            )
        case Linear(where, transpose, broadcasts):
            found = transpose(seed, *values)
            found = found[where.index(at)] if len(where) > 1 else found
            return unbroadcast(found, values[at]) if broadcasts else found
        case Bilinear((first, _), left, right):
            return (left if at == first else right)(seed, *values)
        case _:
            raise AssertionError("no transpose is stated")


def evaluate(expression: Expression, values: dict[Var, Any]) -> Any:
    """Value of an expression."""
    match expression:
        case Constant(value):
            return value
        case Var():
            return values[expression]
        case Apply(operation, arguments):
            return run(TABLE[operation], tuple(evaluate(a, values) for a in arguments))
        case Index(base, items):
            parts = tuple(evaluate(item, values) for item in items)
            return evaluate(base, values)[parts if len(parts) > 1 else parts[0]]
        case Slice(start, stop, step):
            bounds = (start, stop, step)
            return slice(*(None if b is None else evaluate(b, values) for b in bounds))
        case Sequence(items, kind):
            made = [evaluate(item, values) for item in items]
            return tuple(made) if kind == "tuple" else made
        case _:
            raise AssertionError(expression)


def emitted(entry: Primitive) -> Primitive:
    """What the text of an entry means where it is read again."""
    if not entry.key.startswith("held."):
        return entry
    return next(
        other
        for other in TABLE.values()
        if other.function is entry.function and not other.key.startswith("held.")
    )


def dual(
    expression: Expression, values: dict[Var, Any], changes: dict[Var, Any]
) -> tuple[Any, Any]:
    """Value and tangent of an expression; the tangent is None where nothing changes."""
    match expression:
        case Var():
            return values[expression], changes.get(expression)
        case Apply(operation, arguments):
            # what is held in a rule is an argument as any in the emitted text
            entry = emitted(TABLE[operation])
            pairs = [dual(argument, values, changes) for argument in arguments]
            inputs = tuple(value for value, _ in pairs)
            result = run(entry, inputs)
            total = None
            for at, (value, change) in enumerate(pairs):
                if change is None or isinstance(entry.derivative, Zero):
                    continue
                if not active(value) or at in entry.blind:
                    continue
                assert at in positions(entry), f"{entry.key} is not differentiable"
                term = tangent(entry, inputs, at, change)
                total = term if total is None else added(total, term)
            return result, total
        case Index(base, items):
            parts = tuple(evaluate(item, values) for item in items)
            where = parts if len(parts) > 1 else parts[0]
            value, change = dual(base, values, changes)
            return value[where], None if change is None else change[where]
        case Sequence(items, _):
            pairs = [dual(item, values, changes) for item in items]
            if all(change is None for _, change in pairs):
                return tuple(value for value, _ in pairs), None
            return tuple(value for value, _ in pairs), tuple(
                zeros(value) if change is None else change for value, change in pairs
            )
        case _:
            return evaluate(expression, values), None


def added(left: Any, right: Any) -> Any:
    """Add two tangents, part by part."""
    if isinstance(left, tuple):
        return tuple(map(added, left, right))
    return left + right


def same_structure(value: Any, draw: Any) -> Any:
    """Draw a random change for every number of a value."""
    if isinstance(value, (tuple, list)):
        return tuple(same_structure(item, draw) for item in value)
    if not active(value):
        return value * 0
    change = draw(np.shape(value))
    if np.iscomplexobj(value):
        change = change + 1j * draw(np.shape(value))
    return change.astype(value.dtype) if hasattr(value, "dtype") else change


def shifted(value: Any, change: Any, step: float) -> Any:
    """Value plus a multiple of a change."""
    if isinstance(value, (tuple, list)):
        return tuple(shifted(v, d, step) for v, d in zip(value, change, strict=True))
    return value + step * change


def inner(left: Any, right: Any) -> float:
    """Dot product of two structures."""
    if isinstance(left, (tuple, list)):
        return sum(inner(a, b) for a, b in zip(left, right, strict=True))
    assert np.shape(left) == np.shape(right)
    # the convention of cotangents of complex numbers
    return float(np.real(np.sum(np.asarray(left) * np.asarray(right))))
