"""Adjoint of a call: the callee's backward pass between the caller's cotangents."""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.analysis.patterns import handed_back, pattern
from srcgrad.ir.code import Set
from srcgrad.ir.expressions import Apply, Constant, Expression, Name, Sequence, Var
from srcgrad.ir.program import Function, Invoke, Result, Step, handed, leaves
from srcgrad.transform.transposition.builder import Builder
from srcgrad.transform.transposition.contributions import pull
from srcgrad.transform.transposition.slots import Slot, zero_of


def adjoint_of_invoke(builder: Builder, statement: Invoke, step: Step) -> None:
    """Call the backward pass of the callee with the cotangents of what it gave."""
    callee = builder.program.functions[statement.function]
    inputs = [v for p in callee.parameters for v in p.leaves]
    mutated = dict(statement.mutated)
    sources, wanted = pattern(statement, callee, builder.active, builder.types)
    if not wanted or not sources:
        return
    values = (v for _, v in handed_back(statement, callee) if v in builder.active)
    if not any(builder.slot(v) in builder.slots for v in values):
        return
    key, given, saved = builder.call(builder, statement, sources, wanted)
    if not given:
        return
    arguments: list[Expression] = [Name(key), saved]
    consumed: list[str] = []
    if any(o in wanted for o in leaves(callee.result)):
        holders = _holders(builder, callee, statement, mutated)
        structure = _structure(builder, callee.result, holders, wanted, consumed)
        arguments.append(structure)
    count = len(leaves(callee.result))
    for output, target in list(zip(handed(callee), statement.targets, strict=True))[
        count:
    ]:
        if output in wanted:
            arguments.append(_seed(builder, target, consumed))
    for leaf, output in callee.outputs.items():
        version = mutated.get(inputs.index(leaf))
        if (
            output in wanted
            and version is not None
            and output not in leaves(callee.result)
        ):
            arguments.append(_seed(builder, version, consumed))
    for name in dict.fromkeys(consumed):
        builder.drop(name)
    targets: list[str] = []
    later: list[tuple[int, str]] = []
    for position in (inputs.index(v) for v in given):
        argument = statement.arguments[position]
        if isinstance(argument, Var) and _untouched(builder, argument, targets):
            name = builder.slot(argument)
            builder.slots[name] = Slot(argument, False)
        else:
            name = builder.names.derived(
                _parameter_name(callee, given, position), f"bar_{callee.name}"
            )
            later.append((position, name))
        targets.append(name)
    builder.emit(Set(tuple(targets), Apply("backward", tuple(arguments))))
    for position, name in later:
        for contribution in pull(
            builder, statement.arguments[position], Name(name), step
        ):
            builder.contribute(contribution)


def _parameter_name(callee: object, given: tuple[Var, ...], position: int) -> str:
    inputs = [v for p in callee.parameters for v in p.leaves]  # type: ignore[attr-defined]
    return str(inputs[position].name)


def _untouched(builder: Builder, argument: Var, targets: list[str]) -> bool:
    """Whether an argument's cotangent is dead, so that the call can set it."""
    name = builder.slot(argument)
    return name not in builder.slots and name not in targets


def _seed(builder: Builder, var: Var, consumed: list[str]) -> Expression:
    name = builder.slot(var)
    if name in builder.slots:
        consumed.append(name)
        return Name(name)
    return zero_of(var, builder.types[var])


def _holders(
    builder: Builder, callee: Function, statement: Invoke, mutated: Mapping[int, Var]
) -> list[Var]:
    """For each leaf of the callee's value, the caller's variable that holds it.

    A callee may hand back one variable in several places: each has its own cotangent.
    """
    inputs = [v for p in callee.parameters for v in p.leaves]
    written = {
        output: mutated.get(inputs.index(leaf))
        for leaf, output in callee.outputs.items()
    }
    holders: list[Var] = []
    for leaf, target in zip(leaves(callee.result), statement.targets, strict=False):
        after = written.get(leaf)
        same = target not in builder.active and after is not None
        holders.append(after if same and after is not None else target)
    return holders


def _structure(
    builder: Builder,
    result: Result,
    holders: list[Var],
    wanted: tuple[Var, ...],
    consumed: list[str],
) -> Expression:
    if result.items is not None:
        return Sequence(
            tuple(
                _structure(builder, item, holders, wanted, consumed)
                for item in result.items
            ),
            result.kind,
            result.keys if result.kind in ("dict", "object") else (),
        )
    if result.leaf is None:
        return Constant(None)
    holder = holders.pop(0)
    if result.leaf not in wanted:
        return Constant(None)
    if builder.slot(holder) in consumed:
        return zero_of(holder, builder.types[holder])
    return _seed(builder, holder, consumed)
