"""A dictionary or an object -> its parts: what stands for each, and how it is read.

cache["h"] = h      the part "h" of the record that `cache` means is bound, as a name is
d = cache           two names, one record: what is stored through one is seen through both
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from srcgrad.diagnostics import Span, refuse
from srcgrad.ir.expressions import literal_text
from srcgrad.ir.types import Key, Type
from srcgrad.normalize.scopes.scope import Binding, Record, Ref, State, Structure, slot

Path = tuple[Key, ...]


class Discovered(Exception):
    """What is written shows that a part of a parameter is a record, or has a part more.

    path : the parameter's name, and the keys that lead from it. kind, key : of the
    record, and the part that is read from it; type : what its class says of that.
    """

    def __init__(self, path: Path, kind: str, key: Key, type_: Type) -> None:
        super().__init__(f"{path} is a {kind} with {key!r}")
        self.path, self.kind, self.key, self.type = path, kind, key, type_


@dataclass(frozen=True)
class Part:
    """What a name of a state stands for, if it is a slot: a part of a record."""

    identity: int
    key: Key


@dataclass(frozen=True)
class Facts:
    """What is known of a record wherever it is.

    stem : what names of its parts begin with. path : where it comes from, if it comes
    in with a parameter. whole : all of its parts are known. name : what reads it, where
    it is a tuple that a loop carries item by item.
    """

    kind: str
    owner: str
    stem: str
    path: Path | None = None
    whole: bool = True
    name: str = ""


class Records:
    """The records of one function, and the slots of their parts."""

    def __init__(self) -> None:
        self.facts: dict[int, Facts] = {}
        self.parts: dict[str, Part] = {}
        self.either: dict[int, set[int]] = {}
        self.titles: dict[str, str] = {}
        self.stems: dict[str, str] = {}
        # identities of those that a list holds
        self.held: set[int] = set()

    def new(
        self,
        kind: str,
        owner: str,
        stem: str,
        path: Path | None = None,
        whole: bool = True,
        name: str = "",
    ) -> Record:
        """Make a record that is none of those before."""
        identity = len(self.facts) + 1
        self.facts[identity] = Facts(kind, owner, stem, path, whole, name)
        return Record(identity, kind, owner)

    def part(self, record: Record, key: Key) -> str:
        """Return the slot of a part, whether it is bound or not."""
        name = slot(record.identity, key)
        self.parts.setdefault(name, Part(record.identity, key))
        return name

    def path(self, record: Record) -> Path | None:
        """Return where a record comes from, if it comes in with a parameter."""
        return self.facts[record.identity].path

    def titled(self, stem: str, text: str) -> str:
        """Return a name of a state, for a while, for what `text` reads."""
        name = f"@{stem}"
        self.titles[name] = text
        self.stems[name] = stem
        return name

    def has(self, state: State, record: Record, key: Key) -> bool:
        """Whether a part of a record is bound here."""
        return self.part(record, key) in state.names

    def is_whole(self, record: Record) -> bool:
        """Whether all parts of a record are known."""
        return self.facts[record.identity].whole

    def stem(self, name: str) -> str:
        """Return what variables of a name are called: of a slot, `cache_h`."""
        part = self.parts.get(name)
        if part is None:
            return self.stems.get(name, self.titles.get(name, name))
        return joined(self.facts[part.identity].stem, part.key)

    def is_slot(self, name: str) -> bool:
        """Whether a name of a state stands for a part of a record."""
        return name in self.parts

    def place(self, name: str) -> tuple[Record, Key]:
        """Return the record and the key that a slot stands for."""
        part = self.parts[name]
        facts = self.facts[part.identity]
        return Record(part.identity, facts.kind, facts.owner), part.key

    def keys(self, state: State, record: Record) -> tuple[Key, ...]:
        """Return the keys of the parts that are bound, in the order of their making."""
        return tuple(
            part.key
            for name in state.names
            if (part := self.parts.get(name)) and part.identity == record.identity
        )

    def may_be(self, record: Record, other: Record) -> None:
        """Note that a record of a loop or behind a branch may be another one."""
        if record != other:
            self.either.setdefault(record.identity, set()).add(other.identity)
            self.either.setdefault(other.identity, set()).add(record.identity)

    def is_held(self, record: Record) -> bool:
        """Whether a list may hold a record."""
        seen, waiting = {record.identity}, [record.identity]
        while waiting:
            one = waiting.pop()
            if one in self.held:
                return True
            others = self.either.get(one, set()) - seen
            seen |= others
            waiting += others
        return False

    def twin(self, state: State, record: Record) -> Record | None:
        """Return a record at hand that may be this one, and is not known to be."""
        others = self.either.get(record.identity, set())
        return next(
            (held for held in self.reached(state) if held.identity in others), None
        )

    # ---- how the source reads a part

    def text(self, state: State, name: str) -> str:
        """Return the text that reads a name or a slot here, "" where nothing does."""
        part = self.parts.get(name)
        if part is None:
            return self.titles.get(name, name)
        facts = self.facts[part.identity]
        outer = facts.name or self._spelled(state, part.identity, frozenset())
        return read(outer, facts.kind, part.key) if outer else ""

    def shown(self, state: State, name: str) -> str:
        """Return a name or a slot as messages show it."""
        return self.text(state, name) or self.stem(name).lstrip("@")

    def spelled(self, state: State, record: Record) -> str:
        """Return the text that reads a record here, "" where nothing does."""
        return self._spelled(state, record.identity, frozenset())

    def _spelled(self, state: State, identity: int, seen: frozenset[int]) -> str:
        holders = state.names.items()
        for name, binding in holders:
            if not name.startswith("@") or name in self.titles:
                title = self.titles.get(name, name)
                found = _within(binding, identity, title)
                if found:
                    return found
        for name, binding in holders:
            part = self.parts.get(name)
            if part is None or part.identity in seen | {identity}:
                continue
            found = _within(binding, identity, "@")
            if found:
                outer = self._spelled(state, part.identity, seen | {identity})
                if outer:
                    kind = self.facts[part.identity].kind
                    return read(outer, kind, part.key) + found[1:]
        return ""

    def spellings(self, state: State, slot: str) -> Iterator[str]:
        """Yield every text that reads a part of a record here."""
        part = self.parts[slot]
        for name, binding in state.names.items():
            if not name.startswith("@"):
                yield from self._spellings(state, binding, name, part, frozenset())

    def _spellings(
        self,
        state: State,
        binding: Binding,
        text: str,
        part: Part,
        seen: frozenset[int],
    ) -> Iterator[str]:
        match binding:
            case Structure(items=items, keys=keys):
                for position, item in enumerate(items):
                    place = (
                        f"{text}.{keys[position]}" if keys else f"{text}[{position}]"
                    )
                    yield from self._spellings(state, item, place, part, seen)
            case Record(identity=identity) if identity not in seen:
                if identity == part.identity:
                    yield read(text, binding.kind, part.key)
                for key in self.keys(state, binding):
                    place = read(text, binding.kind, key)
                    inner = state.names[self.part(binding, key)]
                    yield from self._spellings(
                        state, inner, place, part, seen | {identity}
                    )

    def texts(self, state: State) -> Iterator[tuple[str, Ref]]:
        """Yield (text that reads it, reference) for every item and part of a name's."""
        for name, binding in state.names.items():
            shown = name in self.titles or not name.startswith("@")
            if shown and not isinstance(binding, Ref):
                title = self.titles.get(name, name)
                yield from self._texts(state, binding, title, frozenset())

    def _texts(
        self, state: State, binding: Binding, text: str, seen: frozenset[int]
    ) -> Iterator[tuple[str, Ref]]:
        match binding:
            case Ref():
                yield text, binding
            case Structure(items=items, keys=keys):
                for position, item in enumerate(items):
                    place = (
                        f"{text}.{keys[position]}" if keys else f"{text}[{position}]"
                    )
                    yield from self._texts(state, item, place, seen)
            case Record(identity=identity) if identity not in seen:
                for key in self.keys(state, binding):
                    place = read(text, binding.kind, key)
                    inner = state.names[self.part(binding, key)]
                    yield from self._texts(state, inner, place, seen | {identity})

    def refs_of(self, state: State, slot: str) -> Iterator[tuple[str, Ref]]:
        """Yield (text that reads it, reference) for all that a part is bound to."""
        text = self.text(state, slot)
        if slot in state.names and text:
            yield from self._texts(state, state.names[slot], text, frozenset())

    # ---- what can still be reached

    def collect(self, state: State, *others: Binding) -> None:
        """Forget the parts of records that no name, and none of `others`, leads to."""
        reached = {record.identity for record in self.reached(state, *others)}
        for name in list(state.names):
            part = self.parts.get(name)
            if part is not None and part.identity not in reached:
                del state.names[name]

    def reached_from(self, state: State, value: Binding) -> list[Record]:
        """Return the records in a value, each as often as it is there."""
        found: list[Record] = []
        waiting = [value]
        while waiting and len(found) < 10_000:
            for record in records_in(waiting.pop()):
                found.append(record)
                if found.count(record) == 1:
                    waiting += [
                        state.names[self.part(record, key)]
                        for key in self.keys(state, record)
                    ]
        return found

    def reached(self, state: State, *others: Binding) -> list[Record]:
        """Return the records that a name, or one of `others`, leads to."""
        found: dict[int, Record] = {}
        waiting = [
            *others,
            *(b for name, b in state.names.items() if name not in self.parts),
        ]
        while waiting:
            for record in records_in(waiting.pop()):
                if record.identity not in found:
                    found[record.identity] = record
                    waiting += [
                        state.names[self.part(record, key)]
                        for key in self.keys(state, record)
                    ]
        return list(found.values())


def records_in(binding: Binding) -> Iterator[Record]:
    """Yield the records that a binding names itself."""
    match binding:
        case Record():
            yield binding
        case Structure(items=items):
            for item in items:
                yield from records_in(item)


def _within(binding: Binding, identity: int, text: str) -> str:
    """Return the text that reads a record within what `text` reads, "" if it is not there."""
    match binding:
        case Record(identity=found):
            return text if found == identity else ""
        case Structure(items=items, keys=keys):
            for position, item in enumerate(items):
                place = f"{text}.{keys[position]}" if keys else f"{text}[{position}]"
                if found_text := _within(item, identity, place):
                    return found_text
    return ""


def read(text: str, kind: str, key: Key) -> str:
    """Return the text that reads a part of the record that `text` reads."""
    return f"{text}.{key}" if kind == "object" else f"{text}[{literal_text(key)}]"


def joined(stem: str, key: Key) -> str:
    """Return a name for a part: `params`, "w1" -> `params_w1`."""
    words = re.sub(r"\W+", "_", str(key).replace("-", "m")).strip("_") or "part"
    return f"{stem}_{words}"


def missing(record: Record, key: Key, shown: str, span: Span) -> Exception:
    """Refuse to read a part that is not there, or may not be there on every path."""
    what = (
        f"attribute `{key}`" if record.kind == "object" else f"key {literal_text(key)}"
    )
    return refuse(
        "SG321",
        f"`{shown or 'this ' + record.kind}` may have no {what} here",
        span,
        hint="set it on every path that leads here",
    )
