"""Text of a file -> SurfaceModule: its names, with functions lowered on demand."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import partial

from srcgrad.diagnostics import CompileError, Span
from srcgrad.frontend import fence
from srcgrad.frontend.bindings import Bindings
from srcgrad.frontend.classes import (
    class_of,
    lower_class,
    lower_method,
    methods_of,
)
from srcgrad.frontend.constants import is_immutable, lower_constant
from srcgrad.frontend.functions import lower_function
from srcgrad.frontend.lazy import Lazy
from srcgrad.frontend.mentions import names_in
from srcgrad.frontend.parse import parse_file, too_deep
from srcgrad.ir.surface import Assign, SurfaceExpression, SurfaceModule


def lower(text: str, path: str) -> SurfaceModule:
    """Read a file. Nothing of it is run.

    A function is lowered when it is looked up, so that what is refused in one does not
    stand in the way of another; `module.functions[name]` raises every refusal in it.

    Raises
    ------
    CompileError
        SG011 the text is not Python, SG012 it is nested too deeply, SG013 a form feed
        in a text literal.
    """
    file = parse_file(text, path)
    try:
        found = Bindings(file)
    except RecursionError:
        raise too_deep(Span(path, 1, 0, 1, 0)) from None
    hidden = {
        why: found.rebound[name]
        for name, why in (("*", fence.STAR_IMPORT), ("*exec", fence.EXEC))
        if name in found.rebound
    }
    constants = Lazy(
        {
            name: partial(lower_constant, file, *place)
            for name, place in found.constants.items()
        }
    )
    rebound = {**_changed(constants, found.changed), **found.rebound}
    rebound |= _dependent(constants, rebound)
    return SurfaceModule(
        path=path,
        imports=found.imports,
        constants=constants.without(rebound),
        functions=Lazy(
            {
                name: partial(lower_function, file, number, hidden, found.imports)
                for name, number in found.functions.items()
            }
            | {
                f"{name}.{method}": partial(lower_method, file, number, method)
                for name, number in found.classes.items()
                for method in methods_of(class_of(file, number))
            }
        ),
        classes=Lazy(
            {
                name: partial(lower_class, file, number)
                for name, number in found.classes.items()
            }
        ),
        rebound=rebound,
        docstring=inspect.cleandoc(file.tree.get_docstring() or ""),
        text=text,
        optional=found.optional,
    )


def _changed(
    constants: Mapping[str, Assign], changed: Mapping[str, Span]
) -> dict[str, Span]:
    """Return the constants that are changed in place, and those they are made of.

    `b = a` and `b = a[1:]` share memory, so that a change of `b` may be one of `a`.
    """
    result: dict[str, Span] = {}
    waiting = list(changed.items())
    while waiting:
        name, span = waiting.pop()
        if name in constants and name not in result:
            value = _value(constants, name)
            if value is None or not is_immutable(value, constants):
                result[name] = span
                if value is not None:
                    waiting += [(other, span) for other in names_in(value)]
    return result


def _dependent(
    constants: Mapping[str, Assign], rebound: Mapping[str, Span]
) -> dict[str, Span]:
    """Return the constants that are made of names which cannot be followed."""
    result: dict[str, Span] = {}
    # in the order of the file: what a constant is made of stands above it
    for name in constants:
        value = _value(constants, name)
        for other in () if value is None else names_in(value):
            if other in rebound or other in result:
                result.setdefault(name, constants[name].origin.span)
    return result


def _value(constants: Mapping[str, Assign], name: str) -> SurfaceExpression | None:
    """Return what a constant is; None for one that is refused."""
    try:
        return constants[name].value
    except CompileError:
        return None
