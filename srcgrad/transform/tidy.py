"""Adjoint code -> the same code as a person would write it: no spread that adding does anyway.

x_bar = np.broadcast_to(2.0 * y_bar, np.shape(x))    ->    x_bar = np.full_like(x, 2.0 * y_bar)
x_bar += np.broadcast_to(term_bar, x.shape)          ->    x_bar += term_bar
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import (
    Add,
    Adjoint,
    Branch,
    Code,
    Loop,
    Put,
    Scatter,
    Set,
    Statement,
)
from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Index,
    Name,
    Var,
    rebuild,
    walk,
)
from srcgrad.ir.types import Numeric, Type, is_scalar, same_shape
from srcgrad.transform.stand_ins import stand_in

Types = Mapping[Var, Type]
ASKING = frozenset("shape size ndim np.shape np.size np.ndim".split())


def tidy(adjoint: Adjoint, types: Types) -> Adjoint:
    """Simplify every expression of a backward pass."""
    code = _code(adjoint.code, types)
    results = tuple(simplified(e, types) for e in adjoint.results)
    return replace(adjoint, code=_without_unused(code, results), results=results)


def _code(code: Code, types: Types) -> Code:
    return tuple(_statement(s, types) for s in code)


def _statement(statement: Statement, types: Types) -> Statement:
    match statement:
        case Set(targets, value):
            return Set(targets, _value(simplified(value, types), types))
        case Put(place, value):
            return Put(simplified(place, types), _unspread(simplified(value, types)))
        case Add(place, value, negative):
            return Add(
                simplified(place, types), _unspread(simplified(value, types)), negative
            )
        case Scatter(base, items, value):
            items = tuple(simplified(i, types) for i in items)
            return Scatter(
                simplified(base, types), items, _unspread(simplified(value, types))
            )
        case Loop(source, body):
            return Loop(source, _code(body, types))
        case Branch(source, then, otherwise):
            return Branch(source, _code(then, types), _code(otherwise, types))
        case _:
            return statement


def _value(value: Expression, types: Types) -> Expression:
    """A whole new cotangent: filled rather than spread, and added to without spreading."""
    match value:
        case Apply("add" | "subtract" as operation, (Name() as whole, part)):
            return Apply(operation, (whole, _unspread(part)))
    return value


def _unspread(value: Expression) -> Expression:
    """Leave out a spread over a shape that the place has anyway."""
    match value:
        case Apply("broadcast_to", (inner, _)):
            return inner
        case _:
            return value


def simplified(expression: Expression, types: Types) -> Expression:
    """Simplify an expression, innermost first."""
    expression = rebuild(expression, lambda part: simplified(part, types))
    match expression:
        case Apply(
            "helper.unbroadcast", (Apply("helper.unbroadcast", (value, inner)), like)
        ) if inner == like:
            return Apply("helper.unbroadcast", (value, like))
        case Apply("helper.unbroadcast", (Apply("broadcast_to", (value, _)), like)) if (
            _same(value, like, types)
        ):
            return value
        case Apply("helper.unbroadcast", (value, like)) if not isinstance(like, Var):
            return Apply(
                "helper.unbroadcast", (value, stand_in(like, types, dtype=True))
            )
        case Apply(operation, (inner,)) if operation in ASKING:
            return _asked(operation, inner, types)
        case Apply("helper.unbroadcast", (value, like)):
            if like in types and _same(value, like, types):
                return value
        case Apply(
            "sum",
            (Apply("broadcast_to", (inner, Apply("shape" | "np.shape", (like,)))),),
        ):
            if is_scalar(type_of_tree(inner, types)):
                return Apply("multiply", (inner, Apply("size", (like,))))
        case Apply("helper.zero_cotangent", (like,)):
            if is_scalar(type_of_tree(like, types)):
                return Constant(0.0)
    return expression


def _asked(operation: str, inner: Expression, types: Types) -> Expression:
    """Shape of an expression: of a variable in it that is known to have the same."""
    found = stand_in(inner, types)
    attribute = operation.removeprefix("np.")
    match found:
        case Apply("broadcast_to", (_, shape)) if attribute == "shape":
            return shape
    if _is_array(found, types):
        return Apply(attribute, (found,))
    return Apply(f"np.{attribute}", (found,))


def _is_array(expression: Expression, types: Types) -> bool:
    kind = type_of_tree(expression, types)
    return isinstance(kind, Numeric) and kind.mutable is True


def _same(value: Expression, like: Expression, types: Types) -> bool:
    one, two = type_of_tree(value, types), type_of_tree(like, types)
    return (
        same_shape(one, two)
        and isinstance(one, Numeric)
        and isinstance(two, Numeric)
        and one.dtype == two.dtype
        and one.dtype is not None
    )


def _without_unused(code: Code, results: tuple[Expression, ...]) -> Code:
    """Drop cotangents that nothing reads."""
    while True:
        used = _used(code) | {
            e.text for r in results for e in walk(r) if isinstance(e, Name)
        }
        kept = _keep(code, used)
        if kept == code:
            return code
        code = kept


def _used(code: Code) -> set[str]:
    from srcgrad.analysis.required import expressions_of

    found: set[str] = set()
    for statement in code:
        match statement:
            case Loop(_, body):
                found |= _used(body)
            case Branch(_, then, otherwise):
                found |= _used(then) | _used(otherwise)
            case Put(place, value) | Add(place, value, _):
                own = _base(place)
                parts = [*walk(value), *walk(place)]
                names = [e.text for e in parts if isinstance(e, Name)]
                if own in names:
                    names.remove(own)
                found.update(names)
            case Set(targets, value):
                inside = {e.text for e in walk(value) if isinstance(e, Name)}
                found |= inside - (set(targets) if len(targets) == 1 else set())
            case Scatter(_, items, value):
                found |= {
                    e.text
                    for p in (*items, value)
                    for e in walk(p)
                    if isinstance(e, Name)
                }
            case _:
                for expression in expressions_of(statement):
                    found |= {e.text for e in walk(expression) if isinstance(e, Name)}
    return found


def _base(place: Expression) -> str:
    while not isinstance(place, Name):
        place = place.base if isinstance(place, Index) else place.arguments[0]  # type: ignore[union-attr]
    return place.text


def _keep(code: Code, used: set[str]) -> Code:
    kept: list[Statement] = []
    for statement in code:
        match statement:
            case Loop(source, body):
                inner = _keep(body, used)
                if any(not _is_note(s) for s in inner):
                    kept.append(Loop(source, inner))
            case Branch(source, then, otherwise):
                one, two = _keep(then, used), _keep(otherwise, used)
                if any(not _is_note(s) for s in (*one, *two)):
                    kept.append(Branch(source, one, two))
            case Set(targets, value):
                if any(t in used for t in targets) or _has_effect(value):
                    kept.append(statement)
            case Put(place, _) | Add(place, _, _):
                if _base(place) in used:
                    kept.append(statement)
            case Scatter(base, _, _):
                if _base(base) in used:
                    kept.append(statement)
            case _:
                kept.append(statement)
    return tuple(_without_lone_remarks(kept))


def _is_note(statement: Statement) -> bool:
    from srcgrad.ir.code import Remark, Restore

    return isinstance(statement, Remark | Restore)


def _without_lone_remarks(code: list[Statement]) -> list[Statement]:
    """A remark stands only above something."""
    from srcgrad.ir.code import Remark, Restore

    kept: list[Statement] = []
    for position, statement in enumerate(code):
        if isinstance(statement, Remark):
            rest = [s for s in code[position + 1 :] if not isinstance(s, Restore)]
            if not rest or isinstance(rest[0], Remark):
                continue
        kept.append(statement)
    return kept


def _has_effect(value: Expression) -> bool:
    return any(
        isinstance(e, Apply) and e.operation in ("pop", "backward") for e in walk(value)
    )
