"""Program -> the pairs of functions to emit, in steps.

One pair for each function and pattern of active arguments:
activity -> linearize -> transpose -> simplify -> store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from srcgrad.analysis.activity import active_variables, output_variables
from srcgrad.analysis.patterns import pattern
from srcgrad.ir.code import Adjoint
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import Block, Function, Invoke, Program, Step
from srcgrad.ir.steps import steps
from srcgrad.ir.types import Passive
from srcgrad.transform.attempts import check_attempts
from srcgrad.transform.differentials import Differentials, differentials
from srcgrad.transform.names import Names
from srcgrad.transform.sharing import share
from srcgrad.transform.storage.inner import named_inner
from srcgrad.transform.storage.plan import Plan
from srcgrad.transform.storage.storage import storage
from srcgrad.transform.tidy import tidy
from srcgrad.transform.transposition.adjoint import adjoint
from srcgrad.transform.transposition.builder import Builder


@dataclass(frozen=True)
class Request:
    """Derivatives of outputs of a function with respect to leaves of its parameters."""

    function: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]

    @property
    def key(self) -> str:
        """Stands for the pair's functions until they are named."""
        return f"{self.function}:{self.inputs}:{self.outputs}"


@dataclass(frozen=True)
class Active:
    """A function and the variables that the derivative of a request goes through.

    called : what it may ask of the functions that it calls on active values.
    """

    request: Request
    function: Function
    inputs: tuple[Var, ...]
    outputs: tuple[Var, ...]
    variables: frozenset[Var]
    called: tuple[Request, ...]


@dataclass(frozen=True)
class Linear:
    """A function and the tangent of each of its active statements."""

    active: Active
    tangents: Differentials


@dataclass(frozen=True)
class Transposed:
    """A function and its backward pass, which still reads variables.

    saved : id of an Invoke -> the variable for what its forward function saves.
    calls : id of an Invoke -> (request, name of saved), where it is differentiated.
    """

    request: Request
    function: Function
    inputs: tuple[Var, ...]
    adjoint: Adjoint
    names: Names
    saved: Mapping[int, Var]
    calls: Mapping[int, tuple[Request, str]]


@dataclass(frozen=True)
class Pair:
    """Forward and backward function of one request, and where each value is kept."""

    request: Request
    function: Function
    inputs: tuple[Var, ...]
    adjoint: Adjoint
    plan: Plan
    names: Names
    calls: Mapping[int, tuple[Request, str]]


def activity(program: Program, first: Request) -> dict[str, Active]:
    """Find what is active in the entry, and in all functions that it calls."""
    found: dict[str, Active] = {}
    waiting = [first]
    while waiting:
        request = waiting.pop(0)
        if request.key not in found:
            found[request.key] = _active(program, request)
            waiting.extend(found[request.key].called)
    return found


def _active(program: Program, request: Request) -> Active:
    function = program.functions[request.function]
    parameters = [v for p in function.parameters for v in p.leaves]
    inputs = tuple(parameters[k] for k in request.inputs)
    outputs = tuple(output_variables(function)[k] for k in request.outputs)
    active = active_variables(function, program.functions, inputs, outputs)
    check_attempts(function.body, active)
    called: list[Request] = []
    for _, invoke in invokes(function.body):
        callee = program.functions[invoke.function]
        sources, wanted = pattern(invoke, callee, active, function.types)
        if sources and wanted:
            called.append(_asked(program, callee, sources, wanted))
    return Active(request, function, inputs, outputs, active, tuple(called))


def _asked(
    program: Program,
    callee: Function,
    sources: tuple[int, ...],
    wanted: tuple[Var, ...],
) -> Request:
    """Return what a call asks for: arguments without influence are left out."""
    parameters = [v for p in callee.parameters for v in p.leaves]
    inputs = [parameters[k] for k in sources]
    active = active_variables(callee, program.functions, inputs, wanted)
    given = tuple(k for k in sources if parameters[k] in active)
    positions = output_variables(callee)
    return Request(callee.key, given, tuple(positions.index(v) for v in wanted))


def linearize(parts: Mapping[str, Active]) -> dict[str, Linear]:
    """Give every active statement its tangent."""
    return {
        key: Linear(part, differentials(part.function, part.variables))
        for key, part in parts.items()
    }


def transpose(
    program: Program, parts: Mapping[str, Linear], taken: frozenset[str]
) -> dict[str, Transposed]:
    """Turn tangents round: the entry's, and those of calls that cotangents reach."""
    found: dict[str, Transposed] = {}
    waiting = [next(iter(parts))]
    while waiting:
        key = waiting.pop(0)
        if key not in found:
            found[key] = _transposed(program, parts[key], taken)
            waiting.extend(request.key for request, _ in found[key].calls.values())
    return found


def _transposed(program: Program, part: Linear, taken: frozenset[str]) -> Transposed:
    active, names = part.active, Names(taken)
    calls: dict[int, tuple[Request, str]] = {}
    saved = _saved_variables(active.function, names)
    function = _with_saved(active.function, saved)

    def call(
        builder: Builder,
        statement: Invoke,
        sources: tuple[int, ...],
        wanted: tuple[Var, ...],
    ) -> tuple[str, tuple[Var, ...], Var]:
        callee = program.functions[statement.function]
        leaves = [v for p in callee.parameters for v in p.leaves]
        asked = _asked(program, callee, sources, wanted)
        calls[id(statement)] = (asked, saved[id(statement)].name)
        return (
            f"@backward:{asked.key}",
            tuple(leaves[k] for k in asked.inputs),
            saved[id(statement)],
        )

    written = adjoint(
        function,
        program,
        active.variables,
        active.inputs,
        active.outputs,
        names,
        call,
        part.tangents,
    )
    return Transposed(
        active.request, function, active.inputs, written, names, saved, calls
    )


def _simplified(part: Transposed) -> Adjoint:
    written = tidy(part.adjoint, part.function.types)
    return replace(written, code=share(written.code, part.names.shared))


def simplify(parts: Mapping[str, Transposed]) -> dict[str, Transposed]:
    """Write every backward pass as a person would."""
    return {
        key: replace(part, adjoint=_simplified(part)) for key, part in parts.items()
    }


def store(
    program: Program,
    parts: Mapping[str, Transposed],
    text: Callable[[Expression], str],
) -> dict[str, Pair]:
    """Decide where each value is kept that a backward pass reads."""
    found: dict[str, Pair] = {}
    for key, part in parts.items():
        # names that are invented from here on leave the stage before as it was
        names = replace(part.names, given=dict(part.names.given))
        guarded = part.request.function in program.guarded
        inner = named_inner(part.function, part.adjoint, names, text)
        function, written = inner.function, inner.adjoint
        plan = storage(function, written, names, text, guarded, part.saved, inner)
        found[key] = Pair(
            part.request, function, part.inputs, written, plan, names, part.calls
        )
    return found


def _with_saved(function: Function, saved: Mapping[int, Var]) -> Function:
    """Add the variables for what calls save."""
    return replace(
        function,
        types={**function.types, **dict.fromkeys(saved.values(), Passive("saved"))},
        buffers={
            **function.buffers,
            **{v: -1 - k for k, v in enumerate(saved.values())},
        },
        final={
            **_values_of_calls(function),
            **function.final,
            **{v: v.name for v in saved.values()},
        },
    )


def _saved_variables(function: Function, names: Names) -> dict[int, Var]:
    """Give each call a variable for what its forward function saves."""
    found: dict[int, Var] = {}
    for _, invoke in invokes(function.body):
        target = invoke.targets[0] if invoke.targets else None
        stem = invoke.function
        if target is not None and target.name != f"{invoke.function}_value":
            stem = target.name
        name = names.unused(f"{stem}_saved")
        names.given[(name, "saved")] = name
        found[id(invoke)] = Var(name, 0)
    return found


def _values_of_calls(function: Function) -> dict[Var, str]:
    """Name values of calls within expressions: nothing rebinds them."""
    return {
        target: target.name
        for _, invoke in invokes(function.body)
        for target in invoke.targets
        if function.access.get(target) == ""
    }


def invokes(block: Block) -> Iterator[tuple[Step, Invoke]]:
    """Yield every call of a block, with its step."""
    for step in steps(block):
        for statement in step.statements:
            if isinstance(statement, Invoke):
                yield step, statement
