"""A top-level `def` of a file -> SurfaceFunction, or all of its refusals at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import libcst as cst

from srcgrad.diagnostics import NOWHERE, CompileError, Span
from srcgrad.frontend import fence
from srcgrad.frontend.definitions import above, function_of
from srcgrad.frontend.imports import imports_of
from srcgrad.frontend.mutation import assigned_names
from srcgrad.frontend.origins import Places
from srcgrad.frontend.parse import ParsedFile, too_deep
from srcgrad.frontend.statements import StatementReader
from srcgrad.ir.surface import Import, SurfaceFunction


def lower_function(
    file: ParsedFile,
    number: int,
    hidden: Mapping[fence.Refusal, Span] = MappingProxyType({}),
    imports: Mapping[str, Import] = MappingProxyType({}),
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
    for why, span in hidden.items():
        reader.refusals.append(fence.diagnostic(why, span))
    header = tuple(file.tree.header) if number == 0 else ()
    try:
        function = function_of(node, reader, above(node, header))
    except RecursionError:
        raise too_deep(places.span(node.name)) from None
    _refuse_written_globals(node, reader)
    _refuse_other_imports(reader, imports)
    if reader.refusals:
        unique = dict.fromkeys(reader.refusals)
        raise CompileError(sorted(unique, key=lambda d: (d.span or NOWHERE, d.code)))
    return function


def _refuse_other_imports(
    reader: StatementReader, imports: Mapping[str, Import]
) -> None:
    """Refuse an import within a function that is not one of the whole file as well."""
    for node in reader.imported:
        bound = imports_of(node)
        known = (imports.get(one.name) for one in bound)
        same = (
            other is not None and other.qualified == one.qualified
            for one, other in zip(bound, known, strict=True)
        )
        if not bound or not all(same):
            reader.refuse(node, fence.IMPORT)


def _refuse_written_globals(node: cst.FunctionDef, reader: StatementReader) -> None:
    """Refuse `global` for a name that the function gives a value to."""
    assigned = set(assigned_names(node))
    for declared in reader.declared:
        if any(item.name.value in assigned for item in declared.names):
            reader.refuse(declared, fence.GLOBAL)
