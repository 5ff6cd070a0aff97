"""Source text and a request -> the text of its derivative, in stages.

The only module that knows their order. Each stage is a function from one frozen value
to the next; forward mode goes from `linearize` to `emit`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from srcgrad.analysis.activity import output_variables
from srcgrad.analysis.scalars import scalar_parameters
from srcgrad.diagnostics import refuse
from srcgrad.emit.compiled import CompiledModule
from srcgrad.emit.expressions import Printer
from srcgrad.emit.guard import floating
from srcgrad.emit.header import Command
from srcgrad.emit.helpers import HELPERS
from srcgrad.emit.module import Module
from srcgrad.emit.tangent import TangentModule
from srcgrad.files import read_source
from srcgrad.frontend.annotations import types_of
from srcgrad.ir.program import Function, Program, Result, leaves, part_of
from srcgrad.ir.surface import Literal, SurfaceFunction
from srcgrad.ir.types import FLOAT, UNKNOWN, Numeric, Type, is_discrete
from srcgrad.loops.refusal import NotLowered
from srcgrad.loops.routines import Routine, routine, typed_program
from srcgrad.normalize import normalize
from srcgrad.normalize.classes import entry_key
from srcgrad.normalize.context import Assumption
from srcgrad.normalize.truncation import truncating
from srcgrad.products import (
    Inferred,
    Job,
    Lowered,
    Normalized,
    Parsed,
    Parts,
    Source,
)
from srcgrad.project.linker import link
from srcgrad.request import find_function, find_of, find_wrt, path_of
from srcgrad.transform import pairs
from srcgrad.transform.pairs import Active, Linear, Pair, Request, Transposed
from srcgrad.transform.weaving.tangents import tangents
from srcgrad.transform.weaving.woven import Woven

__all__ = ["STAGES", "Job", "Stage", "compile_job", "stages_of", "trace"]


@dataclass(frozen=True)
class Stage:
    """One step of the compiler.

    run : its value from that of the stage before. show : a text of what it made.
    modes : those that go through it.
    """

    name: str
    doc: str
    run: Callable[[Any], Any]
    show: Callable[[Any], str]
    modes: tuple[str, ...] = ("reverse", "forward", "numba")


def compile_job(job: Job, command: Command) -> str:
    """Return the text of the derivative. Raises CompileError."""
    value: Any = Source(job, command)
    try:
        for stage in stages_of(job.way):
            value = stage.run(value)
    except NotLowered as reason:
        message = f"not compiled: {reason} has no form as loops; plain NumPy is written"
        warnings.warn(message, stacklevel=2)
        return compile_job(replace(job, numba=False), command)
    assert isinstance(value, str)
    return value


def trace(job: Job, command: Command) -> Iterator[tuple[Stage, str]]:
    """Yield each stage with a text of what it made. Raises CompileError on the way."""
    value: Any = Source(job, command)
    for stage in stages_of(job.way):
        value = stage.run(value)
        yield stage, stage.show(value)


def stages_of(mode: str) -> tuple[Stage, ...]:
    """Return the stages that a mode goes through."""
    return tuple(stage for stage in STAGES if mode in stage.modes)


# ---- the source


def _parse(source: Source) -> Parsed:
    job = source.job
    return Parsed(source, link(job.text, job.path, job.function, read_source))


def _lower(parsed: Parsed) -> Lowered:
    key = entry_key(parsed.module, parsed.source.job.function)
    function = find_function(parsed.module, key)
    return Lowered(parsed.source, parsed.module, function)


def _infer(lowered: Lowered) -> Inferred:
    job, function = lowered.source.job, lowered.function
    types = {**types_of(function, job.types), **(job.live or {})}
    wrt = find_wrt(function, job.wrt, types)
    of = find_of(function, job.of, types)
    assumed = _shown_by_defaults(function, types)
    return Inferred(lowered.source, lowered.module, function, types, assumed, wrt, of)


def _shown_by_defaults(
    function: SurfaceFunction, types: Mapping[str, Type]
) -> dict[str, Type]:
    """Return parameters of unknown type whose default is a float: they are numbers."""
    return {
        parameter.name: FLOAT
        for parameter in function.parameters
        if isinstance(parameter.default, Literal)
        and isinstance(parameter.default.value, float)
        and types.get(parameter.name, UNKNOWN) == UNKNOWN
    }


def _normalize(inferred: Inferred) -> Normalized:
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


# ---- the derivative


def _activity(normalized: Normalized) -> Parts[Active]:
    found = pairs.activity(normalized.program, normalized.request)
    return Parts(normalized, found)


def _linearize(active: Parts[Active]) -> Parts[Linear] | Parts[Woven]:
    normalized = active.normalized
    if normalized.source.job.mode == "forward":
        program, request = normalized.program, normalized.request
        known = {key: part.variables for key, part in active.parts.items()}
        taken = _taken(program)
        woven = tangents(program, request.inputs, request.outputs, taken, known)
        return Parts(normalized, woven)
    return Parts(normalized, pairs.linearize(active.parts))


def _transpose(linear: Parts[Linear]) -> Parts[Transposed]:
    program = linear.normalized.program
    found = pairs.transpose(program, linear.parts, _taken(program))
    return Parts(linear.normalized, found)


def _simplify(transposed: Parts[Transposed]) -> Parts[Transposed]:
    return Parts(transposed.normalized, pairs.simplify(transposed.parts))


def _store(simplified: Parts[Transposed]) -> Parts[Pair]:
    program = simplified.normalized.program
    text = Printer(program.modules).text
    return Parts(simplified.normalized, pairs.store(program, simplified.parts, text))


def _taken(program: Program) -> frozenset[str]:
    """Return the names that nothing invented may have."""
    return program.names | frozenset((*HELPERS, *program.modules.values()))


def _emit(stored: Parts[Any]) -> str:
    given = stored.normalized
    first = next(iter(stored.parts.values()))
    if isinstance(first, Routine):
        compiled = CompiledModule(given.program, first, given.wrt, given.of)
        return compiled.text(given.source.command, given.source.stem)
    kind = TangentModule if given.source.job.mode == "forward" else Module
    module = kind(
        given.program, stored.parts, given.wrt, given.of, given.guards, given.nests
    )
    return module.text(given.source.command, given.source.stem)


# ---- loops, for Numba


def _inline(normalized: Normalized) -> Normalized:
    if normalized.source.job.mode != "reverse":
        raise NotLowered("forward mode")
    return replace(normalized, program=typed_program(normalized.program))


def _loops(simplified: Parts[Transposed]) -> Parts[Routine]:
    given = simplified.normalized
    part = next(iter(simplified.parts.values()))
    fast = given.source.job.accuracy == "fast"
    try:
        made = routine(part, given.program, fast)
    except (AssertionError, LookupError, TypeError, ValueError) as error:
        # what the lowering has not been written for is never guessed at
        construct = f"a part of the program ({type(error).__name__})"
        raise NotLowered(construct) from error
    return Parts(given, {part.request.key: made})


# ---- what each stage shows: imported late, for nobody else needs it


def _show_parsed(parsed: Parsed) -> str:
    from srcgrad.display.surface import module_text

    return module_text(parsed.module)


def _show_lowered(lowered: Lowered) -> str:
    from srcgrad.display.surface import surface_text

    return surface_text(lowered.function)


def _show_inferred(inferred: Inferred) -> str:
    from srcgrad.display.tables import types_text

    types = {**inferred.types, **inferred.assumed}
    return types_text(inferred.function, types, inferred.wrt, inferred.of)


def _show_normalized(normalized: Normalized) -> str:
    from srcgrad.display.notation import notation
    from srcgrad.ir.printer import program_text

    return program_text(normalized.program, notation)


def _show_active(active: Parts[Active]) -> str:
    from srcgrad.display.tables import activity_text

    return "\n\n".join(map(activity_text, active.parts.values()))


def _show_linear(linear: Parts[Linear] | Parts[Woven]) -> str:
    from srcgrad.display.code import woven_text
    from srcgrad.display.tables import tangents_text

    return "\n\n".join(
        woven_text(part) if isinstance(part, Woven) else tangents_text(part)
        for part in linear.parts.values()
    )


def _show_adjoint(transposed: Parts[Transposed]) -> str:
    from srcgrad.display.code import adjoint_text

    return "\n\n".join(map(adjoint_text, transposed.parts.values()))


def _show_stored(stored: Parts[Pair]) -> str:
    from srcgrad.display.tables import storage_text

    return "\n\n".join(map(storage_text, stored.parts.values()))


def _show_loops(looped: Parts[Routine]) -> str:
    from srcgrad.emit.compiled import joint_text

    return "\n\n".join(map(joint_text, looped.parts.values()))


REVERSE = ("reverse",)
NUMBA = ("numba",)
STAGES = (
    Stage("parse", "text of a file -> what its names mean", _parse, _show_parsed),
    Stage("lower", "a name -> the function as it was written", _lower, _show_lowered),
    Stage("infer", "options, annotations -> types", _infer, _show_inferred),
    Stage(
        "normalize",
        "functions as written -> versions, buffers, calls",
        _normalize,
        _show_normalized,
    ),
    Stage(
        "inline",
        "calls -> the callees' statements; extents of all arrays",
        _inline,
        _show_normalized,
        NUMBA,
    ),
    Stage(
        "activity",
        "normal form -> what the derivative goes through",
        _activity,
        _show_active,
    ),
    Stage("linearize", "active statements -> their tangents", _linearize, _show_linear),
    Stage(
        "transpose",
        "tangents, last to first -> the backward pass",
        _transpose,
        _show_adjoint,
        REVERSE + NUMBA,
    ),
    Stage(
        "simplify",
        "the backward pass -> as a person writes it",
        _simplify,
        _show_adjoint,
        REVERSE + NUMBA,
    ),
    Stage(
        "store",
        "values that it reads -> where each is kept",
        _store,
        _show_stored,
        REVERSE,
    ),
    Stage(
        "loops",
        "arrays -> fused loops over their elements",
        _loops,
        _show_loops,
        NUMBA,
    ),
    Stage("emit", "all of it -> the text of a module", _emit, str),
)
