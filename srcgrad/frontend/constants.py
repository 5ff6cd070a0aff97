"""An assignment at module level -> the Assign of one name in it."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from srcgrad.diagnostics import CompileError
from srcgrad.frontend.origins import Places, comments_of, trailing_of
from srcgrad.frontend.parse import ParsedFile
from srcgrad.frontend.statements import StatementReader
from srcgrad.ir.surface import (
    Assign,
    Attribute,
    Binary,
    Display,
    Literal,
    NameRef,
    SurfaceExpression,
    Unary,
)


def lower_constant(
    file: ParsedFile, number: int, position: int, item: int | None
) -> Assign:
    """Lower small statement `position` of statement `number`; one item of its tuple.

    Raises
    ------
    CompileError
        With every refusal in the statement.
    """
    line = file.tree.body[number]
    assert isinstance(line, cst.SimpleStatementLine)
    reader = StatementReader(Places(file, number))
    comments = comments_of(line.leading_lines)
    trailing = trailing_of(line.trailing_whitespace)
    statements = reader.line([line.body[position]], comments, trailing)
    if reader.refusals:
        raise CompileError(reader.refusals)
    assign = statements[0]
    assert isinstance(assign, Assign)
    if item is None:
        return assign
    (target,) = [t for t in assign.targets if isinstance(t, Display)]
    assert isinstance(assign.value, Display)
    return Assign((target.items[item],), assign.value.items[item], assign.origin)


def is_immutable(value: SurfaceExpression, constants: Mapping[str, Assign]) -> bool:
    """Return whether no call can change the value: numbers, text, and sums of them.

    Attributes count as such: of a module they are constants (`np.pi`).
    """
    match value:
        case Literal():
            return True
        case Attribute(base=NameRef(name=name)):
            return name not in constants
        case NameRef(name=name):
            return name in constants and is_immutable(constants[name].value, constants)
        case Unary(operand=operand):
            return is_immutable(operand, constants)
        case Binary(left=left, right=right):
            return is_immutable(left, constants) and is_immutable(right, constants)
        case Display(kind="tuple", items=items):
            return all(is_immutable(item, constants) for item in items)
        case _:
            return False
