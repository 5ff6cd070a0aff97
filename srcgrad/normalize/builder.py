"""Name of a function + types of its arguments -> its normal form, callees first."""

from __future__ import annotations

import builtins
from collections.abc import Mapping

from srcgrad.analysis.names import names_in
from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Name
from srcgrad.ir.program import Function
from srcgrad.ir.types import UNKNOWN, Type, join
from srcgrad.normalize.aliases import Restart, Site
from srcgrad.normalize.calls import call
from srcgrad.normalize.context import Context
from srcgrad.normalize.evaluate import evaluate
from srcgrad.normalize.function import normalize_function
from srcgrad.normalize.scope import Qualified, State, UserFunction, Value
from srcgrad.normalize.sources import is_helper
from srcgrad.normalize.values import as_formula
from srcgrad.primitives.formula import Formula


class Widened(Exception):
    """A function is called with other types than it was first walked with."""


class Builder:
    """Walks functions as they are called.

    plain : functions that are called as they stand. guarded : those whose arguments the
    caller writes to later. constants : module-level names that are read.
    """

    def __init__(
        self,
        module: s.SurfaceModule,
        of: str | None,
        signatures: Mapping[str, tuple[Type, ...]],
    ) -> None:
        self.module, self.of = module, of
        self.signatures = dict(signatures)
        self.functions: dict[str, Function] = {}
        self.walking: list[str] = []
        self.plain: set[str] = set()
        self.guarded: set[str] = set()
        self.constants: dict[str, s.Assign] = {}

    def function(self, name: str, types: tuple[Type, ...], span: Span) -> Function:
        """Return the normal form of a function called with arguments of these types."""
        self.signatures[name] = self._signature(name, types, span)
        if name in self.walking:
            raise refuse(
                "SG403",
                f"`{name}` calls itself",
                span,
                hint="write the recursion as a loop",
            )
        if name not in self.functions:
            self.walking.append(name)
            self.functions[name] = self._walk(name, self.signatures[name])
            self.walking.pop()
        return self.functions[name]

    def _signature(
        self, name: str, types: tuple[Type, ...], span: Span
    ) -> tuple[Type, ...]:
        """Types of parameters that take these arguments and those of other calls."""
        known = self.signatures.get(name, types)
        if known == types:
            return types
        if len(known) != len(types):
            message = f"`{name}` is called with other arguments than elsewhere"
            raise refuse("SG404", message, span)
        wide = tuple(join(a, b) for a, b in zip(known, types, strict=True))
        if wide != known and (name in self.functions or name in self.walking):
            self.signatures[name] = wide
            raise Widened
        return wide

    def _walk(self, name: str, types: tuple[Type, ...]) -> Function:
        """Walk one function, again where stores show that views must be exact."""
        surface = self.module.functions[name]
        is_entry = len(self.walking) == 1
        views: frozenset[Site] = frozenset()
        while True:
            context = Context(self.module, self.qualified, self._call, views)
            context.scope = "" if is_entry else f"{name}:"
            of = self.of if is_entry else None
            try:
                found = normalize_function(context, surface, types, of, is_entry)
            except Restart as restart:
                assert not restart.sites <= views, "views were asked for twice"
                views |= restart.sites
                continue
            self.plain |= context.plain
            self.guarded |= context.guarded
            return found

    def _call(self, context: Context, state: State, name: str, node: s.Call) -> Value:
        return call(self, context, state, name, node)

    def qualified(self, name: str, span: Span) -> Value:
        """Return the meaning of a name that the function does not bind."""
        if name in self.module.functions:
            if is_helper(self.module, name):
                return Qualified(f"helper.{name}", name)
            return UserFunction(name)
        if name in self.module.constants:
            return self._constant(name)
        if name in self.module.imports:
            return Qualified(self.module.imports[name].qualified, name)
        if hasattr(builtins, name):
            return Qualified(f"builtins.{name}", name)
        raise refuse("SG104", f"the name `{name}` is not defined", span)

    def _constant(self, name: str) -> Value:
        """Return a module-level constant: a name, with the type of its value."""
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
                    self._constant(other)
        return Formula(Name(name, type_), type_)
