"""Inputs of a function in forward mode -> the names by which it is given their tangents."""

from __future__ import annotations

from srcgrad.ir.expressions import Var
from srcgrad.ir.program import Function, Parameter
from srcgrad.transform.names import Names


def seed_names(
    function: Function, inputs: tuple[Var, ...], taken: frozenset[str]
) -> dict[Var, str]:
    """Return the keywords by which a function that is called takes its tangents."""
    found = seeds_of(function, inputs, False, Names(taken))
    return {var: name for var, (name, _) in found.items()}


def seeds_of(
    function: Function, inputs: tuple[Var, ...], is_entry: bool, names: Names
) -> dict[Var, tuple[str, str]]:
    """Return for each input (parameter that brings its tangent, text that reads it)."""
    found: dict[Var, tuple[str, str]] = {}
    for parameter in function.parameters:
        for leaf in parameter.leaves:
            if leaf in inputs:
                found[leaf] = _seed(function, parameter, leaf, is_entry, names)
    return {var: found[var] for var in inputs}


def _seed(
    function: Function, parameter: Parameter, leaf: Var, is_entry: bool, names: Names
) -> tuple[str, str]:
    if not is_entry:
        name = names.dot(leaf.name)
        return name, name
    name = names.dot(parameter.name)
    return name, name + function.access.get(leaf, parameter.name).removeprefix(
        parameter.name
    )
