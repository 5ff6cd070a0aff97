"""Source text and a request -> the text of its derivative: the only module that knows the order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from srcgrad.analysis.activity import output_variables
from srcgrad.analysis.scalars import scalar_parameters
from srcgrad.diagnostics import refuse
from srcgrad.emit.expressions import Printer
from srcgrad.emit.header import Command
from srcgrad.emit.helpers import HELPERS
from srcgrad.emit.module import Module
from srcgrad.emit.tangent import TangentModule
from srcgrad.frontend.annotations import types_of
from srcgrad.frontend.lower import lower
from srcgrad.ir.program import Function, Program, leaves
from srcgrad.ir.surface import Literal, SurfaceFunction, SurfaceModule
from srcgrad.ir.types import UNKNOWN, Numeric, Type, is_discrete
from srcgrad.normalize import normalize
from srcgrad.normalize.context import Assumption
from srcgrad.request import find_function, find_of, find_wrt
from srcgrad.transform.pairs import pairs
from srcgrad.transform.tangents import tangents


SCALAR = Numeric("float64", (), mutable=False, weak=True)


@dataclass(frozen=True)
class Job:
    """What is asked for: derivatives of one function of one file."""

    path: str
    text: str
    function: str
    wrt: tuple[str, ...] | None = None
    of: str | None = None
    mode: str = "reverse"
    types: str | None = None
    live: Mapping[str, Type] | None = None


def compile_job(job: Job, command: Command) -> str:
    """Return the text of the derivative. Raises CompileError."""
    module = lower(job.text, job.path)
    surface = find_function(module, job.function)
    types = dict(types_of(surface, job.types))
    if job.live is not None:
        types |= job.live
    wrt = find_wrt(surface, job.wrt, types)
    of = find_of(surface, job.of, types)
    program, assumed = _normalized(module, surface, types, of)
    function = program.functions[job.function]
    inputs = _inputs(function, wrt)
    outputs = _outputs(function, of)
    printer = Printer({"np": program.numpy})
    taken = program.names | frozenset(HELPERS)
    guards = _guards(types, assumed)
    if job.mode == "forward":
        woven = tangents(program, inputs, outputs, taken)
        return TangentModule(program, woven, wrt, of, guards).text(
            command, Path(job.path).stem
        )
    found = pairs(program, inputs, outputs, printer.text, taken)
    return Module(program, found, wrt, of, guards).text(command, Path(job.path).stem)


def _normalized(
    module: SurfaceModule,
    surface: SurfaceFunction,
    types: dict[str, Type],
    of: str | None,
) -> tuple[Program, dict[str, Type]]:
    """Normal form, with parameters taken for numbers where the function can only take numbers."""
    assumed: dict[str, Type] = {}
    for parameter in surface.parameters:
        default = parameter.default
        literal = isinstance(default, Literal) and isinstance(default.value, float)
        if literal and types.get(parameter.name, UNKNOWN) == UNKNOWN:
            assumed[parameter.name] = SCALAR
    while True:
        try:
            program = normalize(module, surface.name, {**types, **assumed}, of)
        except Assumption as assumption:
            name = assumption.parameter
            extents = tuple(f"{name}:{axis}" for axis in range(assumption.rank))
            assert assumed.get(name) != Numeric(None, extents, mutable=True)
            assumed[name] = Numeric(None, extents, mutable=True)
            continue
        found = {
            name: SCALAR
            for name in scalar_parameters(program)
            if types.get(name, UNKNOWN) == UNKNOWN and name not in assumed
        }
        if not found:
            return program, assumed
        assumed |= found


def _guards(types: Mapping[str, Type], assumed: Mapping[str, Type]) -> dict[str, Type]:
    """Types that the emitted code is for, to be checked where it is entered."""
    given = {
        name: type_
        for name, type_ in types.items()
        if isinstance(type_, Numeric)
        and type_.dtype is not None
        and isinstance(type_.shape, tuple)
    }
    return given | dict(assumed)


def _inputs(function: Function, wrt: tuple[str, ...]) -> tuple[int, ...]:
    """Positions of the parameter leaves to differentiate with respect to."""
    leaves_ = [(p.name, v) for p in function.parameters for v in p.leaves]
    return tuple(
        k for name in wrt for k, (owner, _) in enumerate(leaves_) if owner == name
    )


def _outputs(function: Function, of: str | None) -> tuple[int, ...]:
    """Positions of the outputs that are differentiated: the value's leaves."""
    values = leaves(function.result)
    if not values:
        hint = "name the argument that it writes to with --of"
        raise refuse(
            "SG010",
            f"`{function.name}` returns no value to differentiate",
            function.span,
            hint=hint,
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
