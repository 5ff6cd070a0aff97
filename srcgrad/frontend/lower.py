"""Text of a file -> SurfaceModule: its names, with functions lowered on demand."""

from __future__ import annotations

import inspect
from functools import partial

from srcgrad.diagnostics import CompileError, Span
from srcgrad.frontend.bindings import Bindings
from srcgrad.frontend.constants import is_immutable, lower_constant
from srcgrad.frontend.functions import lower_function
from srcgrad.frontend.lazy import Lazy
from srcgrad.frontend.parse import parse_file, too_deep
from srcgrad.ir.surface import Assign, SurfaceModule


def lower(text: str, path: str) -> SurfaceModule:
    """Read a file. Nothing of it is run.

    A function is lowered when it is looked up, so that what is refused in one does not
    stand in the way of another; `module.functions[name]` raises every refusal in it.

    Raises
    ------
    CompileError
        SG021 the text is not Python, SG022 it is nested too deeply, SG023 a form feed
        in a text literal.
    """
    file = parse_file(text, path)
    try:
        found = Bindings(file)
    except RecursionError:
        raise too_deep(Span(path, 1, 0, 1, 0)) from None
    star = found.rebound.get("*")
    constants = Lazy(
        {
            name: partial(lower_constant, file, *place)
            for name, place in found.constants.items()
        }
    )
    changed = {
        name: span
        for name, span in found.touched.items()
        if name in constants and not _is_fixed(constants, name)
    }
    return SurfaceModule(
        path=path,
        imports=found.imports,
        constants=constants.without(changed),
        functions=Lazy(
            {
                name: partial(lower_function, file, number, star)
                for name, number in found.functions.items()
            }
        ),
        rebound={**changed, **found.rebound},
        docstring=inspect.cleandoc(file.tree.get_docstring() or ""),
    )


def _is_fixed(constants: Lazy[Assign], name: str) -> bool:
    """Return whether a call that is given a constant cannot change it."""
    try:
        return is_immutable(constants[name].value, constants)
    except (CompileError, RecursionError):
        return False
