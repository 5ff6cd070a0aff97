"""Names, and how to make the value of each -> a mapping that makes it when asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lazy(Mapping[str, Value], Generic[Value]):
    """A read-only mapping whose values are made once, when they are looked up.

    Looking up raises what making raises; `in`, `len` and iteration make nothing.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Value]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        """Return the value; KeyError for a name that is not there."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Return whether the name is there, whatever its value."""
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        """Return the names, in the order of the file."""
        return iter(self._makers)

    def without(self, names: Collection[str]) -> Lazy[Value]:
        """Return the mapping without some of its names."""
        kept = {n: make for n, make in self._makers.items() if n not in names}
        return Lazy(kept)

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self._makers)
