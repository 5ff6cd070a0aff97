"""Straight-line code -> the same code, each dear value that it reads twice made once and named.

b_bar = np.linalg.solve(a.T, x_bar)                  b_bar = np.linalg.solve(a.T, x_bar)
a_bar = -np.outer(np.linalg.solve(a.T, x_bar), x) -> a_bar = -np.outer(b_bar, x)

A value is dear that `storage` would rather keep than work out again. Within one block of
adjoint code only, and named after what it is: an edit of another statement changes nothing
here. Where a test decides whether a value is made at all, it stays behind the test.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from srcgrad.ir.code import (
    Add,
    Branch,
    Code,
    Given,
    Loop,
    Put,
    Remark,
    Restore,
    Scatter,
    Set,
)
from srcgrad.ir.expressions import (
    Apply,
    Choice,
    Constant,
    Expression,
    Index,
    Name,
    Sequence,
    Var,
    children,
    rebuild,
    walk,
)
from srcgrad.primitives.table import TABLE
from srcgrad.transform.costs import CHEAP, cost

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
            case Remark() | Restore() | Given():
                # what a store has overwritten is put back: arrays change
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
    words: dict[str, str] = {}
    while (found := _repeated(lines)) is not None:
        holder = found.holder
        if holder is None:
            holder = f"@{len(words)}"
            words[holder] = _word(found.value)
            lines.insert(found.first, Set((holder,), found.value))
        for at in range(found.first + 1, found.last + 2 - bool(found.holder)):
            line = lines[at]
            if isinstance(line, Change):
                value = _replaced(line.value, found.value, Name(holder), _binds(line))
                lines[at] = replace(line, value=value)
    return _named(lines, words, name) if words else lines


def _named(
    lines: list[Any], words: Mapping[str, str], name: Callable[[str], str]
) -> list[Any]:
    """Give holders their names: of several with one word, in the order of the lines."""
    times: dict[str, int] = {}
    names: dict[str, str] = {}
    for line in lines:
        if isinstance(line, Set) and line.targets[0] in words:
            word = words[line.targets[0]]
            times[word] = times.get(word, 0) + 1
            numbered = word if times[word] == 1 else f"{word}_{times[word]}"
            names[line.targets[0]] = name(numbered)

    def renamed(part: Expression) -> Expression:
        if isinstance(part, Name):
            return replace(part, text=names.get(part.text, part.text))
        return rebuild(part, renamed)

    found: list[Any] = []
    for line in lines:
        if isinstance(line, Change):
            line = replace(line, value=renamed(line.value))
        if isinstance(line, Set):
            line = replace(line, targets=tuple(names.get(t, t) for t in line.targets))
        found.append(line)
    return found


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
        if len(found) > 1 and (best is None or _size(value) > _size(best.value)):
            starts = (_from(lines, value, found[at:]) for at in range(len(found)))
            best = next((run for run in starts if run is not None), best)
    return best


def _from(
    lines: list[Any], value: Expression, found: list[tuple[int, str | None]]
) -> _Repeated | None:
    """Return the longest run of places from the first one over which a value stays as it is."""
    (first, holder), *_ = found
    names = {e.text for e in walk(value) if isinstance(e, Name)}
    uses = [at for at, target in found if target is None]
    for last in reversed(uses):
        if names & set().union(*map(_written, lines[first:last])):
            continue
        kept = holder is not None and not any(
            holder in _written(line) for line in lines[first + 1 : last + 1]
        )
        if sum(at <= last for at in uses) < (1 if kept else 2):
            continue
        return _Repeated(
            value,
            first if kept or holder is None else uses[0],
            last,
            holder if kept else None,
        )
    return None


def _is_dear(expression: Expression) -> bool:
    return (
        isinstance(expression, Apply)
        and expression.operation in TABLE
        and expression.operation not in ("negative", "positive")
        and cost(expression) > CHEAP
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
    for position, (part, kept) in enumerate(_parts(expression, binds)):
        if position == 0 or not _is_test(expression):
            yield from _dear(part, kept)


def _is_test(expression: Expression) -> bool:
    """Whether the first part decides which of the others are evaluated."""
    return isinstance(expression, Choice) or (
        isinstance(expression, Apply) and expression.operation in ("and", "or")
    )


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
    "add": "total",
    "subtract": "difference",
    "multiply": "product",
    "matmul": "product",
    "einsum": "product",
    "dot": "product",
    "tensordot": "product",
    "outer": "product",
    "divide": "ratio",
    "sqrt": "root",
    "sum": "total",
    "prod": "product",
    "max": "largest",
    "min": "smallest",
    "abs": "magnitude",
    "where": "chosen",
    "broadcast_to": "spread",
    "unbroadcast": "reduced",
    "solve": "solved",
    "inv": "inverse",
    "eigh": "spectrum",
    "eig": "spectrum",
    "svd": "factors",
    "qr": "factors",
}


def _word(value: Expression) -> str:
    """Word for a value: the operation that makes it, and the variable that it is of."""
    assert isinstance(value, Apply)
    last = value.operation.rpartition(".")[2]
    word = WORDS.get(last, last if last.isidentifier() else "shared")
    of = [e for e in value.arguments if not isinstance(e, Constant)]
    if len(of) == 1 and (owner := _owner(of[0])):
        return f"{word}_{owner}"
    return f"{word}_value" if hasattr(builtins, word) else word


def _owner(operand: Expression) -> str:
    """Name of a variable of the source; nothing for a cotangent or a tangent."""
    match operand:
        case Var(name=text) | Name(text=text) if text.strip("_").isidentifier():
            return "" if text.endswith(("_bar", "_dot")) else text.strip("_")
        case _:
            return ""
