"""A call + active variables -> what of it is differentiated with respect to what.

y = g(x, k)    with x and y active    ->    the first argument, the value
"""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.analysis.activity import differentiable, output_variables
from srcgrad.ir.expressions import Var
from srcgrad.ir.program import Function, Invoke
from srcgrad.ir.types import Type


def pattern(
    invoke: Invoke, callee: Function, active: frozenset[Var], types: Mapping[Var, Type]
) -> tuple[tuple[int, ...], tuple[Var, ...]]:
    """Return the positions of active arguments, and the callee's outputs wanted."""
    sources = tuple(
        position
        for position, argument in enumerate(invoke.arguments)
        if differentiable(argument, types) & active
    )
    wanted = tuple(
        output
        for output, value in handed_back(invoke, callee)
        if value is not None and value in active
    )
    return sources, wanted


def handed_back(invoke: Invoke, callee: Function) -> tuple[tuple[Var, Var | None], ...]:
    """Pair each output of a callee with the variable that takes it in the caller."""
    parameters = [v for p in callee.parameters for v in p.leaves]
    mutated = dict(invoke.mutated)
    values: list[Var | None] = list(invoke.targets)
    values += [mutated.get(parameters.index(leaf)) for leaf in callee.outputs]
    return tuple(zip(output_variables(callee), values, strict=True))
