"""What the loops cannot express -> the reason why a derivative stays NumPy's."""

from __future__ import annotations


class NotLowered(Exception):
    """A construct has no form as loops; the text names it in the user's words."""

    def __init__(self, construct: str, line: int | None = None) -> None:
        super().__init__(construct)
        self.construct = construct
        self.line = line


class Untyped(Exception):
    """Types are missing that loops cannot do without; `names` are of parameters."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names
