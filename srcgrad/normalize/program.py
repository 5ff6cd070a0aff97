"""Surface module + an entry function + types -> Program: all that the entry reaches."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from srcgrad.analysis.complexity import has_complex
from srcgrad.diagnostics import refuse
from srcgrad.ir import surface as s
from srcgrad.ir.program import Function, Program
from srcgrad.ir.types import UNKNOWN, FunctionOf, Numeric, Type
from srcgrad.normalize.builder import Builder, Widened
from srcgrad.normalize.evaluation.classes import entry_key, type_of_class
from srcgrad.normalize.evaluation.discovery import refined
from srcgrad.normalize.scopes.records import Discovered
from srcgrad.normalize.sources import Sources


def normalize(
    module: s.SurfaceModule,
    entry: str,
    types: Mapping[str, Type],
    of: str | None = None,
) -> Program:
    """Bring `entry` and all that it calls into normal form.

    of : the argument that is the output, None for the value. Raises CompileError with
    every construct that is refused.
    """
    named, entry = entry, entry_key(module, entry)
    surface = module.functions[entry]
    for parameter in surface.parameters:
        if parameter.star:
            raise refuse(
                "SG146",
                f"what `{parameter.star}{parameter.name}` takes is not known",
                parameter.span,
                hint="differentiate a function that calls this one, with a parameter "
                "for each argument",
            )
    known_types = {**types, **_of_classes(module, named, types)}
    signatures: dict[str, tuple[Type, ...]] = {}
    keys: dict[Hashable, str] = {}
    firsts: dict[str, tuple[FunctionOf, tuple[Type, ...]]] = {}
    complex = has_complex(module, entry)
    while True:
        builder = Builder(module, of, signatures, keys, firsts, complex)
        name = entry
        if surface.owner:
            name = builder.define(surface, surface.name, surface.owner)
        first = signatures.get(
            name,
            tuple(_parameter_type(p.name, known_types) for p in surface.parameters),
        )
        try:
            builder.function(FunctionOf(name), first, surface.span)
            break
        except Widened:
            signatures = builder.signatures
        except Discovered as found:
            owner, *path = found.path
            type_ = known_types.get(str(owner), UNKNOWN)
            refined_type = refined(type_, tuple(path), found)
            known_types[str(owner)] = refined_type
            signatures, keys, firsts = {}, {}, {}
    sources = Sources(
        module,
        builder.reached,
        builder.plain,
        builder.constants,
        builder.functions,
        builder.classes,
    )
    return Program(
        functions=dict(builder.functions),
        entry=name,
        imports=sources.imports(),
        classes=sources.classes(),
        constants=sources.constants(),
        plain=sources.plain,
        sources={
            module.functions[key].name: text for key, text in sources.texts.items()
        },
        guarded=frozenset(builder.guarded),
        numpy=sources.numpy(),
        modules=sources.modules(),
        names=sources.names() | _invented(builder.functions),
    )


def _invented(functions: Mapping[str, Function]) -> frozenset[str]:
    """Names that normalizing has given: of flags, of lists, of what is drawn."""
    return frozenset(
        var.name for function in functions.values() for var in function.types
    )


def _of_classes(
    module: s.SurfaceModule, entry: str, types: Mapping[str, Type]
) -> dict[str, Type]:
    """Types of the parameters that are objects of classes of the file."""
    surface = module.functions[entry_key(module, entry)]
    owner, _, name = entry.rpartition(".")
    kinds = module.classes[surface.owner].methods if surface.owner else {}
    static = kinds.get(name, "method") in ("staticmethod", "classmethod")
    found: dict[str, Type] = {}
    for position, parameter in enumerate(surface.parameters):
        bare = parameter.annotation_text.strip("\"' ")
        if position == 0 and owner and not static:
            bare = owner
        if bare in module.classes and types.get(parameter.name, UNKNOWN) == UNKNOWN:
            found[parameter.name] = type_of_class(module, bare)
    return found


def _parameter_type(name: str, types: Mapping[str, Type]) -> Type:
    """Type that is given, else that of a number or array of a shape of its own."""
    given = types.get(name, UNKNOWN)
    return Numeric(None, frozenset((name,)), None) if given == UNKNOWN else given
