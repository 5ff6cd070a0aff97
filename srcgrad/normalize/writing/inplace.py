"""A call that writes into an array that it is given -> the store that it makes.

np.add(a, b, out=c)        c[...] = np.add(a, b)
np.copyto(c, a, where=m)   c[...] = np.where(m, a, c)
np.put(c, i, v)            c[np.unravel_index(i, c.shape)] = v
c.sort()                   c[...] = np.sort(c)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Expression, Index
from srcgrad.ir.types import Numeric, same_shape
from srcgrad.normalize.evaluation.evaluate import evaluate, formula
from srcgrad.normalize.evaluation.initialisers import follows_call
from srcgrad.normalize.scopes.context import Context, Names
from srcgrad.normalize.scopes.scope import Method, Qualified, State, objects_in
from srcgrad.normalize.scopes.values import unwrap
from srcgrad.normalize.writing.places import (
    Place,
    flat_parts,
    refuse_target,
    target_place,
)
from srcgrad.normalize.writing.stores import store_at
from srcgrad.primitives import results
from srcgrad.primitives.entry import Elementwise, Zero
from srcgrad.primitives.formula import Formula, apply, lift, type_of
from srcgrad.primitives.results import known_rank, shape_of
from srcgrad.primitives.table import BY_NAME, TABLE

WHOLE = (Ellipsis,)

# what is stored, and at which subscripts: (array, positional, by name) -> parts, value
Writer = Callable[[Formula, tuple[Any, ...], dict[str, Any]], tuple[Any, Any]]


def written(
    context: Context, state: State, call: s.Call, live: Names
) -> s.SurfaceExpression | None:
    """Carry out a call that writes; return what it has written to, None if it is none."""
    out = next((a.value for a in call.arguments if a.keyword == "out"), None)
    if out is not None and not _is_none(out):
        _out(context, state, call, out, live)
        return out
    if follows_call(context.module, call, objects_in(state)):
        return None
    function = evaluate(context, state, call.function)
    match function, call.function:
        case Qualified(name=name), _ if name in WRITERS and call.arguments:
            target, arguments = call.arguments[0].value, call.arguments[1:]
            if call.arguments[0].keyword is not None:
                return None
            writer = WRITERS[name]
        case Method(name=name), s.Attribute(base=base) if name in METHODS:
            if not _is_array(evaluate(context, state, base)):
                return None
            target, arguments, writer = base, call.arguments, METHODS[name]
        case _:
            return None
    given = tuple(
        unwrap(evaluate(context, state, a.value), call.span)
        for a in arguments
        if a.keyword is None
    )
    named = {
        a.keyword: unwrap(evaluate(context, state, a.value), call.span)
        for a in arguments
        if a.keyword is not None
    }
    whole = formula(context, state, target)
    try:
        parts, value = writer(whole, given, named)
    except (TypeError, ValueError) as error:
        message = str(error)
        raise refuse("SG202", message[0].lower() + message[1:], call.span) from error
    place = _place_of(context, state, target)
    view = Index(place.view, tuple(lift(part) for part in parts))
    single = value if isinstance(value, Formula) else _literal(value)
    store_at(context, state, replace(place, view=view), single, live, call.span)
    return target


def stored(
    context: Context, state: State, value: s.SurfaceExpression, live: Names
) -> s.SurfaceExpression:
    """Carry out the store of a call with `out=`; its value is what it has written to."""
    if isinstance(value, s.Call) and any(a.keyword == "out" for a in value.arguments):
        return written(context, state, value, live) or value
    return value


def _literal(value: Any) -> Formula:
    return Formula(lift(value), type_of(value))


def _is_none(value: s.SurfaceExpression) -> bool:
    return isinstance(value, s.Literal) and value.value is None


def _is_array(value: Any) -> bool:
    return isinstance(value, Formula) and isinstance(value.type, Numeric)


def _out(
    context: Context,
    state: State,
    call: s.Call,
    out: s.SurfaceExpression,
    live: Names,
) -> None:
    """Carry out a call with `out=`; a ufunc's `where=` keeps what is there."""
    rest = tuple(a for a in call.arguments if a.keyword != "out")
    function = evaluate(context, state, call.function)
    entry = BY_NAME.get(function.name) if isinstance(function, Qualified) else None
    mask = None
    if (
        entry is not None
        and isinstance(entry.derivative, Elementwise | Zero)
        and f"{entry.key}.where" not in TABLE
        and "axis" not in {p.name for p in entry.parameters}
    ):
        mask = next((a.value for a in rest if a.keyword == "where"), None)
        rest = tuple(a for a in rest if a.keyword != "where")
    value = formula(context, state, replace(call, arguments=rest))
    place = _place_of(context, state, out)
    if mask is not None:
        condition = unwrap(evaluate(context, state, mask), call.span)
        if condition is not True:
            value = apply("where", condition, value, formula(context, state, out))
    view: Expression = Index(place.view, (lift(Ellipsis),))
    store_at(context, state, replace(place, view=view), value, live, call.span)


def _place_of(context: Context, state: State, target: s.SurfaceExpression) -> Place:
    place = target_place(context, state, target)
    if place is None:
        refuse_target(target.span)
    return place


# ---- what each function stores


def _copyto(
    whole: Formula, given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any]:
    (source,) = given
    where = _only(named, "where", True)
    if where is True:
        return WHOLE, source
    return WHOLE, apply("where", where, source, whole)


def _put(
    whole: Formula, given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any]:
    places, values = given
    _only(named, "", None)
    return flat_parts(whole, places), _repeated(values, _count(places))


def _repeated(values: Any, count: Any) -> Any:
    """Give as many values as there are places: NumPy begins again with the first."""
    if known_rank(values) == 0:
        return values
    if isinstance(values, (tuple, list)):
        values = apply("array", tuple(values))
    shape = shape_of(values)
    if type(count) is int and shape == (count,):
        return values
    turn = apply("mod", apply("arange", count), apply("np.size", values))
    return apply("take", values, turn)


def _count(places: Any) -> Any:
    total = results.total(shape_of(places))
    return apply("np.size", places) if total is None else total


def _place(
    whole: Formula, given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any]:
    mask, values = given
    _only(named, "", None)
    return (mask,), _repeated(values, apply("count_nonzero", mask))


def _putmask(
    whole: Formula, given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any]:
    mask, values = given
    _only(named, "", None)
    if known_rank(values) == 0:
        return (mask,), values
    if not isinstance(values, Formula) or not same_shape(values.type, whole.type):
        values = _repeated(values, _count(whole))
        values = apply("reshape", values, apply("np.shape", whole))
    return WHOLE, apply("where", mask, values, whole)


def _fill_diagonal(
    whole: Formula, given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any]:
    (value,) = given
    _only(named, "wrap", False)
    rank = known_rank(whole)
    if rank is None or rank < 2:
        raise ValueError("np.fill_diagonal needs an array of known rank: give its type")
    if known_rank(value) != 0:
        raise ValueError(
            "np.fill_diagonal with several values: write "
            "`a[np.arange(n), np.arange(n)] = values` instead"
        )
    shape = apply("np.shape", whole)
    places = apply("arange", apply("builtins.min_of", shape))
    return (places,) * rank, value


def _put_along_axis(
    whole: Formula, given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any]:
    places, values, *rest = given
    axis = rest[0] if rest else _only(named, "axis", -1)
    rank = known_rank(whole)
    if rank is None or type(axis) is not int:
        raise ValueError("np.put_along_axis needs a known rank and a literal axis")
    parts: list[Any] = []
    for k in range(rank):
        if k == axis % rank:
            parts.append(places)
            continue
        along = apply("arange", apply("np.shape", whole)[k])
        parts.append(
            apply("reshape", along, tuple(-1 if j == k else 1 for j in range(rank)))
        )
    return tuple(parts), values


def _sort(
    whole: Formula, given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any]:
    axis = given[0] if given else _only(named, "axis", -1)
    return WHOLE, apply("sort", whole, axis)


def _fill(
    whole: Formula, given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, Any]:
    (value,) = given
    return WHOLE, value


def _only(named: dict[str, Any], name: str, default: Any) -> Any:
    """Take one keyword; any other is not supported."""
    for given in named:
        if given != name:
            raise TypeError(f"`{given}=` is not supported where an array is written to")
    return named.get(name, default)


WRITERS: dict[str, Writer] = {
    "numpy.copyto": _copyto,
    "numpy.put": _put,
    "numpy.place": _place,
    "numpy.putmask": _putmask,
    "numpy.fill_diagonal": _fill_diagonal,
    "numpy.put_along_axis": _put_along_axis,
}
METHODS: dict[str, Writer] = {"sort": _sort, "fill": _fill, "put": _put}
