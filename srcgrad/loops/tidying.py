"""Block -> block without what nothing reads, without copies, sums begun where they can be.

y[i] = 0.0                          y[i] = x[i] * 2.0
y[i] += x[i] * 2.0         ->
"""

from __future__ import annotations

import itertools
from collections import Counter

from srcgrad.ir.expressions import Apply, Constant, Expression, Index, Name, rebuild
from srcgrad.loops.effects import effects, replaced
from srcgrad.loops.nest import (
    Allocate,
    Assign,
    Block,
    Branch,
    Call,
    Comment,
    Loop,
    Pop,
    Push,
    Put,
    Repeat,
    Statement,
    blocks,
    expressions,
    names,
    statements,
    with_blocks,
)
from srcgrad.loops.reductions import add


def without_dead(block: Block, results: frozenset[str]) -> Block:
    """Drop what is written and never read, again until nothing is."""
    while True:
        read = set(results)
        for statement in statements(block):
            for expression in expressions(statement):
                read |= names(expression)
            match statement:
                case Assign(target, value) if (
                    target in names(value) and target not in results
                ):
                    if _count(block, target) == 1:
                        read.discard(target)
                case Call(_, _, reads, writes):
                    read |= reads | writes
                case Push(stack=stack, top=top) | Pop(stack=stack, top=top):
                    read |= {stack, top}
                case Allocate(extents=extents):
                    for extent in extents:
                        read |= extent.symbols
                case _:
                    pass
        done = _kept(block, frozenset(read))
        if done == block:
            return block
        block = done


def _count(block: Block, name: str) -> int:
    """Return how many statements read a name."""
    return sum(any(name in names(e) for e in expressions(s)) for s in statements(block))


def _kept(block: Block, read: frozenset[str]) -> Block:
    done: list[Statement] = []
    for statement in block:
        parts = tuple(_kept(inner, read) for inner in blocks(statement))
        match statement:
            case Assign(target, _) if target not in read:
                continue
            case Put(array=array) | Allocate(array=array) if array not in read:
                continue
            case Loop(made=True) if not _works(parts[0]):
                continue
            case Branch() if not any(map(_works, parts)):
                continue
            case _:
                done.append(with_blocks(statement, parts) if parts else statement)
    return tuple(done)


def _works(block: Block) -> bool:
    return any(not isinstance(s, Comment) for s in block)


def propagate(block: Block, results: frozenset[str]) -> Block:
    """Put numbers in place of names that are given them once: literals, other names."""
    counts = Counter(n for s in statements(block) for n in _assigned(s))
    values: dict[str, Expression] = {}
    made: set[str] = set()
    read: set[str] = set()
    for statement in block:
        read |= effects(statement).reads
        made.update(_assigned(statement))
        match statement:
            case Assign(target, Constant() | Name() as value):
                # a parameter has a value from before, too
                fixed = isinstance(value, Constant) or (
                    counts[value.text] == (value.text in made)
                )
                alone = counts[target] == 1 and target not in read
                if alone and fixed and target not in results:
                    values[target] = values.get(
                        value.text if isinstance(value, Name) else "", value
                    )
            case _:
                pass
    if not values:
        return block

    def change(expression: Expression) -> Expression:
        if isinstance(expression, Name):
            return values.get(expression.text, expression)
        return simplified(rebuild(expression, change))

    return tuple(
        replaced(s, change)
        for s in block
        if not (isinstance(s, Assign) and s.target in values)
    )


def simplified(expression: Expression) -> Expression:
    """Leave out factors of one."""
    match expression:
        case Apply(
            "multiply", (Constant(value=1.0), other) | (other, Constant(value=1.0))
        ):
            return other
        case Apply("divide", (other, Constant(value=1.0))):
            return other
        case Apply(
            "multiply", (Constant(value=float() as a), Constant(value=float() as b))
        ):
            return Constant(a * b)
        case Apply("negative", (Constant(value=float() as a),)):
            return Constant(-a)
        case _:
            return expression


def _assigned(statement: Statement) -> tuple[str, ...]:
    match statement:
        case Assign(target, _) | Pop(target, _, _):
            return (target,)
        case Call(targets, _):
            return targets
        case Loop(counter=counter):
            return (counter,)
        case Push(top=top):
            return (top,)
        case _:
            return ()


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
            if old != Constant(0.0):
                return False
            whole = add(old, value) if sign == "+" else Apply("negative", (value,))
            moved: Statement = (
                Put(_name(target), statement.index, whole)
                if isinstance(statement, Put)
                else Assign(_name(target), whole)
            )
            between = done[place + 1 :]
            reads = names(whole) | frozenset().union(
                *(
                    names(i)
                    for i in (statement.index if isinstance(statement, Put) else ())
                )
            )
            if any(effects(b).writes & reads for b in between):
                # the sum begins here rather than there
                if any(_name(target) in effects(b).reads for b in between):
                    return False
                done.pop(place)
                done.append(moved)
                return True
            done[place] = moved
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
            array in _touched(s) for s in done[place + 1 :]
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


def without_copies(
    block: Block, results: frozenset[str], given: frozenset[str]
) -> Block:
    """Let an array that is only copied to another be made in its place."""
    made = {s.array: s for s in statements(block) if isinstance(s, Allocate)}
    while True:
        for place in _copies(block):
            found = _copied(place[-1])
            if found is None:
                continue
            new, old = found
            if old in results or old in given or new == old:
                continue
            if old not in made or new not in made:
                continue
            if (
                made[old].extents != made[new].extents
                or made[old].dtype != made[new].dtype
            ):
                continue
            if _is_last(block, place, old, new):
                block = _merged(block, place[-1], old, new)
                break
        else:
            return block


def _copies(
    block: Block, outer: tuple[Statement, ...] = ()
) -> list[tuple[Statement, ...]]:
    """Statements that copy one array to another, with those around them."""
    found: list[tuple[Statement, ...]] = []
    for statement in block:
        if _copied(statement) is not None:
            found.append((*outer, statement))
        elif not isinstance(statement, Branch | Repeat):
            for inner in blocks(statement):
                found.extend(_copies(inner, (*outer, statement)))
    return found


def _copied(statement: Statement) -> tuple[str, str] | None:
    """Read a nest that does nothing but copy: (target, source)."""
    counters: list[Expression] = []
    while isinstance(statement, Loop) and statement.made:
        inner = [s for s in statement.body if not isinstance(s, Comment)]
        if len(inner) != 1 or statement.start != Constant(0):
            return None
        counters.append(Name(statement.counter))
        statement = inner[0]
    match statement:
        case Put(new, index, Index(Name(old), items), "") if (
            index == items and counters
        ):
            if sorted(map(str, index)) == sorted(map(str, counters)):
                return new, old
    return None


def _is_last(block: Block, place: tuple[Statement, ...], old: str, new: str) -> bool:
    """Whether the old array is not used after the copy, nor the new one before it."""
    for around in place[:-1]:
        if isinstance(around, Loop) and around.made:
            return False
    inner = block
    for around, within in itertools.pairwise(place):
        others = [s for s in inner if s is not around and not isinstance(s, Allocate)]
        if any(old in _touched(s) for s in others):
            return False
        inner = next(b for b in blocks(around) if any(s is within for s in b))
    position = next(k for k, s in enumerate(inner) if s is place[-1])
    before = [s for s in inner[:position] if not isinstance(s, Allocate)]
    after = inner[position + 1 :]
    return not any(new in _touched(s) for s in before) and not any(
        old in _touched(s) for s in after
    )


def _touched(statement: Statement) -> frozenset[str]:
    own = effects(statement)
    return own.reads | own.writes


def _merged(block: Block, copy: Statement, old: str, new: str) -> Block:
    """Write a block again with one array in place of two."""

    def change(expression: Expression) -> Expression:
        if expression == Name(old):
            return Name(new)
        return rebuild(expression, change)

    def write(inner: Block) -> Block:
        done: list[Statement] = []
        for statement in inner:
            if statement is copy:
                continue
            match statement:
                case Allocate(array=array) if array == old:
                    continue
                case Put(array, index, value, sign):
                    name = new if array == old else array
                    done.append(
                        Put(name, tuple(map(change, index)), change(value), sign)
                    )
                case Call(targets, value, read, written):
                    done.append(
                        Call(
                            tuple(new if t == old else t for t in targets),
                            change(value),
                            frozenset(new if n == old else n for n in read),
                            frozenset(new if n == old else n for n in written),
                        )
                    )
                case _:
                    parts = tuple(map(write, blocks(statement)))
                    bare = with_blocks(statement, tuple(() for _ in parts))
                    plain = replaced(bare, change)
                    done.append(with_blocks(plain, parts) if parts else plain)
        return tuple(done)

    # the memory has to be there before what is now made in it
    whole = write(block)
    own = [s for s in whole if isinstance(s, Allocate) and s.array == new]
    others = tuple(s for s in whole if s not in own)
    first = next((k for k, s in enumerate(others) if new in _touched(s)), len(others))
    return (*others[:first], *own, *others[first:])
