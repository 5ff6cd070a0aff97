"""Block -> block without what nothing reads, and with literals in the place of their names."""

from __future__ import annotations

from collections import Counter

from srcgrad.ir.expressions import (
    Apply,
    Constant,
    Expression,
    Name,
    rebuild,
)
from srcgrad.loops.improving.effects import effects, replaced
from srcgrad.loops.nests.nest import (
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
    Statement,
    blocks,
    expressions,
    names,
    statements,
    with_blocks,
)


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
