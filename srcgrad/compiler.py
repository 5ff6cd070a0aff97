"""Source text and a request -> the text of its derivative, in stages.

The only module that knows their order. Each stage is a function from one frozen value
to the next; forward mode goes from `linearize` to `emit`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from srcgrad.emit.compiled import CompiledModule
from srcgrad.emit.expressions import Printer
from srcgrad.emit.header import Command
from srcgrad.emit.helpers import HELPERS
from srcgrad.emit.module import Module
from srcgrad.emit.tangent import TangentModule
from srcgrad.files import read_source
from srcgrad.frontend.annotations import types_of
from srcgrad.ir.program import Program
from srcgrad.ir.surface import Literal, SurfaceFunction
from srcgrad.ir.types import FLOAT, UNKNOWN, Type
from srcgrad.loops.nests.refusal import NotLowered
from srcgrad.loops.routines import Routine, routine, typed_program
from srcgrad.normalize.evaluation.classes import entry_key
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
from srcgrad.request import find_function, find_of, find_wrt
from srcgrad.settlement import normalized
from srcgrad.transform import pairs
from srcgrad.transform.pairs import Active, Linear, Pair, Transposed
from srcgrad.transform.weaving.tangents import tangents
from srcgrad.transform.weaving.woven import Woven

__all__ = ["STAGES", "Job", "Stage", "compile_job", "stages_of", "trace"]


@dataclass(frozen=True)
class Stage:
    """One step of the compiler.

    run : its value from that of the stage before. modes : those that go through it.
    """

    name: str
    doc: str
    run: Callable[[Any], Any]
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
    # nobody else needs it
    from srcgrad.display.stages import TEXTS

    value: Any = Source(job, command)
    for stage in stages_of(job.way):
        value = stage.run(value)
        yield stage, TEXTS[stage.name](value)


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


REVERSE = ("reverse",)
NUMBA = ("numba",)
STAGES = (
    Stage("parse", "text of a file -> what its names mean", _parse),
    Stage("lower", "a name -> the function as it was written", _lower),
    Stage("infer", "options, annotations -> types", _infer),
    Stage(
        "normalize",
        "functions as written -> versions, buffers, calls",
        normalized,
    ),
    Stage(
        "inline",
        "calls -> the callees' statements; extents of all arrays",
        _inline,
        NUMBA,
    ),
    Stage(
        "activity",
        "normal form -> what the derivative goes through",
        _activity,
    ),
    Stage("linearize", "active statements -> their tangents", _linearize),
    Stage(
        "transpose",
        "tangents, last to first -> the backward pass",
        _transpose,
        REVERSE + NUMBA,
    ),
    Stage(
        "simplify",
        "the backward pass -> as a person writes it",
        _simplify,
        REVERSE + NUMBA,
    ),
    Stage(
        "store",
        "values that it reads -> where each is kept",
        _store,
        REVERSE,
    ),
    Stage(
        "loops",
        "arrays -> fused loops over their elements",
        _loops,
        NUMBA,
    ),
    Stage("emit", "all of it -> the text of a module", _emit),
)
