"""A source text -> its normal form, for the types that it asks for itself."""

from __future__ import annotations

from srcgrad.analysis.scalars import scalar_parameters
from srcgrad.frontend.annotations import types_of
from srcgrad.frontend.lower import lower
from srcgrad.ir.program import Program
from srcgrad.ir.surface import SurfaceModule
from srcgrad.ir.types import FLOAT, UNKNOWN, Numeric, Type
from srcgrad.normalize import normalize
from srcgrad.normalize.scopes.context import Assumption


def normalized(
    text: str, function: str = "f", types: str | None = None, of: str | None = None
) -> Program:
    """Normal form of a function of a text; `types` as the option has them."""
    return normal_form(lower(text, "source.py"), function, types, of)


def normal_form(
    module: SurfaceModule, function: str, types: str | None, of: str | None
) -> Program:
    """Normal form of a function of a module."""
    known: dict[str, Type] = dict(types_of(module.functions[function], types))
    while True:
        try:
            program = normalize(module, function, known, of)
        except Assumption as assumption:
            name = assumption.parameter
            extents = tuple(f"{name}:{axis}" for axis in range(assumption.rank))
            known[name] = Numeric(None, extents, mutable=True)
            continue
        numbers = {
            name
            for name in scalar_parameters(program)
            if known.get(name, UNKNOWN) == UNKNOWN
        }
        if not numbers:
            return program
        known |= dict.fromkeys(numbers, FLOAT)
