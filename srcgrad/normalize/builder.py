"""Name of a function + types of its arguments -> its normal form, callees first."""

from __future__ import annotations

import builtins
from collections.abc import Hashable, Mapping
from dataclasses import replace

from srcgrad.analysis.names import function_names, names_in
from srcgrad.diagnostics import CompileError, Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant, Expression, Index, Name
from srcgrad.ir.program import Function
from srcgrad.ir.types import UNKNOWN, FunctionOf, TupleOf, Type, join
from srcgrad.normalize.calling.calls import call
from srcgrad.normalize.calling.construction import constructed
from srcgrad.normalize.calling.recursion import Recursion
from srcgrad.normalize.calling.specialization import aligned, fixed, stem
from srcgrad.normalize.evaluation.evaluate import evaluate
from srcgrad.normalize.function import Frame, normalize_function
from srcgrad.normalize.scopes.aliases import Restart, Site
from srcgrad.normalize.scopes.context import Context, Distribute
from srcgrad.normalize.scopes.scope import (
    Bound,
    Class,
    Partial,
    Qualified,
    State,
    Structure,
    UserFunction,
    Value,
)
from srcgrad.normalize.scopes.values import as_formula, holds_functions
from srcgrad.normalize.sources import ruled_helper
from srcgrad.primitives.formula import Formula

# Walks over a function that calls itself: the types that it gives widen each time.
WALKS = 12


class Widened(Exception):
    """A function is called with other types than it was first walked with."""


class Builder:
    """Walks functions as they are called.

    plain : functions that are called as they stand. guarded : those whose arguments the
    caller writes to later. constants : module-level names that are read. inner :
    functions within functions, by the name that each has in the program. reached :
    functions of the module that are walked. keys : a function
    and what is known of its arguments -> its name in the program. complex : whether a
    value of unknown dtype may be complex.
    """

    def __init__(
        self,
        module: s.SurfaceModule,
        of: str | None,
        signatures: Mapping[str, tuple[Type, ...]],
        keys: dict[Hashable, str],
        firsts: dict[str, tuple[FunctionOf, tuple[Type, ...]]],
        complex: bool = False,
    ) -> None:
        self.module, self.of, self.keys = module, of, keys
        self.complex = complex
        self.signatures, self.firsts = dict(signatures), firsts
        self.functions: dict[str, Function] = {}
        self.walking: list[str] = []
        self.plain: set[str] = set()
        self.guarded: set[str] = set()
        self.constants: dict[str, s.Assign] = {}
        self.inner: dict[str, s.SurfaceFunction] = {}
        self.reached: set[str] = set()
        self.classes: set[str] = set()
        self.recursion = Recursion()

    def definition(self, name: str) -> s.SurfaceFunction:
        """Return a function of the module, or one within a function."""
        return self.inner[name] if name in self.inner else self.module.functions[name]

    def define(self, surface: s.SurfaceFunction, name: str, within: str) -> str:
        """Return the name in the program of a function within a function, or a method.

        within : the function that it is in, "" for a constant of the module.
        """
        place = ("inner", surface.span)
        if place not in self.keys:
            self.keys[place] = self._free_name(name, within)
        self.inner[self.keys[place]] = surface
        return self.keys[place]

    def _free_name(self, name: str, within: str) -> str:
        module = self.module
        taken = {*module.functions, *module.constants, *module.imports}
        taken |= {*module.rebound, *self.keys.values()}
        found, count = name, 1
        if not within:
            return name
        if found in taken:
            found = name if name.startswith(f"{within}_") else f"{within}_{name}"
        stem = found
        while found in taken:
            count += 1
            found = f"{stem}_{count}"
        return found

    def function(self, of: FunctionOf, types: tuple[Type, ...], span: Span) -> Function:
        """Return the normal form of a function called with arguments of these types."""
        key = self._key(of, types)
        first, given = self.firsts.setdefault(key, (of, types))
        like = aligned(first, of)
        assert isinstance(like, FunctionOf)
        of = like
        types = tuple(aligned(a, b) for a, b in zip(given, types, strict=True))
        held = tuple(type_ for _, type_ in of.environment or ())
        self.signatures[key] = self._signature(key, (*types, *held), span)
        if key in self.walking:
            if self.of is not None and key == self.walking[0]:
                raise refuse(
                    "SG403",
                    f"`{of.name}` calls itself, and an argument is its output",
                    span,
                    hint="differentiate a function that calls it",
                )
            return self.recursion.call(key)
        if key not in self.functions:
            self._settle(key, of)
        return self.functions[key]

    def _settle(self, key: str, of: FunctionOf) -> None:
        """Walk a function, again as long as it calls itself and gives something new."""
        done = dict(self.functions)
        for _ in range(WALKS):
            self.walking.append(key)
            try:
                found = self._walk(key, of, self.signatures[key])
            finally:
                self.walking.pop()
            if self.recursion.settled(key, found):
                self.functions[key] = found
                return
            # what was walked meanwhile has called it, too
            self.functions = dict(done)
        raise refuse(
            "SG403",
            f"what `{of.name}` gives is of another kind in each call of itself",
            self.definition(of.name).span,
            hint="write the recursion as a loop",
        )

    def _key(self, of: FunctionOf, types: tuple[Type, ...]) -> str:
        """Name of a function for arguments of this kind: other functions, other name."""
        kind = ("function", fixed(of), tuple(map(fixed, types)))
        if kind not in self.keys:
            name = stem(of.name, types)
            known = {n for k, n in self.keys.items() if k[0] == "function"}  # type: ignore[index]
            others = {*self.module.functions, *self.inner} - {of.name}
            found, count = name, 1
            while found in known or found in others:
                count += 1
                found = f"{name}_{count}"
            self.keys[kind] = found
        return self.keys[kind]

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

    def _walk(self, key: str, of: FunctionOf, types: tuple[Type, ...]) -> Function:
        """Walk one function, again where stores show that views must be exact."""
        surface = self.definition(of.name)
        if of.name in self.module.functions:
            self.reached.add(of.name)
        elif surface.qualified:
            self.reached.add(surface.qualified)
        is_entry = len(self.walking) == 1
        views: frozenset[Site] = frozenset()
        distributed: frozenset[Span] = frozenset()
        count = len(types) - len(of.environment or ())
        keys = (k for k, _ in of.environment or ())
        held = tuple(zip(keys, types[count:], strict=True))
        stands = of.name in self.module.functions and all(map(_stands, types))
        stands = stands and not self._calls_decorated(surface)
        while True:
            context = Context(
                self.module,
                self.qualified,
                self._call,
                lambda inner, name: self.define(inner, name, of.name),
                views,
                distributed,
            )
            context.scope = "" if is_entry else f"{key}:"
            context.name = of.name
            context.complex = self.complex
            context.owner, context.constant = surface.owner, self.default
            context.construct = constructed
            context.own = surface.parameters[0].name if surface.parameters else ""
            frame = Frame(key, types[:count], held, of.captured, is_entry, stands)
            try:
                found = normalize_function(
                    context, surface, frame, self.of if is_entry else None
                )
            except Restart as restart:
                assert not restart.sites <= views, "views were asked for twice"
                views |= restart.sites
                continue
            except Distribute as branch:
                distributed |= {branch.span}
                continue
            self.plain |= context.plain
            self.guarded |= context.guarded
            self.classes |= context.classes
            return found

    def _calls_decorated(self, surface: s.SurfaceFunction) -> bool:
        """Whether a name in the text means what a decorator of the source has made."""
        known = self.module.functions
        return any(
            any(
                isinstance(d, s.NameRef) and d.name in known
                for d in known[n].decorators
            )
            for n in function_names(surface)
            if n in known
        )

    def _call(
        self,
        context: Context,
        state: State,
        function: UserFunction,
        node: s.Call,
        bound: Bound | None = None,
    ) -> Value:
        return call(self, context, state, function, node, bound)

    def default(self, expression: s.SurfaceExpression) -> Value:
        """Return the value of a parameter's default, or of a module constant."""
        context = Context(
            self.module,
            self.qualified,
            self._call,
            lambda inner, name: self.define(inner, name, ""),
        )
        return evaluate(context, State({}, {}), expression)

    def qualified(self, name: str, span: Span) -> Value:
        """Return the meaning of a name that the function does not bind."""
        if name in self.module.functions:
            if helper := ruled_helper(self.module, name):
                return Qualified(f"helper.{helper}", name)
            return UserFunction(name)
        if name in self.module.classes:
            return Class(name)
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
        try:
            value = self.default(assign.value)
            if isinstance(value, Qualified | UserFunction | Partial):
                return value
            if holds_functions(value):
                return _part(value, Name(name, UNKNOWN))
            type_ = as_formula(value, assign.origin.span).type
        except CompileError:
            type_ = UNKNOWN
            for other in sorted(names_in(assign.value)):
                if other in self.module.constants:
                    self._constant(other)
        return Formula(Name(name, type_), type_)


def _part(value: Value, place: Expression) -> Value:
    """Return a constant that holds functions: these as they are, the rest by place."""
    match value:
        case Structure(items=items):
            parts = (
                _part(item, Index(place, (Constant(position),)))
                for position, item in enumerate(items)
            )
            return replace(value, items=tuple(parts))
        case Formula(type=type_):
            return Formula(place, type_)
        case _:
            return value


def _stands(type_: Type) -> bool:
    """Whether an argument of this type is no function of the source, nor holds one."""
    match type_:
        case FunctionOf():
            return False
        case TupleOf(items):
            return all(map(_stands, items))
        case _:
            return True
