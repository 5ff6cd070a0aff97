"""A `class` of a file -> SurfaceClass: its bases, its methods and what it declares."""

from __future__ import annotations

import re
from dataclasses import replace

import libcst as cst

from srcgrad.diagnostics import NOWHERE, CompileError
from srcgrad.frontend.definitions import above, function_of
from srcgrad.frontend.origins import Places
from srcgrad.frontend.parse import ParsedFile, too_deep
from srcgrad.frontend.statements import StatementReader
from srcgrad.ir.surface import (
    Attribute,
    Call,
    NameRef,
    SurfaceClass,
    SurfaceExpression,
    SurfaceField,
    SurfaceFunction,
)

KINDS = ("staticmethod", "classmethod", "property")


def class_of(file: ParsedFile, number: int) -> cst.ClassDef:
    """Return the class that is statement `number` of a file."""
    node = file.tree.body[number]
    assert isinstance(node, cst.ClassDef)
    return node


def methods_of(node: cst.ClassDef) -> dict[str, cst.FunctionDef]:
    """Return the methods of a class, of two of one name the last; of a property, what reads."""
    body = node.body.body if isinstance(node.body, cst.IndentedBlock) else ()
    return {
        part.name.value: part
        for part in body
        if isinstance(part, cst.FunctionDef) and not _is_setter(part)
    }


def _is_setter(node: cst.FunctionDef) -> bool:
    """Whether a method is `@name.setter` or `@name.deleter` of the property `name`."""
    return any(
        isinstance(d.decorator, cst.Attribute)
        and isinstance(d.decorator.value, cst.Name)
        and d.decorator.value.value == node.name.value
        and d.decorator.attr.value in ("setter", "deleter")
        for d in node.decorators
    )


def lower_class(file: ParsedFile, number: int) -> SurfaceClass:
    """Lower what a class declares; its methods are lowered when they are looked up.

    Raises
    ------
    CompileError
        With every refusal in it.
    """
    node = class_of(file, number)
    places = Places(file, number)
    reader = StatementReader(places)
    bases = tuple(_text(reader.read(base.value)) for base in node.bases)
    decorators = tuple(_text(reader.read(d.decorator)) for d in node.decorators)
    fields: list[SurfaceField] = []
    body = node.body.body if isinstance(node.body, cst.IndentedBlock) else ()
    for statement in body:
        parts = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
        for part in parts:
            match part:
                case cst.AnnAssign(target=cst.Name(value=name), annotation=annotation):
                    given = None if part.value is None else reader.read(part.value)
                    text = places.code(annotation.annotation)
                    fields.append(SurfaceField(name, text, given))
                case cst.Assign(targets=[target], value=value):
                    if isinstance(target.target, cst.Name):
                        name = target.target.value
                        fields.append(SurfaceField(name, "", reader.read(value)))
    if reader.refusals:
        raise CompileError(list(dict.fromkeys(reader.refusals)))
    return SurfaceClass(
        name=node.name.value,
        bases=bases,
        decorators=decorators,
        methods={name: _kind(part) for name, part in methods_of(node).items()},
        fields=tuple(fields),
        is_plain=not node.keywords,
        span=places.span(node.name),
        source=_source(file, node, places),
    )


def _source(file: ParsedFile, node: cst.ClassDef, places: Places) -> str:
    first = places.span(node.decorators[0] if node.decorators else node).line
    lines = file.lines[first - 1 : places.span(node).end_line]
    return "\n".join(lines).rstrip()


def _text(expression: SurfaceExpression) -> str:
    """Return the name that an expression calls or is, "?" for another one."""
    match expression:
        case NameRef(name=name):
            return name
        case Attribute(base=base, name=name):
            return f"{_text(base)}.{name}"
        case Call(function=function):
            return _text(function)
        case _:
            return "?"


def _kind(node: cst.FunctionDef) -> str:
    for decorator in node.decorators:
        if isinstance(decorator.decorator, cst.Name):
            if decorator.decorator.value in KINDS:
                return decorator.decorator.value
    return "method"


def lower_method(file: ParsedFile, number: int, name: str) -> SurfaceFunction:
    """Lower a method of the class that is statement `number` of a file.

    It is named `net_forward`, for a method `forward` of a class `Net`.
    """
    owner = class_of(file, number)
    node = methods_of(owner)[name]
    places = Places(file, number)
    reader = StatementReader(places)
    try:
        function = function_of(node, reader, above(node, ()))
    except RecursionError:
        raise too_deep(places.span(node.name)) from None
    if reader.refusals:
        unique = dict.fromkeys(reader.refusals)
        raise CompileError(sorted(unique, key=lambda d: (d.span or NOWHERE, d.code)))
    kept = tuple(d for d in function.decorators if _text(d) not in KINDS)
    cls = owner.name.value
    own = method_name(cls, name)
    return replace(
        function, name=own, decorators=kept, owner=cls, qualified=f"{cls}.{name}"
    )


def method_name(owner: str, name: str) -> str:
    """Return what a method is named as a function: `net_forward`."""
    return f"{snake(owner)}_{name.strip('_')}"


def snake(name: str) -> str:
    """Return `TwoLayerNet` as `two_layer_net`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return words.lower().strip("_")
