"""What names mean at one point of a function: the state that `normalize` carries.

A name is bound to a view of a buffer, and a buffer has a current version. So a store
through one name is seen through every other name of the same buffer, as in NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from srcgrad.diagnostics import Span
from srcgrad.ir.expressions import Expression, Var, substitute
from srcgrad.ir.program import HOLE
from srcgrad.ir.types import Key, Preset, Type
from srcgrad.primitives.formula import Formula


@dataclass(frozen=True)
class Ref:
    """A name for `view` (over HOLE) of a buffer."""

    buffer: int
    type: Type
    view: Expression = HOLE
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Structure:
    """A tuple or list whose items are known one by one.

    keys, owner : fields and class of a named tuple. A dictionary or an object that has
    no name yet is one too: keys and values of a "dict", attributes of an "object", all
    of them if `whole`.
    """

    kind: str
    items: tuple[Value, ...]
    keys: tuple[Key, ...] = ()
    owner: str = ""
    whole: bool = True


@dataclass(frozen=True)
class Record:
    """A dictionary or an object: what its parts are is looked up by its identity.

    Two names may mean one record. Its parts are bound in the state as names are, each
    by `slot(identity, key)`.
    """

    identity: int
    kind: str
    owner: str = ""


def slot(identity: int, key: Key) -> str:
    """Return what stands for a part of a record among the names of a state."""
    return f"@{identity}:{key!r}"


@dataclass(frozen=True)
class Qualified:
    """A name of a module or a builtin: `numpy.sin`, and what the source calls it."""

    name: str
    text: str


@dataclass(frozen=True)
class UserFunction:
    """A function of the source, by the name it is known by in the program.

    captured : name that its text reads -> the name that holds it in the frame at hand,
        and is read whenever the function is called.
    environment : the values of those names, while it is on its way to another frame.
    preset : parameters that it has been given already.
    """

    name: str
    captured: tuple[tuple[str, str], ...] = ()
    environment: tuple[tuple[str, Value], ...] | None = None
    preset: tuple[Preset, ...] = ()

    @property
    def held(self) -> tuple[tuple[str, str], ...]:
        """Names that it reads when it is called, with those that hold them."""
        return (*self.captured, *((p.name, p.key) for p in self.preset if p.key))

    def moved(self, names: Mapping[str, str]) -> UserFunction:
        """Return it in a frame that holds what it reads under other names."""
        captured = tuple((name, names[key]) for name, key in self.captured)
        preset = (replace(p, key=names[p.key]) if p.key else p for p in self.preset)
        return replace(self, captured=captured, environment=None, preset=tuple(preset))


@dataclass(frozen=True)
class Partial:
    """`functools.partial(function, *arguments, **keywords)`."""

    function: Value
    arguments: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Method:
    """A method of a value, not yet called."""

    base: Value
    name: str


@dataclass(frozen=True)
class Bound:
    """A method of an object: a function, and the object that it is called with.

    text : what reads the object, where no place in the source does. called : what is
    called is the object itself.
    """

    function: str
    receiver: Value
    text: str = ""
    called: bool = False


@dataclass(frozen=True)
class Class:
    """A class of the source; `above` : of `super()`, the bases of the class."""

    name: str
    above: bool = False


# An expression never means a Ref; what a name is bound to may have some in it.
Value: TypeAlias = (
    Formula
    | Structure
    | Record
    | Qualified
    | UserFunction
    | Partial
    | Method
    | Bound
    | Class
    | Ref
)
Binding: TypeAlias = Value


@dataclass
class State:
    """Bindings of names, and the current version of every buffer.

    live : whether control gets here.
    """

    names: dict[str, Binding]
    current: dict[int, Var]
    live: bool = True
    types: Mapping[Var, Type] = field(default_factory=dict)

    def copy(self) -> State:
        """Return a state that can go its own way, on a branch."""
        return State(dict(self.names), dict(self.current), self.live, self.types)

    def read(self, ref: Ref) -> Formula:
        """Return the value of a reference now."""
        var = self.current[ref.buffer]
        if ref.view == HOLE:
            return Formula(var, self.types.get(var, ref.type))
        return Formula(substitute(ref.view, {HOLE: var}), ref.type)

    def meaning(self, binding: Binding) -> Value:
        """Return what a binding means now."""
        return meaning(self, binding)


def meaning(state: State, binding: Binding) -> Value:
    """Return what a binding means now."""
    match binding:
        case Ref():
            return state.read(binding)
        case Structure(items=items):
            now = tuple(meaning(state, item) for item in items)
            return replace(binding, items=now)
        case _:
            return binding


def same(left: Binding | None, right: Binding | None) -> bool:
    """Whether two bindings mean one thing; `==` of symbols is an operation on them."""
    match left, right:
        case Formula(), Formula():
            return left.expression == right.expression
        case Ref(), Ref():
            return (left.buffer, left.view) == (right.buffer, right.view)
        case Structure(items=items), Structure(items=others):
            form = replace(left, items=()) == replace(right, items=())
            return form and len(items) == len(others) and all(map(same, items, others))
        case (Formula() | Structure(), _) | (_, Formula() | Structure()):
            return False
        case _:
            return left == right


def refs(binding: Binding) -> tuple[Ref, ...]:
    """Return every reference within a binding."""
    match binding:
        case Ref():
            return (binding,)
        case Structure(items=items):
            return tuple(ref for item in items for ref in refs(item))
        case UserFunction(environment=tuple() as environment):
            return tuple(ref for _, held in environment for ref in refs(held))
        case _:
            return ()


def objects_in(state: State) -> frozenset[str]:
    """Names of records."""
    return frozenset(n for n, b in state.names.items() if isinstance(b, Record))
