"""A target that is written to -> the place in a buffer that it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Apply, Expression, Index
from srcgrad.normalize.evaluation.evaluate import formula, subscript_items
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.memory import is_basic
from srcgrad.normalize.scopes.scope import Ref, State
from srcgrad.normalize.writing.targets import held
from srcgrad.primitives.formula import Formula, apply, lift
from srcgrad.primitives.results import known_rank


@dataclass(frozen=True)
class Place:
    """Part of the buffer that `name` refers to; `view` over HOLE says which."""

    name: str
    ref: Ref
    view: Expression


def place_of(context: Context, state: State, target: s.Subscript) -> Place | None:
    """Return the place that a target writes to, None if it is no variable's."""
    items = subscript_items(context, state, target.items)
    if isinstance(target.base, s.Attribute) and target.base.name == "flat":
        whole = target_place(context, state, target.base.base)
        (part,) = items
        if whole is not None:
            items = flat_parts(formula(context, state, target.base.base), part)
    else:
        whole = target_place(context, state, target.base)
    if whole is None:
        return None
    found = tuple(lift(item) for item in items)
    return Place(whole.name, whole.ref, Index(whole.view, found))


def target_place(
    context: Context, state: State, target: s.SurfaceExpression
) -> Place | None:
    """Return the place of all of an array that is named: `a`, `a[1:]`, `a.T`."""
    name = held(context, state, target)
    ref = None if name is None else state.names.get(name)
    if name is not None and isinstance(ref, Ref):
        return Place(context.records.shown(state, name), ref, ref.view)
    match target:
        case s.Subscript():
            place = place_of(context, state, target)
            if place is not None:
                _check_view(context, place, target.span)
            return place
        case s.Attribute(base=base, name="T"):
            place = target_place(context, state, base)
            if place is not None:
                turned = Apply("transpose", (place.view,))
                return Place(place.name, place.ref, turned)
    return None


def _check_view(context: Context, place: Place, span: Span) -> None:
    items = place.view.items if isinstance(place.view, Index) else ()
    if not all(is_basic(context, item) for item in items):
        raise refuse(
            "SG303",
            "this writes into a copy: the inner subscript does not give a view",
            span,
            hint="write both subscripts in one pair of brackets",
        )


def flat_parts(whole: Formula, places: Any) -> tuple[Any, ...]:
    """Subscripts of places in all elements in a row: those of a vector as they are."""
    if known_rank(whole) == 1:
        return (places,)
    if isinstance(places, slice):
        places = apply("arange", apply("np.size", whole))[places]
    if isinstance(places, list):
        places = apply("array", tuple(places))
    return (apply("unravel_index", places, apply("np.shape", whole)),)


def refuse_target(span: Span) -> NoReturn:
    """Refuse a target that is no variable of the function."""
    raise refuse(
        "SG304",
        "what this line writes to is not a variable",
        span,
        hint="assign the array to a name first, then store through that name",
    )
