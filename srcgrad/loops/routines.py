"""An adjoint of a program without calls -> what the emitted file has of it: a Routine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from srcgrad.diagnostics import refuse
from srcgrad.ir.expressions import Constant, Expression, Name, walk
from srcgrad.ir.program import Function, Program
from srcgrad.ir.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    ListOf,
    Numeric,
    Passive,
    RecordOf,
    TupleOf,
    Type,
)
from srcgrad.loops.function import Compiled, compiled
from srcgrad.loops.improving.improvement import improved
from srcgrad.loops.nests.nest import (
    Allocate,
    Assign,
    Block,
    Call,
    Loop,
    Pop,
    Push,
    Put,
    Statement,
    blocks,
    expressions,
    statements,
)
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.preparation.dimensions import Dimensions
from srcgrad.loops.preparation.inlining import inlined
from srcgrad.loops.preparation.retyping import retyped
from srcgrad.transform.pairs import Transposed


@dataclass(frozen=True)
class Routine:
    """The blocks of the compiled functions.

    joint : value and gradient in one, None where the value is no number. saved : names
    that the forward function hands to the backward one. fast : sums may be taken in
    another order, and functions within 2 ulp.
    """

    function: Function
    joint: Compiled | None
    pair: Compiled
    saved: tuple[str, ...]
    fast: bool


def typed_program(program: Program) -> Program:
    """Put callees in place of their calls, and find the extents of all arrays."""
    called = {*program.functions, *program.sources}
    for constant in program.constants:
        module = re.match(r"(np|numba|math)\b", constant)
        if module is not None:
            raise NotLowered(f"something else called `{module[1]}`")
        words = set(re.findall(r"[A-Za-z_]\w*", constant.partition("=")[2]))
        if words & called:
            raise NotLowered("a function of the module kept in a constant of it")
    entry = _with_defaults(program.functions[program.entry])
    _demand_types(entry)
    program = replace(program, functions={**program.functions, program.entry: entry})
    whole = inlined(program)
    function, _ = retyped(whole.functions[program.entry])
    return replace(whole, functions={**whole.functions, program.entry: function})


def _with_defaults(function: Function) -> Function:
    """Take a parameter of unknown type for what its default is."""
    types, parameters = dict(function.types), []
    for parameter in function.parameters:
        if not _is_known(parameter.type) and len(parameter.leaves) == 1:
            kind = _shown(parameter.default_text)
            if kind is not None:
                types[parameter.leaves[0]] = kind
                parameter = replace(parameter, type=kind)
        parameters.append(parameter)
    return replace(function, parameters=tuple(parameters), types=types)


def _shown(text: str) -> Type | None:
    """Return the type of a literal."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None
    match value:
        case bool():
            return BOOLEAN
        case int():
            return INTEGER
        case float():
            return FLOAT
        case str() | None:
            return Passive()
        case _:
            return None


def _demand_types(function: Function) -> None:
    """Ask for the types of parameters that loops cannot do without."""
    for parameter in function.parameters:
        if isinstance(parameter.type, RecordOf):
            raise NotLowered(f"`{parameter.name}`, a dictionary or an object,")
    missing = [p.name for p in function.parameters if not _is_known(p.type)]
    if missing:
        shown = ", ".join(f"`{name}`" for name in missing)
        example = ", ".join(f"{name}: f64[n]" for name in missing)
        raise refuse(
            "SG040",
            f"compiled code needs to know the types of {shown}",
            function.span,
            hint=f'add them to --types, such as --types "{example}"',
        )


def _is_known(kind: Type) -> bool:
    match kind:
        case Numeric(dtype=dtype, shape=shape):
            return dtype is not None and (
                isinstance(shape, tuple) or shape == frozenset()
            )
        case TupleOf(items):
            return all(map(_is_known, items))
        case ListOf(item):
            return _is_known(item)
        case Passive():
            return True
        case _:
            return False


def routine(part: Transposed, program: Program, fast: bool) -> Routine:
    """Lower a function and its adjoint, and improve the loops."""
    function, known = retyped(program.functions[program.entry])
    known = Dimensions(
        dict(part.function.types), known.integers, known.named, known.strided
    )
    names = program.names
    joint = None
    leaf = function.result.leaf
    kind = None if leaf is None else function.types[leaf]
    if isinstance(kind, Numeric) and not kind.shape:
        joint = compiled(part.function, part.adjoint, known, names, False, fast)
        block = improved(
            (*joint.forward, *joint.backward),
            _read(joint.value, *joint.gradients),
            fast=fast,
        )
        joint = replace(joint, forward=block, backward=())
    pair = compiled(part.function, part.adjoint, known, names, True, fast)
    results = _read(*pair.gradients)
    backward = improved(pair.backward, results, _outputs_of(pair.forward), fast)
    inputs = free(backward, results) - set(pair.seeds)
    forward = improved(pair.forward, inputs | _read(pair.value), fast=fast)
    own = frozenset(p.name for p in function.parameters)
    forward = (*_begun(forward, inputs - own, pair.dtypes), *forward)
    given = {p.name for p in function.parameters} | _outputs_of(forward)
    return Routine(
        function,
        joint,
        replace(pair, forward=forward, backward=backward),
        tuple(sorted(inputs & given)),
        fast,
    )


def _begun(
    block: Block, needed: frozenset[str], dtypes: Mapping[str, str]
) -> Iterator[Statement]:
    """Give a first value to numbers that only some of the paths through a block make."""
    sure = {name for statement in block for name in _made(statement)}
    for name in sorted((needed & _outputs_of(block)) - sure):
        dtype = dtypes.get(name, "float64")
        zero = False if dtype == "bool" else 0 if "int" in dtype else 0.0
        yield Assign(name, Constant(zero))


def _read(*several: Expression) -> frozenset[str]:
    return frozenset(
        part.text for e in several for part in walk(e) if isinstance(part, Name)
    )


def free(block: Block, after: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the names that a block, and what follows it, takes from before."""
    found = set(after)
    for statement in reversed(block):
        found -= set(_made(statement))
        found |= _taken(statement)
    return frozenset(found)


def _taken(statement: Statement) -> frozenset[str]:
    """Return the names that a statement takes from before, arrays it writes to as well."""
    found = set(_read(*expressions(statement)))
    for inner in blocks(statement):
        own = free(inner)
        found |= own - {statement.counter} if isinstance(statement, Loop) else own
    match statement:
        case Put(array=array):
            found.add(array)
        case Call(targets, _, reads, writes):
            found |= (reads | writes) - set(targets)
        case Push(stack=stack, top=top) | Pop(stack=stack, top=top):
            found |= {stack, top}
    return frozenset(found)


def _outputs_of(block: Block) -> frozenset[str]:
    """Return all names that a block gives a meaning to."""
    found: set[str] = set()
    for statement in statements(block):
        found |= set(_made(statement))
    return frozenset(found)


def _made(statement: Statement) -> Iterable[str]:
    match statement:
        case Assign(target, _) | Pop(target, _, _):
            yield target
        case Allocate(array=array):
            yield array
        case Call(targets=targets):
            yield from targets
        case Loop(counter=counter):
            yield counter


__all__ = ["NotLowered", "Routine", "routine", "typed_program"]
