"""Assignments that may share memory -> which buffers may be one, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from srcgrad.diagnostics import Note, Span


@dataclass(frozen=True)
class Site:
    """An assignment that may make `name` a second name of a buffer."""

    name: str
    span: Span


class Relation(Enum):
    """How two buffers share memory.

    ONE : they may be the same. HELD : one is a list, or the like, that has the other for
    an item. OVERLAP : both are lists, and have an item in common.
    """

    ONE = "one"
    HELD = "held"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class Alias:
    """Two buffers may share memory because of these sites.

    certain : the view is known exactly, if it is one.
    array : it is one, not a copied number.
    element : (parameter, rank) if they share none where the parameter has that rank.
    relation : how. held : the buffer of what a list holds.
    """

    sites: tuple[Site, ...]
    certain: bool
    array: bool = True
    element: tuple[str, int] | None = None
    relation: Relation = Relation.ONE
    held: int = 0

    def shows_items(self, changed: int) -> bool:
        """Whether the one shows it, when other items are put into the other, a list."""
        match self.relation:
            case Relation.ONE:
                return True
            case Relation.HELD:
                return self.held == changed
            case Relation.OVERLAP:
                return False

    def notes(self) -> list[Note]:
        """Return a note for each assignment that makes the two names one."""
        return [
            Note(
                f"`{site.name}` may become a second name of the same memory here",
                site.span,
            )
            for site in self.sites
        ]


class Restart(Exception):
    """A store needs these sites to be views of one buffer: walk the function again."""

    def __init__(self, sites: Iterable[Site]) -> None:
        super().__init__("restart")
        self.sites = frozenset(sites)


class Aliases:
    """The pairs of buffers that may share memory."""

    def __init__(self) -> None:
        self._known: dict[frozenset[int], Alias] = {}

    def between(self, one: int, two: int) -> Alias | None:
        """Return why two buffers may share memory, None if they cannot."""
        return self._known.get(frozenset((one, two)))

    def shared(self, one: int, two: int) -> bool:
        """Whether two buffers are, or may be, the same memory."""
        return one == two or frozenset((one, two)) in self._known

    def inherit(self, one: int, left: int, two: int, right: int) -> None:
        """Record that `left` and `right` may share memory as `one` and `two` do."""
        known = self.between(one, two)
        relation, held = Relation.ONE, 0
        if known is not None and known.relation != Relation.ONE:
            relation = known.relation
            held = {one: left, two: right}.get(known.held, 0)
        self.add(left, right, Alias((), False, relation=relation, held=held))

    def pairs(self) -> Iterator[frozenset[int]]:
        """Yield the pairs in the order in which they were found."""
        yield from self._known

    def add(self, left: int, right: int, alias: Alias) -> None:
        """Record a pair, and so all that either of the two shares memory with."""
        found = [(left, right, alias)]
        for pair, known in self._known.items():
            for mine, other in ((left, right), (right, left)):
                if other in pair and mine not in pair:
                    (third,) = pair - {other}
                    joined = _joined(alias, known, mine, other, third)
                    if joined is not None:
                        found.append((mine, third, joined))
        for one, two, why in found:
            if one != two:
                pair = frozenset((one, two))
                known_now = self._known.get(pair)
                self._known[pair] = why if known_now is None else _wider(known_now, why)


def _joined(
    first: Alias, second: Alias, mine: int, other: int, third: int
) -> Alias | None:
    """Return how `mine` and `third` share memory, where each does with `other`."""
    relation, held = Relation.ONE, 0
    match first.relation, second.relation:
        case Relation.ONE, Relation.ONE:
            pass
        case Relation.OVERLAP, Relation.OVERLAP:
            return None
        case (Relation.OVERLAP, _) | (_, Relation.OVERLAP):
            relation = Relation.OVERLAP
            if Relation.ONE not in (first.relation, second.relation):
                return replace(first, relation=relation, certain=False)
        case Relation.HELD, Relation.ONE:
            relation, held = Relation.HELD, mine if first.held == mine else third
        case Relation.ONE, Relation.HELD:
            relation, held = Relation.HELD, third if second.held == third else mine
        case Relation.HELD, Relation.HELD:
            if first.held == mine and second.held == third:
                return None  # two items of one list
            if first.held == other and second.held == other:
                relation = Relation.OVERLAP
            else:
                relation = Relation.HELD
                held = mine if first.held == mine else third
    return Alias(
        first.sites + second.sites,
        first.certain and second.certain,
        first.array and second.array,
        first.element,
        relation,
        held,
    )


def _wider(known: Alias, more: Alias) -> Alias:
    """Return what is known of a pair for two reasons: the first, unless it says less."""
    if known.relation == more.relation and known.held == more.held:
        return known
    if known.relation == Relation.ONE or more.relation == Relation.OVERLAP:
        return known
    if known.relation == Relation.OVERLAP:
        return more
    return replace(known, relation=Relation.ONE, held=0, certain=False)
