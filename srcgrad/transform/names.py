"""The one place where names of the emitted text are invented: none clashes with a name of the source."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Names:
    """Names of one emitted function. `taken` are all names of the source module and of the file."""

    taken: frozenset[str]
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    terms: int = 0

    def seed(self, result: str) -> str:
        """Cotangent of a function's value, whatever the value is called: `value_bar`."""
        name = self.derived("value", "bar")
        if result != "value":
            # the source has a `value` of its own
            del self.given[("value", "bar")]
            self.given[("@value", "bar")] = name
        self.given[(result, "bar")] = name
        return name

    def bar(self, name: str) -> str:
        """Cotangent of `name`."""
        return self.derived(name, "bar")

    def dot(self, name: str) -> str:
        """Tangent of `name`."""
        return self.derived(name, "dot")

    def derived(self, name: str, suffix: str) -> str:
        """`name_suffix`, always the same for the same name."""
        key = (name, suffix)
        if key not in self.given:
            self.given[key] = self.unused(f"{name.lstrip('_') or 'item'}_{suffix}")
        return self.given[key]

    def unused(self, name: str) -> str:
        """Return `name`, or `name` with underscores where something has it already."""
        used = set(self.given.values())
        while name in self.taken or name in used:
            name += "_"
        return name

    def shared(self, word: str) -> str:
        """Name of a value that a block reads more than once, the same in every block."""
        key = (word, "shared")
        if key not in self.given:
            self.given[key] = self.unused(word)
        return self.given[key]

    def start_block(self) -> None:
        """Begin an adjoint block: its terms are numbered on their own, so that blocks stay local."""
        self.terms = 0

    def term(self) -> str:
        """Name of an intermediate cotangent of this block."""
        self.terms += 1
        word = "term" if self.terms == 1 else f"term_{self.terms}"
        key = (f"@{word}", "bar")  # the source may have a `term` of its own
        if key not in self.given:
            self.given[key] = self.unused(f"{word}_bar")
        return self.given[key]
