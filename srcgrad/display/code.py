"""Code that is to be emitted -> text of it, in which each variable has its version.

# y = np.sin(x) * k
x_bar = y_bar * k.0 * np.cos(x.0)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from srcgrad.display.notation import notation
from srcgrad.ir.code import (
    Add,
    Branch,
    Given,
    Loop,
    Put,
    Remark,
    Restore,
    Scatter,
    Set,
)
from srcgrad.ir.expressions import Index
from srcgrad.ir.program import Block, For, If, Step, While
from srcgrad.transform.pairs import Pair, Transposed
from srcgrad.transform.weaving.woven import Grow, Line, Woven


def adjoint_text(part: Transposed | Pair) -> str:
    """Return the backward pass of a function."""
    written = part.adjoint
    seeds, results = ", ".join(written.seeds), ", ".join(map(notation, written.results))
    lines = [f"backward {part.function.name}({seeds}) -> {results}"]
    return "\n".join([*lines, *_lines(written.code, "    ")])


def woven_text(woven: Woven) -> str:
    """Return the tangent code of a function, below the statements it belongs to."""
    seeds, results = ", ".join(woven.seeds), ", ".join(map(notation, woven.results))
    lines = [f"forward {woven.function.name}({seeds}) -> {results}"]
    lines += _lines(woven.places.entry, "    ")
    return "\n".join([*lines, *_woven(woven, woven.function.body, "    ")])


def _woven(woven: Woven, block: Block, indent: str) -> Iterator[str]:
    places, inner = woven.places, indent + "    "
    for node in block:
        key = id(node)
        yield from _lines(places.before.get(key, ()), indent)
        if node.origin is not None:
            yield from _remark(node.origin.text, indent)
        match node:
            case Step():
                yield from _lines(places.ahead.get(key, ()), indent)
            case If(then=then, otherwise=otherwise):
                arms = (("then", then), ("otherwise", otherwise))
                for side, (word, arm) in enumerate(arms):
                    yield f"{indent}{word}:"
                    yield from _woven(woven, arm, inner)
                    yield from _lines(places.arms.get((key, side), ()), inner)
            case For(body=body) | While(body=body):
                yield from _lines(places.start.get(key, ()), inner)
                yield from _woven(woven, body, inner)
                yield from _lines(places.end.get(key, ()), inner)
        yield from _lines(places.after.get(key, ()), indent)


def _lines(code: Iterable[Line], indent: str) -> Iterator[str]:
    inner = indent + "    "
    for statement in code:
        match statement:
            case Set(targets, value):
                yield f"{indent}{', '.join(targets)} = {notation(value)}"
            case Put(place, value):
                yield f"{indent}{notation(place)} = {notation(value)}"
            case Add(place, value, negative):
                sign = "-=" if negative else "+="
                yield f"{indent}{notation(place)} {sign} {notation(value)}"
            case Scatter(base, items, value):
                written = notation(Index(base, items))
                yield f"{indent}{written} += each of {notation(value)}"
            case Grow(base, value):
                yield f"{indent}{notation(base)}.append({notation(value)})"
            case Given(text):
                yield f"{indent}{text}"
            case Remark(origin):
                yield from _remark(origin.text, indent)
            case Restore(target):
                yield f"{indent}restore what {notation(target)} has overwritten"
            case Loop(source, body):
                if isinstance(source, For):
                    counter, over = notation(source.counter), notation(source.iterable)
                    yield f"{indent}backwards for {counter} in {over}:"
                else:
                    yield f"{indent}backwards while {notation(source.condition)}:"
                yield from _lines(body, inner)
            case Branch(source, then, otherwise):
                test = source.condition if isinstance(source, If) else source
                yield f"{indent}if {notation(test)}:"
                yield from _lines(then, inner)
                yield f"{indent}else:"
                yield from _lines(otherwise, inner)


def _remark(text: str, indent: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"{indent}# {line}".rstrip()
