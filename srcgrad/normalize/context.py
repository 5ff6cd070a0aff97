"""What `normalize` gathers while it walks one function: versions, types, buffers, aliases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from srcgrad.diagnostics import CompileError, Diagnostic, Note, Span, refuse
from srcgrad.ir.expressions import Expression, Var
from srcgrad.ir.program import HOLE, Define, Function, Simple
from srcgrad.ir.surface import SurfaceModule
from srcgrad.ir.types import Numeric, Type
from srcgrad.normalize.scope import Binding, Ref, State, refs


@dataclass(frozen=True)
class Site:
    """An assignment that may make `name` a second name of a buffer."""

    name: str
    span: Span


@dataclass(frozen=True)
class Alias:
    """Two buffers may share memory because of these sites.

    certain : the view is known exactly, if it is one. array : it is one, not a copied number.
    """

    sites: tuple[Site, ...]
    certain: bool
    array: bool = True
    element: tuple[str, int] | None = None


class Assumption(Exception):
    """What is written only makes sense, or only differs, where a parameter has this rank."""

    def __init__(self, parameter: str, rank: int) -> None:
        super().__init__(f"{parameter} has rank {rank}")
        self.parameter, self.rank = parameter, rank


class Restart(Exception):
    """A store needs these sites to be read as views of one buffer: walk the function again."""

    def __init__(self, sites: Iterable[Site]) -> None:
        super().__init__("restart")
        self.sites = frozenset(sites)


@dataclass
class Context:
    """One walk over one function."""

    module: SurfaceModule
    qualified: Callable[[str, Span], Any]
    call: Callable[..., Any]
    views: frozenset[Site] = frozenset()
    taken: set[str] = field(default_factory=set)
    local: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    grown: frozenset[str] = frozenset()
    types: dict[Var, Type] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    buffer_of: dict[Var, int] = field(default_factory=dict)
    aliases: dict[frozenset[int], Alias] = field(default_factory=dict)
    access: dict[Var, str] = field(default_factory=dict)
    buffers: int = 0
    pending: list[Simple] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    moves: list[tuple[str, Var, Expression]] = field(default_factory=list)
    lazy: int = 0
    scope: str = ""
    result_name: str = "value"
    plain: set[str] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)
    callees: dict[str, Function] = field(default_factory=dict)
    handed: dict[str, set[str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    live: frozenset[str] = frozenset()
    entry_defines: list[Define] = field(default_factory=list)
    guarded: set[str] = field(default_factory=set)

    def fresh(self, name: str, type_: Type, buffer: int | None = None) -> Var:
        """Next version of a name, in a buffer of its own unless one is given."""
        version = self.versions.get(name, 0)
        self.versions[name] = version + 1
        var = Var(name, version)
        self.types[var] = named_shape(type_, f"{self.scope}{name}.{version}")
        self.buffer_of[var] = self.new_buffer() if buffer is None else buffer
        return var

    def unique(self, name: str) -> str:
        """A name of ours, near `name`, that nothing in the source has."""
        found, count = name, 1
        while found in self.taken:
            count += 1
            found = f"{name}_{count}"
        self.taken.add(found)
        return found

    def new_buffer(self) -> int:
        """Identity of memory not seen before."""
        self.buffers += 1
        return self.buffers

    def bind(self, state: State, name: str, var: Var, span: Span | None = None) -> None:
        """Let `name` mean `var` from here on."""
        buffer = self.buffer_of[var]
        state.current[buffer] = var
        state.names[name] = Ref(buffer, self.types[var], HOLE, span)

    def move(self, name: str, root: Var, view: Expression = HOLE) -> None:
        """Record that `name` means a view of the memory of `root` from here on."""
        self.moved.add(self.buffer_of[root])
        self.moves.append((name, root, view))

    def alias(
        self,
        left: int,
        right: int,
        sites: tuple[Site, ...],
        certain: bool,
        array: bool = True,
        element: tuple[str, int] | None = None,
    ) -> None:
        """Record that two buffers may share memory, and so with all that either shares it with.

        element : (parameter, rank) if they share none where the parameter has that rank.
        """
        groups = [(left, right, sites, certain, array)]
        for pair, known in list(self.aliases.items()):
            for mine, other in ((left, right), (right, left)):
                if other in pair and mine not in pair:
                    (third,) = pair - {other}
                    both = (certain and known.certain, array and known.array)
                    groups.append((mine, third, sites + known.sites, *both))
        for one, two, where, sure, whole in groups:
            if one != two:
                self.aliases.setdefault(
                    frozenset((one, two)), Alias(where, sure, whole, element)
                )

    def check_store(
        self,
        state: State,
        buffer: int,
        live: frozenset[str],
        span: Span,
        name: str,
        array: bool,
    ) -> None:
        """Refuse, or restart with exact views, if another live name may see a store to `buffer`."""
        for other, binding in state.names.items():
            if other not in live and not other.startswith("@"):
                continue
            for ref in _arrays(binding):
                alias = self.aliases.get(frozenset((ref.buffer, buffer)))
                if ref.buffer == buffer or alias is None:
                    continue
                shown = alias.array or any(site.name == name for site in alias.sites)
                if (
                    alias.certain
                    and array
                    and shown
                    and not set(alias.sites) <= self.views
                ):
                    raise Restart(alias.sites)
                if alias.element is not None:
                    raise Assumption(*alias.element)
                raise self.undecided(other.lstrip("@"), name, alias, span)

    def undecided(
        self, other: str, name: str, alias: Alias, span: Span
    ) -> CompileError:
        """The refusal of a store through one of two names that may or may not share memory."""
        notes = [
            Note(
                f"`{site.name}` may become a second name of the same memory here",
                site.span,
            )
            for site in alias.sites
        ]
        subject = (
            f"`{other}` and `{name}`" if other != name else f"`{name}` and the argument"
        )
        return refuse(
            "SG301",
            f"{subject} may share memory, and this line writes to it",
            span,
            notes=notes,
            hint=f"write `{alias.sites[0].name} = ....copy()` for memory of its own, or give --types "
            "so that it is known whether it is an array"
            if alias.sites
            else "copy one of the two before it is written to",
        )


def named_shape(type_: Type, name: str) -> Type:
    """Give what is unknown of a shape a name, so that two values can be known to have the same."""
    match type_:
        case Numeric(shape=None):
            return replace(type_, shape=frozenset((name,)))
        case Numeric(shape=tuple() as shape) if None in shape:
            named = (f"{name}:{k}" if d is None else d for k, d in enumerate(shape))
            return replace(type_, shape=tuple(named))
        case _:
            return type_


def _arrays(binding: Binding) -> tuple[Ref, ...]:
    """References whose memory can be written to."""
    return tuple(
        ref
        for ref in refs(binding)
        if not (isinstance(ref.type, Numeric) and ref.type.mutable is False)
    )


def expression_of(value: Any) -> Expression:
    """Expression of a value that must be one."""
    return value.expression  # type: ignore[no-any-return]
