"""A read of an array's element -> whether no later store reaches the element.

for i in range(1, n):
h[i] = h[i - 1] * c         # h[i - 1] is read, and is never stored to again
"""

from __future__ import annotations

from dataclasses import dataclass

from srcgrad.analysis.homes import Homes, destroyers
from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Slice, Var
from srcgrad.ir.program import For, Function, Step, Store, While

Loops = tuple[int, ...]


@dataclass(frozen=True)
class Write:
    """A store to a buffer: its statement, step and the loops around it, innermost last."""

    store: Store
    step: Step
    loops: tuple[For | While, ...]


@dataclass(frozen=True)
class Access:
    """A read of a version of a buffer; `items` its subscript, None where all of it is read."""

    var: Var
    items: tuple[Expression, ...] | None
    loops: Loops


def survives(
    access: Access, writes: list[Write], homes: Homes, function: Function
) -> bool:
    """Whether what is read is still there at the end."""
    if access.items is None or not access.items:
        return False
    later = set(destroyers(access.var, homes, function.buffers))
    return all(
        _apart(access, write, homes) for write in writes if write.store.target in later
    )


def _apart(access: Access, write: Write, homes: Homes) -> bool:
    """Whether a store, in this or a later iteration, never reaches the element that is read."""
    if not write.loops or not access.loops:
        return False
    loop = write.loops[-1]
    if not isinstance(loop, For) or access.loops[-1] != id(loop):
        return False
    if tuple(map(id, write.loops)) != access.loops:
        return False
    step = _direction(loop.iterable)
    place = write.store.place
    assert isinstance(place, Index) and access.items is not None
    stored = _offset(place.items[0], loop.counter)
    if step == 0 or stored is None:
        return False
    if len(write.loops) > 1:
        # an outer loop comes back to the same elements
        return False
    lowest, highest = _reach(access.items[0], loop.counter)
    first = _lowest(loop.iterable)
    if first is None or any(
        offset is not None and first + offset < 0
        for offset in (stored, lowest, highest)
    ):
        # a negative index would count from the end
        if not (
            isinstance(access.items[0], Slice)
            and lowest is None
            and highest == -1 - (first or 0)
        ):
            return False
    if step > 0:
        return highest is not None and highest < stored
    return lowest is not None and lowest > stored


def _direction(iterable: Expression) -> int:
    """1 where a counter goes up, -1 where it goes down, 0 where that is not known."""
    match iterable:
        case Apply("reversed", (inner,)):
            return -_direction(inner)
        case Apply("range", (_,) | (_, _)):
            return 1
        case Apply("range", (_, _, Constant(value=int() as step))):
            return (step > 0) - (step < 0)
        case _:
            return 0


def _lowest(iterable: Expression) -> int | None:
    """Least value of a counter, where that is a literal."""
    match iterable:
        case Apply("reversed", (inner,)):
            return _lowest(inner)
        case Apply("range", (_,)):
            return 0
        case Apply("range", (Constant(value=int() as start), _)):
            return start
        case Apply(
            "range", (Constant(value=int() as start), _, Constant(value=int() as step))
        ):
            return start if step > 0 else None
        case Apply("range", (_, Constant(value=int() as stop), Constant(value=-1))):
            return stop + 1
        case _:
            return None


def _offset(item: Expression, counter: Var) -> int | None:
    """`k` where an index is `counter + k`."""
    match item:
        case Var() if item == counter:
            return 0
        case Apply("add", (inner, Constant(value=int() as shift))):
            base = _offset(inner, counter)
            return None if base is None else base + shift
        case Apply("subtract", (inner, Constant(value=int() as shift))):
            base = _offset(inner, counter)
            return None if base is None else base - shift
        case _:
            return None


def _reach(item: Expression, counter: Var) -> tuple[int | None, int | None]:
    """Lowest and highest offset from the counter that a subscript reads; None is no bound."""
    if isinstance(item, Slice):
        start = None if item.start is None else _offset(item.start, counter)
        stop = None if item.stop is None else _offset(item.stop, counter)
        return start, None if stop is None else stop - 1
    offset = _offset(item, counter)
    return offset, offset
