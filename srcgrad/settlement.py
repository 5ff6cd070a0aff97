"""Inferred -> Normalized: the normal form, for the types that the program itself asks for.

What is differentiated by what is found in it: the leaves of parameters and of the value.
"""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.analysis.activity import output_variables
from srcgrad.analysis.scalars import scalar_parameters
from srcgrad.diagnostics import refuse
from srcgrad.emit.guard import floating
from srcgrad.ir.program import Function, Program, Result, leaves, part_of
from srcgrad.ir.types import FLOAT, UNKNOWN, Numeric, Type, is_discrete
from srcgrad.normalize import normalize
from srcgrad.normalize.scopes.context import Assumption
from srcgrad.normalize.truncation import truncating
from srcgrad.products import Inferred, Normalized
from srcgrad.request import path_of
from srcgrad.transform.pairs import Request


def normalized(inferred: Inferred) -> Normalized:
    """Return the normal form of a program, and what is asked of it. Raises CompileError."""
    program, assumed = _settled(inferred)
    function = program.functions[program.entry]
    nests = tuple(_nest(function, name) for name in inferred.wrt)
    request = Request(
        program.entry,
        _inputs(function, nests),
        _outputs(function, inferred.of),
    )
    guards = _guards(inferred.types, assumed)
    known = {**inferred.types, **assumed}
    for name in truncating(
        inferred.module, inferred.source.job.function, known, inferred.of, program
    ):
        guards[name] = floating(guards.get(name))
    return Normalized(
        inferred.source, program, request, inferred.wrt, inferred.of, guards, nests
    )


def _settled(inferred: Inferred) -> tuple[Program, dict[str, Type]]:
    """Return the normal form for the types that the program itself asks for.

    A parameter that the function can only use as a number is taken for one, and a rank
    that a rule has to know is taken to be the one that it can be.
    """
    types, assumed = inferred.types, dict(inferred.assumed)
    name = inferred.source.job.function
    while True:
        try:
            program = normalize(
                inferred.module, name, {**types, **assumed}, inferred.of
            )
        except Assumption as assumption:
            parameter = assumption.parameter
            extents = tuple(f"{parameter}:{axis}" for axis in range(assumption.rank))
            array = Numeric(None, extents, mutable=True)
            assert assumed.get(parameter) != array, "a rank is assumed twice"
            assumed[parameter] = array
            continue
        found: dict[str, Type] = {
            parameter: FLOAT
            for parameter in scalar_parameters(program)
            if types.get(parameter, UNKNOWN) == UNKNOWN and parameter not in assumed
        }
        if not found:
            return program, assumed
        assumed |= found


def _guards(types: Mapping[str, Type], assumed: Mapping[str, Type]) -> dict[str, Type]:
    """Return the types that are to be checked where the emitted code is entered."""
    given = {
        name: type_
        for name, type_ in types.items()
        if isinstance(type_, Numeric)
        and type_.dtype is not None
        and isinstance(type_.shape, tuple)
    }
    return given | dict(assumed)


def _nest(function: Function, text: str) -> Result:
    """Return the structure of a parameter, or of the part of one that is named."""
    name, *path = path_of(text)
    parameter = next(p for p in function.parameters if p.name == name)
    found = part_of(parameter.nest, tuple(path))
    if found is None or not leaves(found):
        raise refuse(
            "SG006",
            f"`wrt` names `{text}`, which `{function.name}` does not read",
            function.span,
        )
    return found


def _inputs(function: Function, nests: tuple[Result, ...]) -> tuple[int, ...]:
    """Return the positions of the parameter leaves to differentiate by."""
    every = [leaf for parameter in function.parameters for leaf in parameter.leaves]
    return tuple(every.index(leaf) for nest in nests for leaf in leaves(nest))


def _outputs(function: Function, of: str | None) -> tuple[int, ...]:
    """Return the positions of the value's leaves that can be differentiated."""
    values = leaves(function.result)
    if function.result.function is not None:
        raise refuse(
            "SG010",
            f"`{function.name}` returns a function",
            function.span,
            hint="differentiate a function that calls it",
        )
    if not values:
        raise refuse(
            "SG010",
            f"`{function.name}` returns no value to differentiate",
            function.span,
            hint="name the argument that it writes to with --of",
        )
    everything = output_variables(function)
    found = tuple(
        k
        for k, v in enumerate(everything[: len(values)])
        if not is_discrete(function.types[v])
    )
    if not found:
        raise refuse(
            "SG010", f"the value of `{function.name}` is not real", function.span
        )
    return found
