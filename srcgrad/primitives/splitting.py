"""Arrays cut into parts: split and its kin."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from srcgrad.ir.types import UNKNOWN, ListOf, Numeric, TupleOf, Type
from srcgrad.primitives import domains, results
from srcgrad.primitives.axes import along, extent, literal_axis, rank_of
from srcgrad.primitives.entry import Primitive, Unsupported
from srcgrad.primitives.forms import defined


def bounds(count: Any, sections: Any, name: str) -> list[tuple[Any, Any]]:
    """Read where the parts of an axis start and stop."""
    if type(sections) is int:
        if type(count) is int:
            least, more = divmod(count, sections)
            ends = [k * least + min(k, more) for k in range(sections + 1)]
            return list(pairwise(ends))
        size = count // sections
        if name == "np.array_split":
            raise Unsupported(f"{name} needs an extent that is known: give its type")
        inner = [k * size if k > 1 else size for k in range(1, sections)]
        edges: list[Any] = [None, *inner, None]
        return list(pairwise(edges))
    if isinstance(sections, (tuple, list)):
        places: list[Any] = [None, *sections, None]
        return list(pairwise(places))
    raise Unsupported(f"{name} needs a literal number of parts, or the places to cut")


def parts(ary: Any, sections: Any, axis: Any, name: str) -> tuple[Any, ...]:
    """Cut an array along an axis."""
    at = literal_axis(axis, name)
    return tuple(
        ary[along(slice(start, stop), at)]
        for start, stop in bounds(extent(ary, at), sections, name)
    )


def splitting(function: Any, default_axis: bool, axis: Callable[[Any], int]) -> Any:
    """Define the parts that a function cuts its array into."""
    name = f"np.{function.__name__}"

    def with_axis(ary: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
        return parts(ary, indices_or_sections, axis, name)

    def fixed(ary: Any, indices_or_sections: Any) -> Any:
        return parts(ary, indices_or_sections, axis(ary), name)

    return with_axis if default_axis else fixed


def parts_type(definition: Callable[..., Any]) -> Callable[..., Type]:
    """Type of the parts: one by one where their number is known, else a list."""

    def result(ary: Any, *rest: Any) -> Type:
        try:
            found = definition(ary, *rest)
        except Unsupported:
            return ListOf(Numeric(results.numeric(ary).dtype, None, mutable=True))
        if not found:
            return UNKNOWN
        return TupleOf(tuple(results.numeric(part) for part in found))

    return result


def beside(ary: Any) -> int:
    """Axis along which np.hsplit cuts."""
    return 0 if rank_of(ary, "np.hsplit") == 1 else 1


def split(
    function: Any, axis: Callable[[Any], int] | None, *cases: domains.Case
) -> Primitive:
    """Form of a function that cuts."""
    definition = splitting(function, axis is None, axis or (lambda ary: 0))
    return defined(
        function,
        definition,
        "ary, indices_or_sections" + (", axis=0" if axis is None else ""),
        result=parts_type(definition),
        view=True,
        cost=0,
        shown={"indices_or_sections": (1, 2)},
        domain=cases,
    )


SPLITTING = (
    split(
        np.split,
        None,
        domains.case(domains.draw(6), 3),
        domains.case(domains.draw(3, 4), 2, 1),
        domains.case(domains.draw(6), (2, 3)),
        domains.case(domains.draw(4, 5), (1, 4), -1),
    ),
    split(
        np.array_split,
        None,
        domains.case(domains.draw(6), (2, 3)),
        domains.case(domains.draw(4, 5), (1, 4), -1),
    ),
    split(
        np.hsplit,
        beside,
        domains.case(domains.draw(6), 3),
        domains.case(domains.draw(2, 6), 3),
        domains.case(domains.draw(2, 6), (1, 2)),
    ),
    split(
        np.vsplit,
        lambda ary: 0,
        domains.case(domains.draw(6, 2), 3),
        domains.case(domains.draw(6, 2), (1,)),
    ),
    split(np.dsplit, lambda ary: 2, domains.case(domains.draw(2, 2, 6), 3)),
)
