"""The table as people read it: one row for each function, and the nearest names."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from srcgrad.ir.expressions import Var
from srcgrad.ir.types import Numeric, Shape, TupleOf
from srcgrad.primitives.entry import (
    REQUIRED,
    Bilinear,
    Defined,
    Elementwise,
    Linear,
    Primitive,
    Tangent,
    Unsupported,
)
from srcgrad.primitives.formula import Formula
from srcgrad.primitives.pulled import by_names
from srcgrad.primitives.table import BY_NAME, FAMILIES
from srcgrad.primitives.wording import words


@dataclass(frozen=True)
class Row:
    """What `srcgrad rules` says of one function.

    kind : `elementwise`, `linear`, `bilinear`, `tangent`, `zero` or `held` (no
        derivative: an active argument is refused).
    rule : what the rule gives, and the NumPy text of that; empty where there is none.
    """

    key: str
    names: tuple[str, ...]
    spelling: str
    family: str
    kind: str
    rule: tuple[tuple[str, str], ...]
    choice: str


def rows() -> tuple[Row, ...]:
    """Return the rows of all functions that a source can use, in the table's order."""
    return tuple(
        Row(
            key=entry.key,
            names=entry.names,
            spelling=entry.spelling,
            family=family,
            kind=kind_of(entry),
            rule=formulas(entry),
            choice=entry.choice,
        )
        for family, entries in FAMILIES.items()
        for entry in entries
        if entry.names and not entry.key.startswith("helper.")
    )


def kind_of(entry: Primitive) -> str:
    """Name the form of an entry's rule."""
    match entry.derivative:
        case Linear(positions=()):
            return "held"
        case rule:
            return type(rule).__name__.lower()


def formulas(entry: Primitive) -> tuple[tuple[str, str], ...]:
    """Write the rule of an entry: what it gives, and the NumPy text of that.

    `d out / d x` for a partial, `x_bar` for a cotangent, `out_dot` for a tangent. With
    the ranks unknown if there is a text for that, else for matrices, or for vectors.
    """
    shapes: tuple[tuple[Shape, Shape], ...] = (
        (None, None),
        ((None, None), (None, None)),
        ((None,), (None,)),
        ((None, None), ()),
        ((3,), (3,)),
    )
    if entry.key == "tensordot":  # over two axes, if nothing else is said
        shapes = (((None, None, None), (None, None, None)),)
    for first, others in shapes:
        try:
            return tuple(_formulas(entry, first, others))
        except (Unsupported, IndexError):
            continue
    return ()


def _formulas(
    entry: Primitive, shape: Shape, others: Shape
) -> Iterator[tuple[str, str]]:
    names = [p.name for p in entry.parameters]

    def symbol(name: str) -> Formula:
        known = others if name in names[1:] else shape
        return Formula(Var(name, 0), Numeric("float64", known))

    def shown(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(shown(item) for item in value)
        return symbol(value) if isinstance(value, str) else value

    values = [
        shown(entry.shown[p.name])
        if p.name in entry.shown
        else (symbol(p.name) if p.default is REQUIRED else p.default)
        for p in entry.parameters
    ]
    if entry.key == "einsum":
        values[:2] = "ij,jk->ik", (symbol("a"), symbol("b"))
    if entry.key == "linalg.svd":  # with vectors that are determined
        values[1] = False
    for at, parameter in enumerate(entry.parameters):
        if parameter.star and entry.key != "einsum":
            values[at] = symbol("a"), symbol("b")
    if entry.key == "scipy.linalg.cho_solve":
        values[0] = symbol("factor"), symbol("lower")
    if entry.key == "splu.solve":
        values[0] = Formula(Var("lu", 0), Numeric("float64", shape, sparse=True))
    if entry.key == "linalg.multi_dot":
        values[0] = tuple(map(symbol, "abc"))
    match entry.derivative:
        case Elementwise(partials):
            extra = [symbol("out")] if _takes_out(partials) else []
            found = partials(*values, *extra)
            found = found if isinstance(found, tuple) else (found,)
            for name, partial in zip(names, found, strict=False):
                if partial is not None:
                    yield f"d out / d {name}", words(partial)
        case Linear(positions, transpose) if positions:
            found = transpose(symbol("out_bar"), *values)
            found = found if len(positions) > 1 else (found,)
            for position, cotangent in zip(positions, found, strict=True):
                yield f"{names[position]}_bar", words(cotangent)
        case Bilinear((first, second), left, right):
            yield f"{names[first]}_bar", words(left(symbol("out_bar"), *values))
            yield f"{names[second]}_bar", words(right(symbol("out_bar"), *values))
        case Defined(definition):
            yield "out", words(definition(*values))
        case Tangent(formula, positions, reverse):
            given = dict(zip(names, values, strict=True)) | {"part": None}
            given["out"] = _parts(entry, values, symbol)
            if reverse is not None:
                given["c"] = _parts(entry, values, symbol, "_bar")
                found = by_names(reverse, given)
                found = found if len(positions) > 1 else (found,)
                for position, cotangent in zip(positions, found, strict=True):
                    yield f"{names[position]}_bar", words(cotangent)
                return
            for position in positions:
                if values[position] is None:
                    continue
                given |= {f"d{names[other]}": None for other in positions}
                given[f"d{names[position]}"] = symbol(f"{names[position]}_dot")
                tangent = by_names(formula, given)
                yield f"out_dot of {names[position]}_dot", words(tangent)


def _parts(
    entry: Primitive,
    values: list[Any],
    symbol: Callable[[str], Formula],
    suffix: str = "",
) -> Any:
    """Stand for a result: of several parts, for each by its name."""
    kind = entry.result(*values)
    if not isinstance(kind, TupleOf):
        return symbol(f"out{suffix}")
    names = kind.names or tuple(f"out_{k}" for k in range(len(kind.items)))
    return tuple(symbol(f"{name}{suffix}") for name in names)


def _takes_out(rule: Callable[..., Any]) -> bool:
    return "out" in inspect.signature(rule).parameters


def nearest(name: str) -> tuple[str, ...]:
    """Names that have a rule and are like an unknown one, the best first."""
    parent, _, last = name.rpartition(".")
    known: dict[str, list[tuple[bool, str]]] = {}
    for full in BY_NAME:
        if full.startswith("helper."):
            continue
        before, _, word = full.rpartition(".")
        # of the same module first, then whatever is called alike
        known.setdefault(word, []).append((before != parent, full))
    near = difflib.get_close_matches(last.lower(), list(known), n=3, cutoff=0.72)
    if len(last) > 2:
        near += [w for w in known if w.startswith(last) and w not in near]
    near += [w for w in known if len(w) > 2 and w in last and w not in near]
    return tuple(shown(min(known[word])[1]) for word in near[:3])


def shown(name: str) -> str:
    """Name as a source writes it."""
    module, _, rest = name.partition(".")
    return {
        "numpy": f"np.{rest}",
        "builtins": rest,
        "ndarray": f".{rest}",
    }.get(module, name)
