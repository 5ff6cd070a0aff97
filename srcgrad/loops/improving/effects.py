"""A statement of compiled code -> the names that it reads and writes, and the elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from srcgrad.ir.expressions import Expression, Index, Name, rebuild
from srcgrad.loops.nests.nest import (
    Allocate,
    Assign,
    Block,
    Branch,
    Call,
    Check,
    Comment,
    Leave,
    Loop,
    Pop,
    Push,
    Put,
    Repeat,
    Statement,
    blocks,
    expressions,
    loads,
    names,
    statements,
    with_blocks,
)

Items = tuple[Expression, ...]


@dataclass(frozen=True)
class Effects:
    """Names read and written. `jumps` : it may leave the block that it stands in."""

    reads: frozenset[str]
    writes: frozenset[str]
    jumps: bool = False

    def conflicts(self, other: Effects) -> bool:
        """Whether the order of two statements matters."""
        if self.jumps or other.jumps:
            return True
        return bool(
            self.writes & (other.reads | other.writes) or self.reads & other.writes
        )


@lru_cache(maxsize=65536)
def effects(statement: Statement) -> Effects:
    """Find the effects of a statement and of all within it."""
    reads: set[str] = set()
    writes: set[str] = set()
    for expression in expressions(statement):
        reads |= names(expression)
    match statement:
        case Assign(target, _):
            writes.add(target)
        case Put(array=array, sign=sign):
            writes.add(array)
            if sign:
                reads.add(array)
        case Allocate(array=array):
            writes.add(array)
        case Call(targets, _, read, written):
            reads |= read
            writes |= written | set(targets)
        case Push(stack=stack, top=top):
            reads |= {stack, top}
            writes |= {stack, top}
        case Pop(target, stack, top):
            reads |= {stack, top}
            writes |= {target, top}
        case Loop(counter=counter):
            writes.add(counter)
        case _:
            pass
    jumps = isinstance(statement, Leave)
    for block in blocks(statement):
        for inner in block:
            own = effects(inner)
            reads |= own.reads
            writes |= own.writes
            jumps = jumps or (own.jumps and not isinstance(statement, Loop | Repeat))
    if isinstance(statement, Loop) and statement.made:
        # a counter of ours means nothing outside of its loop
        reads.discard(statement.counter)
        writes.discard(statement.counter)
    return Effects(frozenset(reads), frozenset(writes), jumps)


def touched(statement: Statement) -> frozenset[str]:
    """Return the names that a statement reads or writes."""
    own = effects(statement)
    return own.reads | own.writes


def accesses(statement: Statement) -> Iterator[tuple[str, Items | None, bool]]:
    """Yield (array, subscripts, whether written); None where a library has all of it."""
    for inner in statements((statement,)):
        for expression in expressions(inner):
            for array, index in loads(expression):
                yield array, index, False
        match inner:
            case Put(array=array, index=index):
                yield array, index, True
            case Call(_, value, read, written):
                for array in names(value) | read:
                    yield array, None, False
                for array in written:
                    yield array, None, True
            case _:
                pass


def replaced(
    statement: Statement, change: Callable[[Expression], Expression]
) -> Statement:
    """Return a statement with every expression in it changed, those within it too."""
    inner = tuple(
        tuple(replaced(s, change) for s in block) for block in blocks(statement)
    )
    done: Statement
    match statement:
        case Assign(target, value):
            done = Assign(target, change(value))
        case Put(array, index, value, sign):
            done = Put(array, tuple(map(change, index)), change(value), sign)
        case Call(targets, value, read, written):
            done = Call(targets, change(value), read, written)
        case Check(condition, message):
            done = Check(change(condition), message)
        case Push(stack, top, value):
            done = Push(stack, top, change(value))
        case Loop(counter, start, stop, step, body, made):
            done = Loop(counter, change(start), change(stop), change(step), body, made)
        case Repeat(condition, body):
            done = Repeat(change(condition), body)
        case Branch(condition, then, otherwise):
            done = Branch(change(condition), then, otherwise)
        case Allocate() | Pop() | Comment() | Leave():
            done = statement
    return with_blocks(done, inner) if inner else done


def renamed(block: Block, old: str, new: Expression) -> Block:
    """Return a block in which a name that it reads stands for something else."""

    def change(expression: Expression) -> Expression:
        if expression == Name(old):
            return new
        return rebuild(expression, change)

    return tuple(replaced(statement, change) for statement in block)


def indexed(array: str, items: Items) -> Index:
    """Return an element."""
    return Index(Name(array), items)
