"""Block -> block in which an array that several loops add to is added to by one, element by element.

    for i in range(n - 2):                  for i in range(n):
        u_bar[i] += t[i]                        u_bar[i] += t[i + 2] + t[i + 1] + t[i]
    for i in range(n - 2):           ->
        u_bar[i + 1] += t[i]
    for i in range(n - 2):
        u_bar[i + 2] += t[i]

The terms get a margin of zeros, here `t = np.zeros(n + 2)`, so that no element is a special case: a
loop that only reads what others have written is one that a compiler turns into vector instructions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, rebuild
from srcgrad.loops.improving.effects import accesses, effects, replaced
from srcgrad.loops.nests.affine import Affine, affine_of
from srcgrad.loops.nests.nest import (
    ONE,
    Allocate,
    Block,
    Comment,
    Loop,
    Put,
    Statement,
    blocks,
    names,
    statements,
    with_blocks,
)

Margins = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class _Scatter:
    """A nest that adds a multiple of each element of one array to some element of another.

    counters : of the loops, outermost first. low, high : the elements that it adds to are those
    from `low` to before `high`, on every axis. shifts : element of the target less the number
    of the iteration, on every axis. load : the term, of `array`; `around` it is its factor.
    """

    target: str
    counters: tuple[str, ...]
    axes: tuple[str, ...]
    low: tuple[Affine, ...]
    high: tuple[Affine, ...]
    shifts: tuple[int, ...]
    array: str
    load: Index
    value: Expression
    sign: str

    def axis_of(self, counter: str) -> int:
        """Return the axis of the target that a counter runs along."""
        return self.axes.index(counter)


def gather(block: Block, results: frozenset[str]) -> Block:
    """Put scattered sums together; `results` are arrays whose shape others know."""
    made = {
        s.array: s
        for s in block
        if isinstance(s, Allocate) and s.array not in results and not s.zeros
    }
    several = [s.array for s in statements(block) if isinstance(s, Allocate)]
    whole = {
        array for s in block for array, items, _ in accesses(s) if items is None
    } | {array for array in made if several.count(array) > 1}
    ours = {array: one for array, one in made.items() if array not in whole}
    margins: Margins = {}
    block = _gathered(block, ours, margins)
    return _widened(block, margins) if margins else block


def _gathered(block: Block, ours: Mapping[str, Allocate], margins: Margins) -> Block:
    items: list[Statement | None] = list(block)
    open_: dict[str, list[tuple[int, _Scatter]]] = {}
    for place, statement in enumerate(block):
        if isinstance(statement, Comment):
            continue
        found = _scatter(statement, ours)
        own = effects(statement)
        for target, members in list(open_.items()):
            if found is not None and found.target == target:
                if _fits(members[0][1], found) and not own.writes & {
                    m.array for _, m in members
                }:
                    continue
                _close(open_.pop(target), items, ours, margins)
            elif any(own.conflicts(effects(block[k])) for k, _ in members):
                _close(open_.pop(target), items, ours, margins)
        if found is not None:
            open_.setdefault(found.target, []).append((place, found))
    for members in open_.values():
        _close(members, items, ours, margins)
    done: list[Statement] = []
    for item in items:
        if item is not None:
            parts = tuple(_gathered(inner, ours, margins) for inner in blocks(item))
            done.append(with_blocks(item, parts) if parts else item)
    return tuple(done)


def _scatter(statement: Statement, ours: Mapping[str, Allocate]) -> _Scatter | None:
    """Read a nest as one that scatters; None where it is not."""
    loops: list[Loop] = []
    while isinstance(statement, Loop) and statement.made:
        inner = [s for s in statement.body if not isinstance(s, Comment)]
        if len(inner) != 1 or statement.step != ONE:
            return None
        loops.append(statement)
        statement = inner[0]
    if not loops or not isinstance(statement, Put) or not statement.sign:
        return None
    counters = tuple(loop.counter for loop in loops)
    load = _term(statement.value)
    if load is None or not isinstance(load.base, Name):
        return None
    array = load.base.text
    if (
        array not in ours
        or array == statement.array
        or len(statement.index) != len(loops)
    ):
        return None
    found = [_shifted(item, counters) for item in statement.index]
    read = [_shifted(item, counters) for item in load.items]
    axes = tuple(pair[0] for pair in found if pair is not None)
    if sorted(axes) != sorted(counters) or None in read:
        return None
    if sorted(pair[0] for pair in read if pair is not None) != sorted(counters):
        return None
    by = {loop.counter: loop for loop in loops}
    low, high, shifts = [], [], []
    for pair in found:
        assert pair is not None
        start, stop = affine_of(by[pair[0]].start), affine_of(by[pair[0]].stop)
        if start is None or stop is None:
            return None
        low.append(start + pair[1])
        high.append(stop + pair[1])
        shifts.append(pair[1])
    return _Scatter(
        statement.array,
        counters,
        axes,
        tuple(low),
        tuple(high),
        tuple(shifts),
        array,
        load,
        statement.value,
        statement.sign,
    )


def _term(value: Expression) -> Index | None:
    """The element of an array that a value is a literal multiple of."""
    match value:
        case Index(Name()):
            return value
        case Apply("negative", (inner,)):
            return _term(inner)
        case Apply("multiply", (Constant(value=float()), inner)):
            return _term(inner)
        case Apply("multiply", (inner, Constant(value=float()))):
            return _term(inner)
        case Apply("divide", (inner, Constant(value=float() as by))) if by:
            return _term(inner)
        case _:
            return None


def _shifted(item: Expression, counters: tuple[str, ...]) -> tuple[str, int] | None:
    """Read `i + 2` as ("i", 2)."""
    found = affine_of(item)
    if found is None or len(found.terms) != 1:
        return None
    symbol, factor = found.terms[0]
    return (symbol, found.constant) if symbol in counters and factor == 1 else None


def _fits(one: _Scatter, two: _Scatter) -> bool:
    """Whether the elements that two nests add to differ by fixed numbers only."""
    if len(one.low) != len(two.low):
        return False
    pairs = (*zip(one.low, two.low, strict=True), *zip(one.high, two.high, strict=True))
    return all((a - b).number is not None for a, b in pairs)


def _close(
    members: list[tuple[int, _Scatter]],
    items: list[Statement | None],
    ours: Mapping[str, Allocate],
    margins: Margins,
) -> None:
    """Put one nest in the place of several, where that is worth it."""
    several = [scatter for _, scatter in members]
    if len({s.low for s in several}) < 2:
        return
    rank = len(several[0].low)
    low = [_extreme((s.low[d] for s in several), -1) for d in range(rank)]
    high = [_extreme((s.high[d] for s in several), 1) for d in range(rank)]
    wanted = [_margins(s, low, high, ours) for s in several]
    if any(w is None for w in wanted):
        return
    for scatter, found in zip(several, wanted, strict=True):
        assert found is not None
        known = margins.setdefault(scatter.array, [(0, 0)] * len(found))
        for axis, (before, after) in enumerate(found):
            known[axis] = max(known[axis][0], before), max(known[axis][1], after)
    last = several[-1]
    total: Expression | None = None
    for scatter in several:
        value = _moved(scatter, last)
        if total is None:
            total = value if scatter.sign == "+" else Apply("negative", (value,))
        else:
            total = Apply("add" if scatter.sign == "+" else "subtract", (total, value))
    assert total is not None
    statement: Statement = Put(last.target, tuple(map(Name, last.axes)), total, "+")
    for counter in reversed(last.counters):
        axis = last.axis_of(counter)
        bounds = low[axis].expression(), high[axis].expression()
        statement = Loop(counter, *bounds, ONE, (statement,), made=True)
    for place, _ in members:
        items[place] = None
    items[members[-1][0]] = statement


def _extreme(several: Iterator[Affine], sign: int) -> Affine:
    """Return the least (-1) or the greatest (1) of sums that differ by numbers."""
    best = next(several)
    for one in several:
        if (one - best).constant * sign > 0:
            best = one
    return best


def _margins(
    scatter: _Scatter,
    low: list[Affine],
    high: list[Affine],
    ours: Mapping[str, Allocate],
) -> list[tuple[int, int]] | None:
    """Zeros that the term needs on each axis of its array; None where it is but a part of it."""
    found = []
    for axis, item in enumerate(scatter.load.items):
        pair = _shifted(item, scatter.counters)
        assert pair is not None
        counter, offset = pair
        place = scatter.axis_of(counter)
        before = (scatter.low[place] - low[place]).constant
        after = (high[place] - scatter.high[place]).constant
        first = scatter.low[place] - scatter.shifts[place] + offset
        end = scatter.high[place] - scatter.shifts[place] + offset
        if before and first != Affine(0):
            return None
        if after and end != ours[scatter.array].extents[axis]:
            return None
        found.append((before, after))
    return found


def _moved(scatter: _Scatter, last: _Scatter) -> Expression:
    """What is added to the element that the counters of the last nest number."""
    names_ = {
        counter: (last.axes[axis], scatter.shifts[axis])
        for axis, counter in enumerate(scatter.axes)
    }

    def change(expression: Expression) -> Expression:
        if isinstance(expression, Index):
            items = []
            for item in expression.items:
                pair = _shifted(item, scatter.counters)
                assert pair is not None
                counter, shift = names_[pair[0]]
                items.append(Affine(pair[1] - shift, ((counter, 1),)).expression())
            return Index(expression.base, tuple(items))
        return rebuild(expression, change)

    return change(scatter.value)


def _widened(block: Block, margins: Margins) -> Block:
    """Write a block again with margins of zeros around some arrays."""

    def moved(array: str, items: tuple[Expression, ...]) -> tuple[Expression, ...]:
        pairs = zip(items, margins[array], strict=True)
        return tuple(_plus(item, before) for item, (before, _) in pairs)

    def change(expression: Expression) -> Expression:
        match expression:
            case Index(Name(array), items) if array in margins:
                inner = tuple(map(change, items))
                return Index(Name(array), moved(array, inner))
            case _:
                return rebuild(expression, change)

    def write(inner: Block) -> Block:
        done: list[Statement] = []
        for statement in inner:
            match statement:
                case Allocate(array, extents, dtype) if array in margins:
                    wide = tuple(
                        extent + (before + after)
                        for extent, (before, after) in zip(
                            extents, margins[array], strict=True
                        )
                    )
                    done.append(Allocate(array, wide, dtype, True))
                case Put(array, index, value, sign):
                    places = tuple(map(change, index))
                    if array in margins:
                        places = moved(array, places)
                    done.append(Put(array, places, change(value), sign))
                case _:
                    parts = tuple(map(write, blocks(statement)))
                    bare = with_blocks(statement, tuple(() for _ in parts))
                    plain = replaced(bare, change)
                    done.append(with_blocks(plain, parts) if parts else plain)
        return tuple(done)

    assert not any(
        array in names(e)
        for s in statements(block)
        if isinstance(s, Allocate)
        for array in margins
        for e in (extent.expression() for extent in s.extents)
    )
    return write(block)


def _plus(item: Expression, number: int) -> Expression:
    if not number:
        return item
    found = affine_of(item)
    if found is not None:
        return (found + number).expression()
    return Apply("add", (item, Constant(number)))
