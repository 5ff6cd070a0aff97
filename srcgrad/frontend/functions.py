"""A top-level `def` of a file -> SurfaceFunction, or all of its refusals at once."""

from __future__ import annotations

import libcst as cst

from srcgrad.diagnostics import NOWHERE, CompileError, Span
from srcgrad.frontend import fence
from srcgrad.frontend.definitions import above, function_of
from srcgrad.frontend.origins import Places
from srcgrad.frontend.parse import ParsedFile, too_deep
from srcgrad.frontend.statements import StatementReader
from srcgrad.ir.surface import SurfaceFunction


def lower_function(
    file: ParsedFile, number: int, star_import: Span | None = None
) -> SurfaceFunction:
    """Lower the function that is statement `number` of a file.

    Raises
    ------
    CompileError
        With every refusal in the function, in the order of their lines.
    """
    node = file.tree.body[number]
    assert isinstance(node, cst.FunctionDef)
    places = Places(file, number)
    reader = StatementReader(places)
    if star_import is not None:
        reader.refusals.append(fence.diagnostic(fence.STAR_IMPORT, star_import))
    header = tuple(file.tree.header) if number == 0 else ()
    try:
        function = function_of(node, reader, above(node, header))
    except RecursionError:
        raise too_deep(places.span(node.name)) from None
    if reader.refusals:
        unique = dict.fromkeys(reader.refusals)
        raise CompileError(sorted(unique, key=lambda d: (d.span or NOWHERE, d.code)))
    return function
