"""Block -> block in which sums begin with their first term, and memory that has to be zero is made so.

y[i] = 0.0                          y[i] = x[i] * 2.0
y[i] += x[i] * 2.0         ->
"""

from __future__ import annotations

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, walk
from srcgrad.loops.improving.effects import effects, touched
from srcgrad.loops.nests.nest import (
    Allocate,
    Assign,
    Block,
    Comment,
    Loop,
    Put,
    Statement,
    blocks,
    names,
    with_blocks,
)
from srcgrad.loops.operations.reductions import add

# parts of a sum that another term is still written into the same line with
LONGEST = 40


def begin_sums(block: Block) -> Block:
    """Join writes of one element that follow each other."""
    done: list[Statement] = []
    for statement in block:
        parts = tuple(begin_sums(inner) for inner in blocks(statement))
        statement = with_blocks(statement, parts) if parts else statement
        if not _joins(done, statement):
            done.append(statement)
    return tuple(done)


def _joins(done: list[Statement], statement: Statement) -> bool:
    """Join a sum to the statement that begins it, if nothing between looks at it."""
    match statement:
        case Put(array, index, value, sign) if sign:
            target: Expression = Index(Name(array), index)
        case Put(
            array,
            index,
            Apply("add" | "subtract" as operation, (Index() as old_, value)),
        ) if old_ == Index(Name(array), index):
            target, sign = old_, "+" if operation == "add" else "-"
        case Assign(
            name, Apply("add" | "subtract" as operation, (Name(text), value))
        ) if name == text and name not in names(value):
            target, sign = Name(name), "+" if operation == "add" else "-"
        case _:
            return False
    if any(array_ == _name(target) for array_ in names(value)):
        return False
    for place in range(len(done) - 1, -1, -1):
        before = done[place]
        old: Expression | None = None
        match before:
            case Put(array_, index_, first, "") if (
                Index(Name(array_), index_) == target
            ):
                old = first
            case Assign(name_, first) if Name(name_) == target:
                old = first
            case _:
                pass
        if old is not None:
            if old != Constant(0.0) and len(list(walk(old))) > LONGEST:
                return False
            if sign == "+":
                whole = add(old, value)
            elif old == Constant(0.0):
                whole = Apply("negative", (value,))
            else:
                whole = Apply("subtract", (old, value))
            moved: Statement = (
                Put(_name(target), statement.index, whole)
                if isinstance(statement, Put)
                else Assign(_name(target), whole)
            )
            between = done[place + 1 :]
            index = statement.index if isinstance(statement, Put) else ()
            fixed = frozenset().union(*map(names, index))
            changed = frozenset().union(*(effects(b).writes for b in between))
            if not changed & (names(value) | fixed):
                done[place] = moved
                return True
            if changed & (names(old) | fixed):
                return False
            # the sum begins here rather than there
            done.pop(place)
            done.append(moved)
            return True
        own = effects(before)
        if own.jumps or _name(target) in own.reads | own.writes:
            return False
        if blocks(before):
            return False
    return False


def _name(target: Expression) -> str:
    if isinstance(target, Index):
        assert isinstance(target.base, Name)
        return target.base.text
    assert isinstance(target, Name)
    return target.text


def begin_zeroed(block: Block) -> Block:
    """Ask for zeros where memory is allocated, rather than to fill it with them."""
    done: list[Statement] = []
    for statement in block:
        array = _cleared(statement)
        place = next(
            (
                k
                for k, s in enumerate(done)
                if isinstance(s, Allocate) and s.array == array
            ),
            None,
        )
        if place is not None and not any(
            array in touched(s) for s in done[place + 1 :]
        ):
            made = done[place]
            assert isinstance(made, Allocate)
            if _extents(statement) == tuple(e.expression() for e in made.extents):
                done[place] = Allocate(made.array, made.extents, made.dtype, True)
                continue
        done.append(statement)
    return tuple(done)


def _cleared(statement: Statement) -> str | None:
    """Name of the array that a nest fills with zeros, if that is all it does."""
    counters: list[Expression] = []
    while isinstance(statement, Loop) and statement.made:
        inner = [s for s in statement.body if not isinstance(s, Comment)]
        if len(inner) != 1 or statement.start != Constant(0):
            return None
        counters.append(Name(statement.counter))
        statement = inner[0]
    match statement:
        case Put(array, index, Constant(value=0.0 | 0), "") if counters == list(index):
            return array
    return None


def _extents(statement: Statement) -> tuple[Expression, ...]:
    found: list[Expression] = []
    while isinstance(statement, Loop):
        found.append(statement.stop)
        statement = next(s for s in statement.body if not isinstance(s, Comment))
    return tuple(found)
