"""Assignments that may share memory -> which buffers may be one, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from srcgrad.diagnostics import Note, Span


@dataclass(frozen=True)
class Site:
    """An assignment that may make `name` a second name of a buffer."""

    name: str
    span: Span


@dataclass(frozen=True)
class Alias:
    """Two buffers may share memory because of these sites.

    certain : the view is known exactly, if it is one.
    array : it is one, not a copied number.
    element : (parameter, rank) if they share none where the parameter has that rank.
    """

    sites: tuple[Site, ...]
    certain: bool
    array: bool = True
    element: tuple[str, int] | None = None

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
                    joined = Alias(
                        alias.sites + known.sites,
                        alias.certain and known.certain,
                        alias.array and known.array,
                        alias.element,
                    )
                    found.append((mine, third, joined))
        for one, two, why in found:
            if one != two:
                self._known.setdefault(frozenset((one, two)), why)
