"""Surface module + an entry function + types -> Program: every function reached, in normal form."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

from srcgrad.analysis.names import names_in, parts
from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Name
from srcgrad.ir.program import Function, Program
from srcgrad.ir.types import UNKNOWN, Numeric, Type, join
from srcgrad.normalize.calls import call
from srcgrad.normalize.context import Context, Restart
from srcgrad.normalize.evaluate import as_formula, evaluate
from srcgrad.normalize.function import normalize_function
from srcgrad.normalize.scope import Qualified, State, UserFunction
from srcgrad.primitives.formula import Formula


class _Widened(Exception):
    """A function is called with other types than it was first walked with."""


class Builder:
    """Walks functions as they are called, callees first."""

    def __init__(self, module: s.SurfaceModule, of: str | None) -> None:
        self.module, self.of = module, of
        self.signatures: dict[str, tuple[Type, ...]] = {}
        self.functions: dict[str, Function] = {}
        self.walking: list[str] = []
        self.plain: set[str] = set()
        self.guarded: set[str] = set()
        self.constants: dict[str, s.Assign] = {}

    def function(self, name: str, types: tuple[Type, ...], span: Span) -> Function:
        """Normal form of a function called with arguments of these types."""
        known = self.signatures.get(name)
        if known is not None and known != types:
            if len(known) != len(types):
                raise refuse(
                    "SG404",
                    f"`{name}` is called with other arguments than elsewhere",
                    span,
                )
            wide = tuple(join(a, b) for a, b in zip(known, types, strict=True))
            if wide != known:
                self.signatures[name] = wide
                if name in self.functions or name in self.walking:
                    raise _Widened
            types = wide
        self.signatures[name] = types
        if name in self.walking:
            raise refuse(
                "SG403",
                f"`{name}` calls itself",
                span,
                hint="write the recursion as a loop",
            )
        if name not in self.functions:
            self.walking.append(name)
            self.functions[name] = self.walk(name, types)
            self.walking.pop()
        return self.functions[name]

    def walk(self, name: str, types: tuple[Type, ...]) -> Function:
        """Walk one function, again where stores show that views must be exact."""
        surface = self.module.functions[name]
        views: frozenset[Any] = frozenset()
        is_entry = len(self.walking) == 1
        while True:
            context = Context(self.module, self.qualified, self._call, views)
            context.scope = "" if is_entry else f"{name}:"
            try:
                found = normalize_function(
                    context, surface, types, self.of if is_entry else None, is_entry
                )
            except Restart as restart:
                assert not restart.sites <= views, "views were asked for twice"
                views |= restart.sites
                continue
            self.plain |= context.plain
            self.guarded |= context.guarded
            return found

    def _call(self, context: Context, state: State, name: str, node: s.Call) -> Any:
        return call(self, context, state, name, node)

    def qualified(self, name: str, span: Span) -> Any:
        """Meaning of a name that the function does not bind."""
        if name in self.module.functions:
            return UserFunction(name)
        if name in self.module.constants:
            return self.constant(name)
        if name in self.module.imports:
            return Qualified(self.module.imports[name].qualified, name)
        if hasattr(builtins, name):
            return Qualified(f"builtins.{name}", name)
        raise refuse("SG104", f"the name `{name}` is not defined", span)

    def constant(self, name: str) -> Any:
        """A module-level constant: stays a name, with the type of its value."""
        assign = self.module.constants[name]
        self.constants[name] = assign
        context = Context(self.module, self.qualified, self._call)
        try:
            value = evaluate(context, State({}, {}), assign.value)
            if isinstance(value, Qualified):
                return value
            type_ = as_formula(value, assign.origin.span).type
        except CompileError:
            type_ = UNKNOWN
            for other in sorted(names_in(assign.value)):
                if other in self.module.constants:
                    self.constant(other)
        return Formula(Name(name, type_), type_)


def normalize(
    module: s.SurfaceModule,
    entry: str,
    types: Mapping[str, Type],
    of: str | None = None,
) -> Program:
    """Bring `entry` and all that it calls into normal form.

    Raises CompileError with every construct that is refused.
    """
    surface = module.functions[entry]
    signatures: dict[str, tuple[Type, ...]] = {}
    first = tuple(_parameter_type(p.name, types) for p in surface.parameters)
    while True:
        builder = Builder(module, of)
        builder.signatures = {k: v for k, v in signatures.items() if k != entry}
        try:
            builder.function(entry, first, surface.span)
            break
        except _Widened:
            signatures = builder.signatures
    texts = _sources(module, builder)
    return Program(
        functions=dict(builder.functions),
        entry=entry,
        imports=_imports(module, builder),
        constants=_constants(module, builder.constants),
        plain=frozenset(builder.plain),
        sources=texts,
        guarded=frozenset(builder.guarded),
        numpy=next(
            (i.name for i in module.imports.values() if i.qualified == "numpy"), "np"
        ),
        names=_all_names(module),
    )


def _sources(module: s.SurfaceModule, builder: Builder) -> dict[str, str]:
    """Texts of all functions that may be called as they stand, with what they call in turn."""
    waiting = [*builder.plain, *builder.functions]
    found: dict[str, str] = {}
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        function = module.functions[name]
        found[name] = function.source
        for used in sorted(_function_names(function)):
            if used in module.functions:
                waiting.append(used)
                if name in builder.plain:
                    builder.plain.add(used)
            elif used in module.constants and used not in builder.constants:
                if name in builder.plain:
                    builder.constant(used)
    return found


def _parameter_type(name: str, types: Mapping[str, Type]) -> Type:
    """Type that is given, else that of a number or array of a shape of its own."""
    given = types.get(name, UNKNOWN)
    return Numeric(None, frozenset((name,)), None) if given == UNKNOWN else given


def _constants(
    module: s.SurfaceModule, used: Mapping[str, s.Assign]
) -> tuple[str, ...]:
    """Texts of the constants needed, in the order of the source."""
    needed: dict[str, s.Assign] = {}

    def visit(name: str, assign: s.Assign) -> None:
        if name in needed:
            return
        needed[name] = assign
        for other in sorted(names_in(assign.value)):
            if other in module.constants:
                visit(other, module.constants[other])

    for name, assign in used.items():
        visit(name, assign)
    ordered = sorted(needed.values(), key=lambda a: a.origin.span)
    texts: dict[str, None] = {}
    for assign in ordered:
        lines = [
            *(c for c in assign.origin.comments if c),
            assign.origin.text
            + (f"  {assign.origin.trailing}" if assign.origin.trailing else ""),
        ]
        texts.setdefault("\n".join(lines))
    return tuple(texts)


def _imports(module: s.SurfaceModule, builder: Builder) -> tuple[str, ...]:
    """Import lines whose names the functions or constants use."""
    used: set[str] = set()
    for name in {*builder.functions, *builder.plain}:
        used |= _function_names(module.functions[name])
    for assign in builder.constants.values():
        used |= names_in(assign.value)
    return tuple(
        dict.fromkeys(i.text for i in module.imports.values() if i.name in used)
    )


def _function_names(function: s.SurfaceFunction) -> set[str]:
    found: set[str] = set()

    def visit(node: Any) -> None:
        if isinstance(node, tuple):
            for item in node:
                visit(item)
        elif isinstance(node, s.Origin):
            return
        elif hasattr(node, "span") and not hasattr(node, "origin"):
            found.update(p.name for p in parts(node) if isinstance(p, s.NameRef))
        elif hasattr(node, "__dataclass_fields__"):
            for field in node.__dataclass_fields__:
                visit(getattr(node, field))

    visit(function.body)
    for parameter in function.parameters:
        if parameter.default is not None:
            visit(parameter.default)
    return found


def _all_names(module: s.SurfaceModule) -> frozenset[str]:
    """Every name that the module uses anywhere: what an emitted name must not clash with."""
    names = {*module.imports, *module.constants, *module.functions, *module.rebound}
    for name in module.functions:
        function = None
        try:
            function = module.functions[name]
        except CompileError:
            continue
        names |= _function_names(function) | {p.name for p in function.parameters}
    return frozenset(names)
