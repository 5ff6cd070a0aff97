"""Function in normal form -> Adjoint: its statements last to first, each as what it adds to cotangents.

u.2 <- u.1[1:-1] += r * u.1[2:]    ->    r_bar += sum(u_bar[1:-1] * u.1[2:])
                                         u_bar[2:] += r * u_bar[1:-1]
"""

from __future__ import annotations

from collections.abc import Callable

from srcgrad.analysis.single import single_stores
from srcgrad.ir.code import Adjoint, Remark
from srcgrad.ir.expressions import (
    Constant,
    Expression,
    Index,
    Name,
    Var,
    literal_text,
)
from srcgrad.ir.program import Function, Program, Result, Step, handed, leaves
from srcgrad.ir.types import is_discrete
from srcgrad.transform.differentials import Differentials
from srcgrad.transform.names import Names
from srcgrad.transform.transposition.blocks import adjoint_of_block
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.slots import Slot, zero_of


def adjoint(
    function: Function,
    program: Program,
    active: frozenset[Var],
    inputs: tuple[Var, ...],
    outputs: tuple[Var, ...],
    names: Names,
    call: Callable[..., tuple[str, tuple[Var, ...], Var]],
    tangents: Differentials,
) -> Adjoint:
    """Write the backward pass of a function for cotangents of `outputs`, giving those of `inputs`."""
    single = single_stores(function.body, function.buffers, active)
    builder = Builder(
        function, program, active, names, call, tangents=tangents, single=single
    )
    seeds = _seed(builder, function, outputs)
    adjoint_of_block(builder, function.body)
    results: list[Expression] = []
    for var in inputs:
        name = builder.slot(var)
        if is_discrete(function.types[var]):
            results.append(Constant(None))
        elif name not in builder.slots:
            results.append(zero_of(var, function.types[var]))
        else:
            results.append(Name(name))
    return Adjoint(tuple(builder.code), seeds, tuple(results), active)


def _seed(
    builder: Builder, function: Function, outputs: tuple[Var, ...]
) -> tuple[str, ...]:
    """Start from the cotangents that the caller gives: of the value, then of mutated arguments."""
    value_bar = builder.names.seed(function.result_name)
    seeds: list[str] = []
    values = [v for v in leaves(function.result) if v in outputs]
    if values:
        seeds.append(value_bar)
        last = function.body[-1] if function.body else None
        mark = len(builder.code)
        _unpack(builder, function.result, Name(value_bar), value_bar, outputs)
        if (
            len(builder.code) > mark
            and isinstance(last, Step)
            and last.origin is not None
        ):
            builder.code.insert(mark, Remark(last.origin))
    for output in handed(function)[len(leaves(function.result)) :]:
        if output in outputs:
            given = builder.names.unused(f"{builder.slot(output)}_given")
            builder.names.given[(given, "seed")] = given
            seeds.append(given)
            builder.accumulate(output, Name(given))
    for leaf, output in function.outputs.items():
        if output in outputs and output not in values:
            given = builder.slot(leaf)
            seeds.append(given)
            builder.slots[given] = Slot(output, False)
    return tuple(seeds)


def _unpack(
    builder: Builder,
    result: Result,
    given: Expression,
    value_bar: str,
    outputs: tuple[Var, ...],
) -> None:
    if result.items is not None:
        for position, item in enumerate(result.items):
            part = _part(given, result, position)
            _unpack(builder, item, part, value_bar, outputs)
    elif result.leaf is not None and result.leaf in outputs:
        name = builder.slot(result.leaf)
        if name == value_bar and given == Name(value_bar):
            builder.slots[name] = Slot(result.leaf, False)
        else:
            builder.accumulate(result.leaf, given)


def _part(given: Expression, result: Result, position: int) -> Expression:
    """Part of a cotangent in the structure of a value."""
    if result.kind == "object":
        return Name(f"{_text(given)}.{result.keys[position]}")
    if result.kind == "dict":
        return Name(f"{_text(given)}[{literal_text(result.keys[position])}]")
    return Index(given, (Constant(position),))


def _text(given: Expression) -> str:
    """Text of a part of what the caller gives."""
    match given:
        case Name(text):
            return text
        case Index(base, (Constant(value=position),)):
            return f"{_text(base)}[{position}]"
        case _:
            raise AssertionError("a part of a cotangent is read by name")
