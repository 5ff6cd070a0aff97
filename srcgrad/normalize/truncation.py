"""Parameters of unknown dtype -> those that cannot be integers: stores would be truncated.

    y = x.copy()        # integers, where x has them
    y[0] = x[1] * 0.5   # and NumPy drops what comes after the point

The function is normalized again for each such parameter as an array of integers; what is
then stored as something else says that it has to be of floating point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srcgrad.analysis.typing import type_of_tree
from srcgrad.diagnostics import CompileError
from srcgrad.ir.program import Block, For, Function, If, Program, Step, Store, While
from srcgrad.ir.surface import SurfaceModule
from srcgrad.ir.types import UNKNOWN, Numeric, RecordOf, Type, is_discrete
from srcgrad.normalize.program import normalize
from srcgrad.normalize.scopes.context import Assumption

INTEGERS = Numeric("int64")


def truncating(
    module: SurfaceModule,
    name: str,
    types: Mapping[str, Type],
    of: str | None,
    program: Program,
) -> tuple[str, ...]:
    """Find the parameters of `name` that have to be of floating point."""
    if not any(_is_open(store, function) for store, function in _stores(program)):
        return ()
    found = []
    for parameter in program.functions[program.entry].parameters:
        known = types.get(parameter.name, UNKNOWN)
        if isinstance(parameter.type, RecordOf):
            continue
        if known == UNKNOWN:
            integers: Type = INTEGERS
        elif isinstance(known, Numeric) and known.dtype is None:
            integers = Numeric("int64", known.shape, known.mutable)
        else:
            continue
        try:
            trial = normalize(module, name, {**types, parameter.name: integers}, of)
        except (CompileError, Assumption):
            continue
        if any(_truncates(store, function) for store, function in _stores(trial)):
            found.append(parameter.name)
    return tuple(found)


def _stores(program: Program) -> Iterator[tuple[Store, Function]]:
    for function in program.functions.values():
        for store in _within(function.body):
            yield store, function


def _within(block: Block) -> Iterator[Store]:
    for node in block:
        match node:
            case Step(statements):
                yield from (s for s in statements if isinstance(s, Store))
            case If(then=then, otherwise=otherwise):
                yield from _within(then)
                yield from _within(otherwise)
            case For(body=body) | While(body=body):
                yield from _within(body)


def _is_open(store: Store, function: Function) -> bool:
    """Whether the dtype of what is stored to is not known."""
    kind = function.types[store.base]
    return isinstance(kind, Numeric) and kind.dtype is None


def _truncates(store: Store, function: Function) -> bool:
    """Whether something else than an integer is stored among integers."""
    into = _dtype(function.types[store.base])
    value = type_of_tree(store.value, function.types)
    return into is not None and into.startswith("int") and not is_discrete(value)


def _dtype(type_: Type) -> str | None:
    return type_.dtype if isinstance(type_, Numeric) else None
