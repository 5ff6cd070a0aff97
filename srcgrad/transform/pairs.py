"""Program -> the pairs of functions to emit: one for each function and pattern of active arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from srcgrad.analysis.activity import active_variables, output_variables
from srcgrad.ir.code import Adjoint
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import Block, For, Function, If, Invoke, Program, Step, While
from srcgrad.ir.types import Passive
from srcgrad.transform.adjoint import Builder, adjoint
from srcgrad.transform.names import Names
from srcgrad.transform.plan import Plan
from srcgrad.transform.storage import Storage
from srcgrad.transform.tidy import tidy


@dataclass(frozen=True)
class Request:
    """Derivatives of these outputs of a function with respect to these leaves of its parameters."""

    function: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]

    @property
    def key(self) -> str:
        """Stands for the pair's functions until they are named."""
        return f"{self.function}:{self.inputs}:{self.outputs}"


@dataclass(frozen=True)
class Pair:
    """Forward and backward function of one request. `calls`: id of an Invoke -> (pair, name of saved)."""

    request: Request
    function: Function
    inputs: tuple[Var, ...]
    adjoint: Adjoint
    plan: Plan
    names: Names
    calls: Mapping[int, tuple[Request, str]]


def pairs(
    program: Program,
    inputs: tuple[int, ...],
    outputs: tuple[int, ...],
    text: Callable[[Expression], str],
    taken: frozenset[str],
) -> dict[str, Pair]:
    """Work out the entry's pair and those of all functions that it calls on active values."""
    first = Request(program.entry, inputs, outputs)
    found: dict[str, Pair] = {}
    waiting = [first]
    while waiting:
        request = waiting.pop(0)
        if request.key in found:
            continue
        pair = _pair(program, request, text, taken)
        found[request.key] = pair
        waiting.extend(r for r, _ in pair.calls.values())
    return found


def _pair(
    program: Program,
    request: Request,
    text: Callable[[Expression], str],
    taken: frozenset[str],
) -> Pair:
    function = program.functions[request.function]
    parameters = [v for p in function.parameters for v in p.leaves]
    inputs = tuple(parameters[k] for k in request.inputs)
    outputs = tuple(output_variables(function)[k] for k in request.outputs)
    active = active_variables(function, program.functions, inputs, outputs)
    names = Names(taken)
    calls: dict[int, tuple[Request, str]] = {}
    saved = _saved_variables(function, names)
    function = replace(
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

    def call(
        builder: Builder,
        statement: Invoke,
        sources: tuple[int, ...],
        wanted: tuple[Var, ...],
    ) -> tuple[str, tuple[Var, ...], Var]:
        callee = program.functions[statement.function]
        positions = output_variables(callee)
        leaves = [v for p in callee.parameters for v in p.leaves]
        callee_active = active_variables(
            callee, program.functions, [leaves[k] for k in sources], wanted
        )
        given = tuple(k for k in sources if leaves[k] in callee_active)
        asked = Request(callee.name, given, tuple(positions.index(v) for v in wanted))
        calls[id(statement)] = (asked, saved[id(statement)].name)
        return (
            f"@backward:{asked.key}",
            tuple(leaves[k] for k in given),
            saved[id(statement)],
        )

    written = adjoint(function, program, active, inputs, outputs, names, call)
    written = tidy(written, function.types)
    storage = Storage(
        function, written, names, text, request.function in program.guarded
    )
    storage.homes.home.update(_homes_of_saved(function, saved, storage))
    plan = storage.run()
    return Pair(request, function, inputs, written, plan, names, calls)


def _saved_variables(function: Function, names: Names) -> dict[int, Var]:
    """A variable for what each call's forward function saves, named by what the call defines."""
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
    """Values of calls within expressions: each has a name of its own, which nothing rebinds."""
    return {
        target: target.name
        for _, invoke in invokes(function.body)
        for target in invoke.targets
        if function.access.get(target) == ""
    }


def _homes_of_saved(
    function: Function, saved: Mapping[int, Var], storage: Storage
) -> dict[Var, object]:
    from srcgrad.analysis.homes import Home

    found: dict[Var, object] = {}
    for step, invoke in invokes(function.body):
        loops = storage.loops_around(id(step))
        branches = storage.branches_around(id(step), loops)
        found[saved[id(invoke)]] = Home("after", id(step), loops, branches, 0)
    return found


def invokes(block: Block) -> Iterator[tuple[Step, Invoke]]:
    """Yield every call of a block, with its step."""
    for node in block:
        match node:
            case Step(statements):
                for statement in statements:
                    if isinstance(statement, Invoke):
                        yield node, statement
            case If(then=then, otherwise=otherwise):
                yield from invokes(then)
                yield from invokes(otherwise)
            case For(body=body) | While(body=body):
                yield from invokes(body)
