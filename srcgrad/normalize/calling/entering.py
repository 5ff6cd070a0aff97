"""Types of a function's parameters -> its parameters, and what their names mean.

step(f, y, dt) is handed decay, which has captured k:

parameters k, y, dt; in the frame of step, f is decay, and reads k
"""

from __future__ import annotations

from collections.abc import Mapping

from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant, Var
from srcgrad.ir.program import Parameter
from srcgrad.ir.types import (
    NOTHING,
    UNKNOWN,
    FunctionOf,
    Key,
    LibraryOf,
    LiteralOf,
    Numeric,
    RecordOf,
    TupleOf,
    Type,
)
from srcgrad.normalize.calling.annotations import shown
from srcgrad.normalize.scopes.context import Context
from srcgrad.normalize.scopes.records import Path, joined, read
from srcgrad.normalize.scopes.scope import (
    Binding,
    Qualified,
    Ref,
    State,
    Structure,
    UserFunction,
)
from srcgrad.normalize.scopes.values import literal
from srcgrad.primitives.formula import Formula

Environment = tuple[tuple[str, Type], ...]


class Entry:
    """The frame of one function, as its parameters are brought in.

    declared : parameters of the source; a function of the source has none. lifted :
    what functions among the arguments, and the function itself, have captured. bare :
    the defaults are of the function around, and every call gives all arguments.
    """

    def __init__(self, context: Context, state: State, bare: bool) -> None:
        self.context, self.state, self.bare = context, state, bare
        self.declared: list[Parameter] = []
        self.lifted: list[Parameter] = []

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Parameters of the emitted function."""
        return (*self.lifted, *self.declared)

    def parameter(self, surface: s.SurfaceParameter, type_: Type) -> None:
        """Bring in a parameter of the source."""
        leaves: list[Var] = []
        name = surface.name
        self.state.names[name] = self._value(name, name, (name,), type_, leaves, {})
        if is_handed(type_):
            self.declared.append(
                Parameter(
                    name,
                    tuple(leaves),
                    type_,
                    "" if self.bare else surface.default_text,
                    shown(surface.annotation_text, self.context.module.imports),
                    surface.keyword_only,
                    surface.star,
                )
            )

    def environment(
        self, environment: Environment, captured: tuple[tuple[str, str], ...]
    ) -> None:
        """Bring in what the function itself has captured, under the names it reads."""
        own = {key: name for name, key in captured}
        self._environment(self.context.name, environment, own)

    def _value(
        self,
        name: str,
        text: str,
        path: Path,
        type_: Type,
        leaves: list[Var],
        keys: Mapping[str, str],
    ) -> Binding:
        """Return what a parameter, or a part of it, means in the frame.

        keys : names here of what functions without an environment of their own read.
        """
        context = self.context
        match type_:
            case TupleOf(items, names, owner):
                parts: list[Binding] = []
                for position, item in enumerate(items):
                    key: Key = names[position] if names else position
                    inner = self._stem(joined(name, key))
                    place = read(text, "object" if names else "tuple", key)
                    where = (*path, position)
                    parts.append(self._value(inner, place, where, item, leaves, keys))
                return Structure("tuple", tuple(parts), names, owner)
            case RecordOf(kind, owner, fields, whole):
                record = context.records.new(kind, owner, name, path, whole)
                for key, item in fields:
                    slot = context.records.part(record, key)
                    inner, place = self._stem(joined(name, key)), read(text, kind, key)
                    where = (*path, key)
                    # a part stands before those that are in it
                    self.state.names[slot] = Structure("tuple", ())
                    self.state.names[slot] = self._value(
                        inner, place, where, item, leaves, keys
                    )
                return record
            case FunctionOf(function, captured, environment, preset):
                if environment is not None:
                    keys = self._environment(name, environment, {})
                given = UserFunction(function, captured, preset=preset)
                return given.moved(keys)
            case LibraryOf(qualified, spelled):
                return Qualified(qualified, spelled)
            case LiteralOf(value):
                return literal(value)
            case _ if type_ == NOTHING:
                return Formula(Constant(None), NOTHING)
        if type_ == UNKNOWN and len(path) > 1:
            type_ = Numeric(None, frozenset((name,)), None)
        var = context.fresh(name, type_)
        context.paths[var] = path
        if name != text:
            context.access[var] = text
        self.state.current[context.buffer_of[var]] = var
        leaves.append(var)
        return Ref(context.buffer_of[var], type_)

    def _stem(self, stem: str) -> str:
        """Return a name for a part that nothing in the source has."""
        return self.context.unique(stem) if stem in self.context.local else stem

    def _environment(
        self, owner: str, environment: Environment, own: dict[str, str]
    ) -> dict[str, str]:
        """Bind what a function has captured; return the name of each key here."""
        names = {key: self._name(owner, key, own) for key, _ in environment}
        for key, type_ in environment:
            name = names[key]
            leaves: list[Var] = []
            self.state.names[name] = self._value(
                name, name, (name,), type_, leaves, names
            )
            if is_handed(type_):
                self.lifted.append(Parameter(name, tuple(leaves), type_))
        return names

    def _name(self, owner: str, key: str, own: dict[str, str]) -> str:
        context = self.context
        if key in own:
            context.taken.add(own[key])
            return own[key]
        if key in context.taken:
            return context.unique(f"{owner}_{key}")
        return context.unique(key)


def is_handed(type_: Type) -> bool:
    """Whether an argument of this type is anything but functions of the source."""
    match type_:
        case FunctionOf():
            return False
        case TupleOf(items):
            return not items or any(is_handed(item) for item in items)
        case RecordOf():
            return True
        case _:
            return True
