"""What `normalize` gathers on its walk: versions, types, buffers, aliases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from srcgrad.diagnostics import CompileError, Diagnostic, Span, refuse
from srcgrad.ir import surface as s
from srcgrad.ir.expressions import Constant, Expression, Var
from srcgrad.ir.program import (
    HOLE,
    Block,
    Define,
    Edit,
    Function,
    Named,
    Restated,
    Simple,
)
from srcgrad.ir.types import COMPLEX, Numeric, Type
from srcgrad.normalize.scopes.aliases import Alias, Aliases, Relation, Restart, Site
from srcgrad.normalize.scopes.records import Path, Records
from srcgrad.normalize.scopes.scope import (
    Binding,
    Record,
    Ref,
    State,
    Value,
    refs,
)

Names: TypeAlias = frozenset[str]
Statements: TypeAlias = tuple[s.SurfaceStatement, ...]


class Assumption(Exception):
    """What is written only makes sense, or differs, for a parameter of this rank."""

    def __init__(self, parameter: str, rank: int) -> None:
        super().__init__(f"{parameter} has rank {rank}")
        self.parameter, self.rank = parameter, rank


class Distribute(Exception):
    """A branch decides which function a name is: what follows it goes into each arm."""

    def __init__(self, span: Span) -> None:
        super().__init__("distribute")
        self.span = span


def _no_constant(expression: s.SurfaceExpression) -> Value:
    raise AssertionError("constants of classes are read in functions")


@dataclass
class Context:
    """One walk over one function.

    qualified : meaning of a name that the function does not bind. call : carries out
    the call of a user function. views : sites that are views of one buffer. distributed : branches that decide
    which function a name is. arms : branches around, within the innermost loop.
    access : how a variable is read where its name does not do.
    pending, moves, gone : what the statement at hand does so far. live : names read after it.
    moved : buffers that have more names than one. lazy : how many expressions around
    are not always evaluated. plain : functions called as they stand.
    unreached : a call of the function within itself is not known to come back.
    handed : names that each callee has been given, or has given.
    define : makes a name in the program for a function within this one. around : names
    that it has captured from the functions around it. shared : names that functions
    within it read, whenever they are called.
    complex : whether a value of unknown dtype may be complex.
    entry_defines : made before the next loop, which carries them.
    name : of the function in the program. owner : the class that it is a method of, own :
    its first parameter there. constant : value of an expression of a class's body.
    construct : makes an object of
    a class, classes : those of which it has made some.
    edits : calls of the statement at hand that
    stay in its text, changed. received : records that its
    calls give, and their names. spelled : text of captured values that are no name.
    records : dictionaries and objects. paths : leaf of a parameter -> where in it that
    is. same : variable -> the one that it is another name of. literals : those that are
    assigned a literal. listed : buffer of a list -> those of the arrays that it has been
    given. before_loop : the last buffer that the iteration at hand has not made.
    """

    module: s.SurfaceModule
    qualified: Callable[[str, Span], Value]
    call: Callable[..., Value]
    define: Callable[[s.SurfaceFunction, str], str]
    views: frozenset[Site] = frozenset()
    distributed: frozenset[Span] = frozenset()
    arms: list[Span] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    reservations: dict[str, str] = field(default_factory=dict)
    local: Names = frozenset()
    parameters: Names = frozenset()
    grown: Names = frozenset()
    around: Names = frozenset()
    shared: Names = frozenset()
    types: dict[Var, Type] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    buffer_of: dict[Var, int] = field(default_factory=dict)
    aliases: Aliases = field(default_factory=Aliases)
    access: dict[Var, str] = field(default_factory=dict)
    buffers: int = 0
    pending: list[Simple] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    moves: list[tuple[str, Var, Expression]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    lazy: int = 0
    unreached: bool = False
    complex: bool = False
    scope: str = ""
    name: str = ""
    is_entry: bool = False
    owner: str = ""
    own: str = ""
    constant: Callable[[s.SurfaceExpression], Value] = field(default=_no_constant)
    construct: Callable[..., Value] = field(default=_no_constant)
    classes: set[str] = field(default_factory=set)
    edits: list[Edit | Restated | Named] = field(default_factory=list)
    received: list[tuple[str, Record]] = field(default_factory=list)
    spelled: dict[str, str] = field(default_factory=dict)
    result_name: str = "value"
    plain: set[str] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)
    callees: dict[str, Function] = field(default_factory=dict)
    handed: dict[str, set[str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    live: Names = frozenset()
    entry_defines: list[Define] = field(default_factory=list)
    guarded: set[str] = field(default_factory=set)
    records: Records = field(default_factory=Records)
    paths: dict[Var, Path] = field(default_factory=dict)
    same: dict[Var, Var] = field(default_factory=dict)
    literals: dict[Var, Constant] = field(default_factory=dict)
    listed: dict[int, set[int]] = field(default_factory=dict)
    before_loop: int = 0

    @property
    def is_emitted(self) -> bool:
        """Whether srcgrad has made the module: directives for it have been obeyed."""
        return self.module.text.startswith("# Generated by srcgrad")

    def fresh(self, name: str, type_: Type, buffer: int | None = None) -> Var:
        """Make the next version of a name, in a new buffer unless one is given."""
        name = self.records.stem(name)
        version = self.versions.get(name, 0)
        self.versions[name] = version + 1
        var = Var(name, version)
        if self.complex and isinstance(type_, Numeric) and type_.dtype is None:
            type_ = replace(type_, dtype=COMPLEX)
        self.types[var] = named_shape(type_, f"{self.scope}{name}.{version}")
        self.buffer_of[var] = self.new_buffer() if buffer is None else buffer
        return var

    def hidden(self, name: str, type_: Type, buffer: int | None = None) -> Var:
        """Make a version that the text of the source has no name for."""
        var = self.fresh(name, type_, buffer)
        self.access[var] = ""
        return var

    def unique(self, name: str) -> str:
        """Return a name of ours, near `name`, that nothing else has, in the source or here."""
        found, count = name, 1
        given = {*self.taken, *self.versions, *self.reservations.values()}
        while found in given:
            count += 1
            found = f"{name}_{count}"
        self.taken.add(found)
        return found

    def part_name(self, stem: str, key: object) -> str:
        """Return the name of one part of what `stem` holds, the same each time."""
        return self.reserved(f"{stem}_{key}", f"{stem} {key}")

    def reserved(self, wanted: str, place: str) -> str:
        """Return a name near `wanted`, which what is kept in a place has to itself."""
        if place not in self.reservations:
            given = {*self.taken, *self.reservations.values()}
            found = self.unique(wanted) if wanted in given else wanted
            self.reservations[place] = found
        return self.reservations[place]

    def new_buffer(self) -> int:
        """Return the identity of memory not seen before."""
        self.buffers += 1
        return self.buffers

    def bind(self, state: State, name: str, var: Var, span: Span | None = None) -> None:
        """Let `name` mean `var` from here on."""
        buffer = self.buffer_of[var]
        state.current[buffer] = var
        state.names[name] = Ref(buffer, self.types[var], HOLE, span)
        if name in self.records.parts:
            self.access[var] = self.records.text(state, name)

    def move(self, state: State, name: str, root: Var, view: Expression = HOLE) -> None:
        """Record that `name` means a view of the memory of `root` from here on."""
        self.moved.add(self.buffer_of[root])
        text = self.records.text(state, name)
        if text:
            self.moves.append((text, root, view))

    def lose(self, state: State, name: str) -> None:
        """Record that nothing that reads a name or slot so far does so from here on."""
        if name in self.records.parts:
            self.gone.extend(self.records.spellings(state, name))
        elif not name.startswith("@"):
            self.gone.append(name)

    def may_share(self, left: int, right: int, sites: tuple[Site, ...] = ()) -> None:
        """Record that two buffers may share memory, in a way that is not known."""
        self.aliases.add(left, right, Alias(sites, certain=False))

    def hold(self, holder: int, held: int, overlaps: bool = False) -> None:
        """Record that a list may have been given an array, or items of another list."""
        relation = Relation.OVERLAP if overlaps else Relation.HELD
        alias = Alias((), False, relation=relation, held=0 if overlaps else held)
        self.aliases.add(holder, held, alias)

    def check_items(
        self, state: State, buffer: int, live: Names, span: Span, name: str
    ) -> None:
        """Refuse to put other items into a list that a live name may show.

        What has a name of its own as an item of the list keeps its meaning where nothing
        before it is put in or taken away.
        """
        for other, binding in state.names.items():
            if other not in live and not other.startswith("@"):
                continue
            for ref in _arrays(binding):
                if ref.buffer == buffer:
                    if ref.view != HOLE:
                        raise _moved(self.records.shown(state, other), name, span)
                    continue
                alias = self.aliases.between(ref.buffer, buffer)
                if alias is not None and alias.shows_items(buffer):
                    known = set(alias.sites) <= self.views
                    if alias.certain and not known and ref.view == HOLE:
                        raise Restart(alias.sites)
                    shown = self.records.shown(state, other)
                    raise _undecided(shown, name, alias, span)

    def check_store(
        self, state: State, buffer: int, live: Names, span: Span, name: str, array: bool
    ) -> None:
        """Refuse, or restart with exact views, if a live name may see a store.

        array : what is stored to through `name` is known to be one.
        """
        for other, binding in state.names.items():
            if other not in live and not other.startswith("@"):
                continue
            for ref in _arrays(binding):
                alias = self.aliases.between(ref.buffer, buffer)
                if ref.buffer == buffer or alias is None:
                    continue
                shown = alias.array or any(site.name == name for site in alias.sites)
                known = set(alias.sites) <= self.views
                if alias.certain and array and shown and not known:
                    raise Restart(alias.sites)
                if alias.element is not None:
                    raise Assumption(*alias.element)
                shown_as = self.records.shown(state, other)
                raise _undecided(shown_as, name, alias, span)


def named_shape(type_: Type, name: str) -> Type:
    """Name what is unknown of a shape, so that two shapes can be known to be equal."""
    match type_:
        case Numeric(shape=None):
            return replace(type_, shape=frozenset((name,)))
        case Numeric(shape=tuple() as shape) if None in shape:
            named = (f"{name}:{k}" if d is None else d for k, d in enumerate(shape))
            return replace(type_, shape=tuple(named))
        case _:
            return type_


def _arrays(binding: Binding) -> tuple[Ref, ...]:
    """Return the references whose memory can be written to."""
    return tuple(
        ref
        for ref in refs(binding)
        if not (isinstance(ref.type, Numeric) and ref.type.mutable is False)
    )


def _moved(other: str, name: str, span: Span) -> CompileError:
    """Refuse to move the items of a list, one of which has a name and is written to."""
    return refuse(
        "SG301",
        f"`{other}` is written to as an item of `{name}`, whose items change here",
        span,
        hint=f"write `{other} = ....copy()` for memory of its own",
    )


def _undecided(other: str, name: str, alias: Alias, span: Span) -> CompileError:
    """Refuse a store through one of two names that may or may not share memory."""
    if other == name:
        subject = f"`{name}` and the argument"
    else:
        subject = f"`{other}` and `{name}`"
    if alias.sites:
        hint = (
            f"write `{alias.sites[0].name} = ....copy()` for memory of its own, or "
            "give --types so that it is known whether it is an array"
        )
    else:
        hint = "copy one of the two before it is written to"
    return refuse(
        "SG301",
        f"{subject} may share memory, and this line writes to it",
        span,
        notes=alias.notes(),
        hint=hint,
    )


Walk: TypeAlias = Callable[[Context, State, Statements, Names], Block]
