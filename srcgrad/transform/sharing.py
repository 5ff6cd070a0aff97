"""Straight-line code -> the same code, each dear value that it reads twice made once and named.

b_bar = np.linalg.solve(a.T, x_bar)                  b_bar = np.linalg.solve(a.T, x_bar)
a_bar = -np.outer(np.linalg.solve(a.T, x_bar), x) -> a_bar = -np.outer(b_bar, x)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from srcgrad.ir.code import Add, Branch, Code, Loop, Put, Remark, Scatter, Set
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Expression,
    Index,
    Name,
    Sequence,
    children,
    rebuild,
    walk,
)
from srcgrad.primitives.table import TABLE

DEAR = 20
# what gives something else each time
ONCE = frozenset(("pop", "call", "backward"))
Change = Add | Put | Scatter | Set


def share(code: Code, name: Callable[[str], str]) -> Code:
    """Share dear values within each block of a backward pass.

    name : gives a name of its own to a value, near the word for it.
    """
    done: list[Any] = []
    block: list[Any] = []
    for statement in code:
        match statement:
            case Remark():
                done.extend(shared(block, name))
                block = [statement]
            case Loop(source, body):
                done.extend(shared(block, name))
                block = []
                done.append(Loop(source, share(body, name)))
            case Branch(source, then, otherwise):
                done.extend(shared(block, name))
                block = []
                done.append(Branch(source, share(then, name), share(otherwise, name)))
            case _:
                block.append(statement)
    return (*done, *shared(block, name))


def shared(block: Iterable[Any], name: Callable[[str], str]) -> list[Any]:
    """Share dear values within the lines of a block, the largest first."""
    lines = list(block)
    words: list[str] = []
    while (found := _repeated(lines)) is not None:
        holder = found.holder
        if holder is None:
            word = _word(found.value)
            words.append(word)
            times = words.count(word)
            holder = name(word if times == 1 else f"{word}_{times}")
            lines.insert(found.first, Set((holder,), found.value))
        for at in range(found.first + 1, found.last + 2 - bool(found.holder)):
            line = lines[at]
            if isinstance(line, Change):
                value = _replaced(line.value, found.value, Name(holder), _binds(line))
                lines[at] = replace(line, value=value)
    return lines


@dataclass(frozen=True)
class _Repeated:
    """A value that the lines from `first` to `last` read, and the name it has there."""

    value: Expression
    first: int
    last: int
    holder: str | None


def _repeated(lines: list[Any]) -> _Repeated | None:
    """Return a dear value that is made twice; of several the largest.

    Between the places no line may change what the value reads, nor the name that holds
    it.
    """
    places: dict[Expression, list[tuple[int, str | None]]] = {}
    for at, line in enumerate(lines):
        if isinstance(line, Change):
            if (
                isinstance(line, Set)
                and len(line.targets) == 1
                and _is_dear(line.value)
            ):
                places.setdefault(line.value, []).append((at, line.targets[0]))
            for value in _dear(line.value, _binds(line)):
                places.setdefault(value, []).append((at, None))
    best: _Repeated | None = None
    for value, found in places.items():
        (first, holder), *_ = found
        names = {e.text for e in walk(value) if isinstance(e, Name)}
        uses = [at for at, target in found if target is None]
        for last in reversed(uses):
            changed = set().union(*map(_written, lines[first:last]))
            kept = holder is not None and not any(
                holder in _written(line) for line in lines[first + 1 : last + 1]
            )
            count = sum(at <= last for at in uses)
            if names & changed or count < (1 if kept else 2):
                continue
            if holder is not None and not kept:
                first = uses[0]
            if best is None or _size(value) > _size(best.value):
                best = _Repeated(value, first, last, holder if kept else None)
            break
    return best


def _is_dear(expression: Expression) -> bool:
    entry = TABLE.get(expression.operation) if isinstance(expression, Apply) else None
    return (
        entry is not None
        and entry.cost >= DEAR
        and not any(
            isinstance(e, Apply) and e.operation in ONCE for e in walk(expression)
        )
    )


def _dear(expression: Expression, binds: bool) -> Iterator[Expression]:
    """Dear values that are certain to be made, and not kept as they are.

    binds : a name is bound to the value: sharing would give the array two names.
    """
    if _is_dear(expression) and not binds:
        yield expression
    for part, kept in _parts(expression, binds):
        if not isinstance(expression, Choice) or part is expression.condition:
            yield from _dear(part, kept)


def _parts(expression: Expression, binds: bool) -> Iterator[tuple[Expression, bool]]:
    """Parts of an expression, and whether its value may be the array of the part."""
    match expression:
        case Apply(operation, arguments):
            entry = TABLE.get(operation)
            through = entry is None or entry.view or operation.startswith("helper.")
            for argument in arguments:
                yield argument, binds and through
        case Index(base, items):
            yield base, binds
            for item in items:
                yield item, False
        case Sequence() | Choice():
            for child in children(expression):
                yield child, binds
        case _:
            for child in children(expression):
                yield child, False


def _binds(line: Change) -> bool:
    """Whether a line gives an array a name, rather than copying its elements."""
    return isinstance(line, Set)


def _written(line: Any) -> set[str]:
    """Names that a line binds, or stores to."""
    match line:
        case Set(targets, _):
            return set(targets)
        case Put(place, _) | Add(place, _, _) | Scatter(place, _, _):
            return {e.text for e in walk(place) if isinstance(e, Name)}
        case _:
            return {e.text for e in walk(line.base) if isinstance(e, Name)}


def _replaced(
    expression: Expression, value: Expression, known: Name, binds: bool
) -> Expression:
    if expression == value and not binds:
        return known
    parts = iter(_parts(expression, binds))
    return rebuild(
        expression, lambda part: _replaced(part, value, known, next(parts)[1])
    )


def _size(expression: Expression) -> int:
    return sum(1 for _ in walk(expression))


WORDS = {
    "solve": "solved",
    "inv": "inverse",
    "matmul": "product",
    "einsum": "product",
    "dot": "product",
    "tensordot": "product",
    "eigh": "spectrum",
    "eig": "spectrum",
    "svd": "factors",
    "qr": "factors",
}


def _word(value: Expression) -> str:
    """Word for a value, after the operation that makes it."""
    assert isinstance(value, Apply)
    last = value.operation.rpartition(".")[2]
    return WORDS.get(last, last if last.isidentifier() else "shared")
