"""An attribute of an object -> what its class says of it: methods, properties, constants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from srcgrad.diagnostics import Span, refuse
from srcgrad.frontend.annotations import annotated_type
from srcgrad.ir import surface as s
from srcgrad.ir.types import UNKNOWN, RecordOf, TupleOf, Type

DATACLASSES = ("dataclass", "dataclasses.dataclass")
NAMED_TUPLES = ("NamedTuple", "typing.NamedTuple")
HOOKS = ("__getattr__", "__getattribute__", "__setattr__", "__delattr__")


@dataclass(frozen=True)
class Member:
    """What a class has under a name: `key` is that of a method in the module."""

    kind: str
    key: str = ""
    value: s.SurfaceExpression | None = None


def lineage(module: s.SurfaceModule, name: str, span: Span) -> Iterator[s.SurfaceClass]:
    """Yield a class and those that it inherits from, in the order of their search."""
    seen: set[str] = set()
    while name in module.classes and name not in seen:
        seen.add(name)
        found = module.classes[name]
        others = [b for b in found.bases if b not in ("object", "ABC", "abc.ABC")]
        unknown = [b for b in others if b not in module.classes and not _is_form(b)]
        hooks = [h for h in HOOKS if h in found.methods]
        if not found.is_plain or hooks or unknown or len(others) > 1:
            raise refuse(
                "SG327",
                f"what the attributes of `{found.name}` are is not known",
                span,
                hint="use a class with one base in this file, no metaclass and no "
                "`__getattr__`",
            )
        yield found
        name = others[0] if others else ""


def _is_form(base: str) -> bool:
    return base in NAMED_TUPLES


def member(
    module: s.SurfaceModule, owner: str, name: str, span: Span, above: bool = False
) -> Member | None:
    """Return what a class, or one that it inherits from, has under a name."""
    for position, found in enumerate(lineage(module, owner, span)):
        if above and position == 0:
            continue
        if name in found.methods:
            return Member(found.methods[name], f"{found.name}.{name}")
        for part in found.fields:
            if part.name == name and part.value is not None:
                if isinstance(part.value, s.NameRef):
                    other = part.value.name
                    if other in found.methods:  # `__radd__ = __add__`
                        return Member(found.methods[other], f"{found.name}.{other}")
                return Member("constant", "", part.value)
    return None


def entry_key(module: s.SurfaceModule, name: str) -> str:
    """Return the key of a function that is named from outside.

    `Net.loss` may be a method that `Net` inherits: then it is that of the base.
    """
    owner, _, method = name.rpartition(".")
    if name not in module.functions and owner in module.classes:
        found = member(module, owner, method, module.classes[owner].span)
        if found is not None and found.key:
            return found.key
    return name


def is_dataclass(found: s.SurfaceClass) -> bool:
    """Whether a class is a dataclass."""
    return any(d in DATACLASSES for d in found.decorators)


def is_named_tuple(found: s.SurfaceClass) -> bool:
    """Whether a class is a named tuple."""
    return any(b in NAMED_TUPLES for b in found.bases)


def type_of_class(module: s.SurfaceModule, name: str) -> Type:
    """Return the type of an object of a class, its declared parts if it has them."""
    found = module.classes[name]
    if not is_dataclass(found) and not is_named_tuple(found):
        return RecordOf("object", name)
    declared = [
        (part.name, declared_type(module, part.annotation_text))
        for one in reversed(list(lineage(module, name, found.span)))
        for part in one.fields
        if part.annotation_text
    ]
    parts = dict(declared)
    if is_named_tuple(found):
        return TupleOf(tuple(parts.values()), tuple(parts), name)
    return RecordOf("object", name, tuple(parts.items()), whole=True)


def declared_type(module: s.SurfaceModule, text: str) -> Type:
    """Return the type that an annotation gives, classes of the file among them."""
    bare = text.strip("\"' ")
    if bare in module.classes:
        return type_of_class(module, bare)
    if bare.partition("[")[0] in ("dict", "Dict"):
        return RecordOf("dict")
    return annotated_type(text)


def hint(module: s.SurfaceModule, owner: str, name: str, span: Span) -> Type:
    """Return what the constructors of a class say of the type of an attribute."""
    for found in lineage(module, owner, span):
        for part in found.fields:
            if part.name == name and part.annotation_text:
                return declared_type(module, part.annotation_text)
        if "__init__" in found.methods:
            initial = module.functions[f"{found.name}.__init__"]
            type_ = _assigned(module, initial, name)
            if type_ != UNKNOWN:
                return type_
    return UNKNOWN


def _assigned(module: s.SurfaceModule, initial: s.SurfaceFunction, name: str) -> Type:
    parameters = {p.name: p.annotation_text for p in initial.parameters}
    own = initial.parameters[0].name if initial.parameters else ""
    for statement in initial.body:
        if not isinstance(statement, s.Assign):
            continue
        for target in statement.targets:
            match target:
                case s.Attribute(base=s.NameRef(name=base), name=attribute) if (
                    base,
                    attribute,
                ) == (own, name):
                    return _made(module, statement.value, parameters)
    return UNKNOWN


def _made(
    module: s.SurfaceModule, value: s.SurfaceExpression, parameters: dict[str, str]
) -> Type:
    match value:
        case s.Call(function=s.NameRef(name=name)) if name in module.classes:
            return type_of_class(module, name)
        case s.NameRef(name=name) if parameters.get(name):
            return declared_type(module, parameters[name])
        case s.Display(items=items) if items:
            parts = tuple(_made(module, item, parameters) for item in items)
            is_known = all(isinstance(part, RecordOf) for part in parts)
            return TupleOf(parts) if is_known else UNKNOWN
        case _:
            return UNKNOWN
