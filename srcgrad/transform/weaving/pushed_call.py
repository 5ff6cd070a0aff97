"""The tangent of a call: the callee in forward mode, given and giving tangents."""

from __future__ import annotations

from srcgrad.analysis.activity import (
    active_variables,
    differentiable,
    output_variables,
)
from srcgrad.analysis.typing import type_of_tree
from srcgrad.ir.code import Set
from srcgrad.ir.expressions import Expression, Name, Var
from srcgrad.ir.program import Invoke, Result, Step, handed, leaves
from srcgrad.transform.linearize import Linearizer
from srcgrad.transform.pairs import Request
from srcgrad.transform.tidy import simplified
from srcgrad.transform.weaving.scope import made_by
from srcgrad.transform.weaving.seeds import seed_names
from srcgrad.transform.weaving.weaver import Weaver
from srcgrad.transform.weaving.woven import Line, PushedCall
from srcgrad.transform.weaving.zeros import zero_tangent


def push_call(
    weaver: Weaver,
    invoke: Invoke,
    arguments: tuple[Expression, ...],
    step: Step,
    after: list[Line],
) -> None:
    """Call the callee in forward mode, where it takes and gives what is active."""
    callee = weaver.program.functions[invoke.function]
    inputs = [v for p in callee.parameters for v in p.leaves]
    outputs = output_variables(callee)
    mutated = dict(invoke.mutated)
    values: list[Var | None] = list(invoke.targets)
    values += [mutated.get(inputs.index(leaf)) for leaf in callee.outputs]
    pairs = tuple(zip(outputs, values, strict=True))
    wanted = tuple(
        dict.fromkeys(o for o, v in pairs if v is not None and v in weaver.active)
    )
    sources = tuple(
        k
        for k, a in enumerate(arguments)
        if differentiable(a, weaver.types) & weaver.active
    )
    if wanted and sources:
        _pushed(weaver, invoke, arguments, step, sources, wanted, after)
    else:
        _plain(weaver, invoke)
    weaver.scope.carry_out(invoke)
    for var in made_by(invoke):
        if (
            weaver.has(var)
            and var not in weaver.active
            and weaver.scope.slots.get(weaver.slot(var)) != var
        ):
            zero = zero_tangent(var, weaver.types[var])
            after.append(Set((weaver.slot(var),), weaver.read(zero)))
            weaver.scope.slots[weaver.slot(var)] = var


def _plain(weaver: Weaver, invoke: Invoke) -> None:
    """Put a passive call on a line of its own where a tangent reads its value."""
    if any(t in weaver.assumed.named for t in invoke.targets):
        weaver.places.calls[id(invoke)] = PushedCall(None)
    for position, var in invoke.mutated:
        argument = invoke.arguments[position]
        if isinstance(argument, Var) and weaver.has(argument) and weaver.has(var):
            weaver.scope.slots[weaver.slot(var)] = var


def _pushed(
    weaver: Weaver,
    invoke: Invoke,
    arguments: tuple[Expression, ...],
    step: Step,
    sources: tuple[int, ...],
    wanted: tuple[Var, ...],
    after: list[Line],
) -> None:
    callee = weaver.program.functions[invoke.function]
    inputs = [v for p in callee.parameters for v in p.leaves]
    active = active_variables(
        callee, weaver.program.functions, [inputs[k] for k in sources], wanted
    )
    given = tuple(k for k in sources if inputs[k] in active)
    positions = output_variables(callee)
    request = Request(invoke.function, given, tuple(positions.index(v) for v in wanted))
    names = seed_names(callee, tuple(inputs[k] for k in given), weaver.taken)
    keywords = tuple(
        (names[inputs[k]], _argument(weaver, arguments[k], step)) for k in given
    )
    # a callee may hand back one variable in several places
    values = list(zip(leaves(callee.result), invoke.targets, strict=False))
    of_value = dict(reversed(values))
    mutated = dict(invoke.mutated)
    for leaf, output in callee.outputs.items():
        version = mutated.get(inputs.index(leaf))
        if (
            output in of_value
            and version is not None
            and of_value[output] not in weaver.active
        ):
            # the callee returns the argument that it has written to
            of_value[output] = version
            values = [(o, version if o == output else v) for o, v in values]
    results: list[str] = []
    taken: list[Var] = []
    if any(o in wanted for o in of_value):
        holders = [value for _, value in values]
        results.append(_structure(weaver, callee.result, holders, taken))
    for output, target in list(zip(handed(callee), invoke.targets, strict=True))[
        len(values) :
    ]:
        if output in wanted:
            is_active = target in weaver.active
            results.append(weaver.slot(target) if is_active else weaver.ignored())
            taken.append(target)
    for leaf, output in callee.outputs.items():
        version = mutated.get(inputs.index(leaf))
        if output not in wanted or version is None:
            continue
        if output in of_value:
            held = of_value[output]
            if held != version and version in weaver.active:
                after.append(Set((weaver.slot(version),), Name(weaver.slot(held))))
                taken.append(version)
            continue
        results.append(
            weaver.slot(version) if version in weaver.active else weaver.ignored()
        )
        taken.append(version)
    for var in taken:
        weaver.scope.slots[weaver.slot(var)] = var
    weaver.printed.update(invoke.targets)
    weaver.places.calls[id(invoke)] = PushedCall(request, keywords, ", ".join(results))


def _argument(weaver: Weaver, argument: Expression, step: Step) -> Expression:
    span = step.origin.span if step.origin else None
    tangent = Linearizer(weaver.active, weaver.types, span, {}, True).push(argument)
    if tangent is None:
        tangent = zero_tangent(argument, type_of_tree(argument, weaver.types), argument)
    return weaver.read(simplified(tangent, weaver.types))


def _structure(
    weaver: Weaver, result: Result, holders: list[Var], taken: list[Var]
) -> str:
    """Names that take the tangent of a callee's value."""
    if result.items is not None:
        items = [_structure(weaver, item, holders, taken) for item in result.items]
        return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    if result.leaf is None:
        return weaver.ignored()
    holder = holders.pop(0)
    if holder not in weaver.active:
        return weaver.ignored()
    taken.append(holder)
    return weaver.slot(holder)
